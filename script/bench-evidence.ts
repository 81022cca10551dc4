// Prints rows of measurements of evidence of 100,000 accounts: exporting it, verifying it, deriving its findings again. Each is the
// whole command, start to exit. The argument is a folder the embedded database's user may reach.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { row } from "./bench-row.ts";
import { startSimulators } from "./simulators.ts";

const root = join(import.meta.dirname, "..");
const folder = process.argv[2] ?? "";
const args = ["--agents", "100000", "--memberships", "300000", "--latency", "0", "--limit", "100000000"];
const company = await startSimulators(["--folder", mkdtempSync(join(folder, "company-")), ...args]);

interface Ran {
  seconds: number;
  peakMiB: number;
}

/** @throws where it ends otherwise: a fast failure measures nothing */
async function ran(command: readonly string[], codes: readonly number[] = [0]): Promise<Ran> {
  const memory = join(folder, "memory");
  const program = ["--import", join(root, "script/peak-memory.ts"), join(root, "src/rollcall.ts")];
  const started = performance.now();
  const child = spawn(process.execPath, [...program, ...command], {
    cwd: folder,
    env: { ...process.env, ...company.env, ROLLCALL_PEAK_MEMORY: memory },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (!codes.includes(code ?? -1)) throw new Error(`rollcall ${command[0]} ended with ${String(code)}: ${said.slice(-2000)}`);
  return { seconds: (performance.now() - started) / 1000, peakMiB: Number(readFileSync(memory, "utf8")) };
}

try {
  const config = ["--config", company.config];
  // More findings than an issue holds: what was read is remembered all the same.
  await ran(["audit", "zendesk-global", ...config], [0, 2, 3]);
  const bundle = join(folder, "evidence.zip");
  const exported = await ran(["export", "zendesk-global", "--output", bundle, ...config]);
  const verified = await ran(["verify", bundle]);
  const replayed = await ran(["replay", bundle]);
  const what = `evidence of 100,000 accounts, 300,000 memberships (${Math.round(statSync(bundle).size / (1 << 20))} MiB)`;
  process.stdout.write(
    JSON.stringify([
      row(`${what}: exported`, { measured: exported.seconds, most: 10, unit: "s" }),
      row(`${what}: exported, peak memory`, { measured: exported.peakMiB, most: 512, unit: "MiB" }),
      row(`${what}: verified`, { measured: verified.seconds, most: 5, unit: "s" }),
      row(`${what}: findings derived again`, { measured: replayed.seconds, most: 10, unit: "s" }),
    ]),
  );
} finally {
  company.stop();
}
