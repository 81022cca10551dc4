// Builds the package as it would be published, unpacks it elsewhere, and boots it with plain Node: what a user installs must start.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "rollcall-smoke-"));

function run(command: string, args: string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

function expectThat(holds: boolean, what: string): void {
  if (!holds) throw new Error(`smoke: ${what}`);
}

try {
  const packed = JSON.parse(run("npm", ["pack", "--json", "--loglevel=error", "--pack-destination", folder], root)) as
    | { filename: string; files: { path: string }[] }[]
    | Record<string, { filename: string; files: { path: string }[] }>;
  const entry = Object.values(packed)[0];
  if (!entry) throw new Error("smoke: npm pack made no package");
  const strangers = entry.files.filter(({ path }) => /^(src|simulators|script|docs)\/|\.test\.|testing\//.test(path));
  expectThat(strangers.length === 0, `the package carries ${strangers.map(({ path }) => path).join(", ")}`);
  run("tar", ["-xzf", join(folder, entry.filename), "-C", folder], folder);
  const unpacked = join(folder, "package");
  symlinkSync(join(root, "node_modules"), join(unpacked, "node_modules"));
  const { version, bin } = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8")) as {
    version: string;
    bin: { rollcall: string };
  };
  const boot = (args: string[]) => run(process.execPath, [join(unpacked, bin.rollcall), ...args], folder);
  const told = boot(["--version"]).trim();
  expectThat(told === version, `rollcall --version prints "${told}", not ${version}`);
  expectThat(boot(["audit", "--help"]).includes("--format"), "rollcall audit --help does not tell of --format");
  expectThat(
    entry.files.some(({ path }) => path === "dist/web/index.html"),
    "the dashboard is not in the package",
  );
  process.stdout.write(`rollcall ${version}: ${entry.files.length} files, boots\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
