// Plays the main job on the simulated platforms: what `script/demo` runs.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { startSimulators } from "./simulators.ts";

const root = join(import.meta.dirname, "..");
const folder = join(process.cwd(), "rollcall-demo");
const exitAtOnce = process.argv.includes("--exit");
const isFast = process.argv.includes("--fast-clock");
const unknown = process.argv.slice(2).find((argument) => argument !== "--exit" && argument !== "--fast-clock");

const usage = `script/demo [--exit | --fast-clock]

Starts the platforms of a simulated company on this machine, audits every system there is and an export made by hand, writes the
reports to ./rollcall-demo and keeps the audit issues and the dashboard open in the browser until Ctrl-C. --exit ends at once with 0.
--fast-clock plays two weeks of it in about a minute, with people who answer, and ends with 0 where every audit is closed.
`;

if (unknown !== undefined) {
  const asked = unknown === "--help" || unknown === "-h";
  (asked ? process.stdout : process.stderr).write(asked ? usage : `script/demo: unknown argument ${unknown}\n\n${usage}`);
  process.exit(asked ? 0 : 2);
}

if (isFast) {
  const { fastClock } = await import("./fast-clock/fast-clock.ts");
  const { columns, isTTY } = process.stdout;
  const colour = isTTY === true && !process.env.NO_COLOR;
  const paper = { write: (text: string) => void process.stdout.write(text), width: columns ?? 110, colour };
  const { DATABASE_URL: databaseUrl } = process.env;
  process.exit(await fastClock({ folder, paper, ...(databaseUrl ? { databaseUrl } : {}) }));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Runs the command line as a user would, its output shown as it comes. */
function rollcall(args: string[], env: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, [join(root, "src/rollcall.ts"), ...args], {
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  return new Promise((resolve, reject) => child.on("error", reject).on("close", (code) => resolve(code ?? 130)));
}

function issueAddresses(): { name: string; url: string }[] {
  const path = join(folder, "report.json");
  if (!existsSync(path)) return [];
  const { audits } = JSON.parse(readFileSync(path, "utf8")) as { audits: { system: string; issue: { url: string } | null }[] };
  return audits.flatMap(({ system, issue }) => (issue ? [{ name: system, url: issue.url }] : []));
}

mkdirSync(folder, { recursive: true });
if (!exitAtOnce && !existsSync(join(folder, "company", ".rollcall"))) {
  say("Three earlier quarters first, for something to compare with: audited, asked about, decided and closed (about a minute).");
  mkdirSync(join(folder, "company"), { recursive: true });
  const { playHistory } = await import("./demo-history.ts");
  await playHistory(join(folder, "company"), say);
  say("");
}
const company = await startSimulators(["--folder", join(folder, "company")]);
// Ctrl-C reaches the whole foreground group: the audit ends itself, and so must the demo.
process.on("SIGINT", () => {
  company.stop();
  process.exit(exitAtOnce ? 130 : 0);
});

say(
  `A support team of ${company.people} people and ${company.audited.length} systems to audit (${company.audited.join(", ")}), simulated on this machine.`,
);
const code = await rollcall(
  ["audit", "--config", company.config, "--output", `${relative(process.cwd(), folder)}/`],
  company.env,
);
if (code !== 0) {
  company.stop();
  process.exit(code);
}

say("\nAudit issues:");
for (const { name, url } of issueAddresses()) say(`  ${name.padEnd(20)} ${url}`);
if (exitAtOnce) {
  company.stop();
} else {
  const { serve } = await import("../src/app.ts");
  await serve({
    ...{ config: company.config, cwd: folder, env: { ...process.env, ...company.env }, worker: false, port: 0 },
    ...{ as: company.roles.auditor, write: () => {}, isTerminal: false, signal: new AbortController().signal },
    onListening(_url, link) {
      say(`\nThe dashboard, signed in as the auditor, once:\n  ${link}`);
      say("\nOpen them in a browser. Ctrl-C ends the demo.");
    },
  });
}
