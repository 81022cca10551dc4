// The targets of the main job, each measured as a user would meet it: start of the command to its exit, its own memory, the
// requests the simulators counted. `script/bench NAME…` runs only some.
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { floors, others } from "./bench-floors.ts";
import { type Row, row } from "./bench-row.ts";
import { type Simulators, startSimulators } from "./simulators.ts";

interface Run {
  seconds: number;
  peakMiB: number;
  report: { audits: { system: string; sources: { name: string; status: string; rows: number; requests: number }[] }[] };
}

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "rollcall-bench-"));
const rows: Row[] = [];

function hold(row: Row): void {
  rows.push(row);
  process.stderr.write(`${row.held ? "✓" : "✗"} ${row.what}: ${row.measured} (target ${row.target})\n`);
}

/** One audit, nothing published. @throws where the audit is not complete: a fast failure measures nothing */
async function audit(company: Simulators, systems: readonly string[] = ["zendesk-global"]): Promise<Run> {
  const memory = join(folder, "memory");
  const output = join(folder, "report.json");
  const args = ["audit", ...systems, "--no-publish", "--format", "json", "--config", company.config, "--output", output];
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", join(root, "script/peak-memory.ts"), join(root, "src/rollcall.ts"), ...args],
    {
      env: { ...process.env, ...company.env, ROLLCALL_PEAK_MEMORY: memory },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const code = await new Promise((resolve) => child.on("close", resolve));
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`the audit ended with ${String(code)}`);
  return {
    seconds,
    peakMiB: Number(readFileSync(memory, "utf8")),
    report: JSON.parse(readFileSync(output, "utf8")) as Run["report"],
  };
}

async function withCompany<T>(args: string[], use: (company: Simulators) => Promise<T>): Promise<T> {
  const company = await startSimulators(["--folder", mkdtempSync(join(folder, "company-")), ...args]);
  try {
    return await use(company);
  } finally {
    company.stop();
  }
}

function sum(run: Run, of: "requests" | "rows"): number {
  return run.report.audits.flatMap(({ sources }) => sources).reduce((total, source) => total + source[of], 0);
}

function requestsOf(sources: readonly { requests: number }[]): number {
  return sources.reduce((total, { requests }) => total + requests, 0);
}

const reference = ["--agents", "300", "--groups", "40", "--memberships", "480", "--roles", "10", "--latency", "50"];

async function fewRequests(): Promise<void> {
  for (const customers of [0, 10_000]) {
    await withCompany([...reference, "--customers", String(customers), "--limit", "100000"], async (company) => {
      await audit(company);
      const run = await audit(company);
      const what = `300 agents, 480 memberships${customers ? `, ${customers} customers besides` : ""}, 50 ms a request`;
      const requests = sum(run, "requests");
      hold({ what: `${what}: requests`, target: "≤ 15", measured: String(requests), held: requests <= 15 });
      hold(row(`${what}: wall`, { measured: run.seconds, most: 1, unit: "s" }));
    });
  }
}

/** The reference data set on every platform: requests beside each platform's formula, and the wall of one run over the first of them. */
async function everyPlatform(): Promise<void> {
  await withCompany([...reference, "--limit", "100000"], async (company) => {
    const systems = floors.map(({ system }) => system);
    await audit(company, systems);
    const run = await audit(company, systems);
    const counted = holdFloors(run, floors);
    const what = `${systems.length} platforms in one run, 50 ms a request`;
    hold({ what: `${what}: requests`, target: "≤ 96", measured: String(counted), held: counted <= 96 });
    hold(row(`${what}: wall`, { measured: run.seconds, most: 1.5, unit: "s" }));
    const other = others.map(({ system }) => system);
    holdFloors(await audit(company, other), others);
  });
}

/** @returns the requests of all of them together */
function holdFloors(run: Run, of: typeof floors): number {
  const counted = new Map(run.report.audits.map(({ system, sources }) => [system, requestsOf(sources)]));
  for (const { system, formula, most } of of) {
    const requests = counted.get(system) ?? Number.POSITIVE_INFINITY;
    hold({ what: `${system}: requests (${formula})`, target: `≤ ${most}`, measured: String(requests), held: requests <= most });
  }
  return [...counted.values()].reduce((total, requests) => total + requests, 0);
}

async function largeAccount(): Promise<void> {
  const args = ["--agents", "100000", "--memberships", "1000000", "--latency", "0", "--limit", "100000000"];
  await withCompany(args, async (company) => {
    const run = await audit(company);
    const read = sum(run, "rows");
    const speed = read / run.seconds;
    hold(row("100,000 agents, 1,000,000 memberships: peak memory", { measured: run.peakMiB, most: 512, unit: "MiB" }));
    hold({
      what: "100,000 agents, 1,000,000 memberships: socket to findings",
      target: "≥ 20,000 rows/s",
      measured: `${Math.round(speed).toLocaleString("en")} rows/s (${read.toLocaleString("en")} rows in ${run.seconds.toFixed(1)} s)`,
      held: speed >= 20_000,
    });
  });
}

async function allOfTheLimit(): Promise<void> {
  const limit = 700;
  const args = ["--agents", "300", "--memberships", "200000", "--latency", "50", "--limit", String(limit), "--rate", "1"];
  await withCompany(args, async (company) => {
    const run = await audit(company);
    const requests = sum(run, "requests");
    const throttled = await refusedForHaste(company);
    // The memberships come one page after the other: full minutes for all but the last window, then a page at a time.
    const least = Math.floor((requests - 1) / limit) * 60 + (requests % limit) * 0.05;
    hold({
      what: `rate 1, ${limit} requests a minute: 429 answers`,
      target: "0",
      measured: String(throttled),
      held: throttled === 0,
    });
    hold({
      what: `rate 1, ${limit} requests a minute: ${requests} requests`,
      target: `≤ ${(least * 1.05).toFixed(0)} s (the limit allows ${least.toFixed(0)} s)`,
      measured: `${run.seconds.toFixed(1)} s`,
      held: run.seconds <= least * 1.05,
    });
  });
}

async function refusedForHaste(company: Simulators): Promise<number> {
  const books = (await (await fetch(new URL("/books", company.control))).json()) as { requests: { status: number }[] };
  return books.requests.filter(({ status }) => status === 429).length;
}

/** The checks alone, over a scene made in memory: the one figure here that is no whole process. */
async function checksAlone(): Promise<void> {
  const seconds = (await printedBy("bench-checks.ts")) as number;
  hold(row("all checks over 100,000 accounts", { measured: seconds, most: 2, unit: "s" }));
}

/** The embedded database alone: a snapshot kept, and the one before fetched and compared. */
async function storing(): Promise<void> {
  const [memory, project] = [join(folder, "memory"), mkdtempSync(join(folder, "project-"))];
  chmodSync(project, 0o755);
  const flags = ["--heap-growing-percent=30", "--max-semi-space-size=8", "--import", join(root, "script/peak-memory.ts")];
  const printed = await printedBy("bench-store.ts", { given: project, flags, env: { ROLLCALL_PEAK_MEMORY: memory } });
  const { store, compare, tick } = printed as Record<"store" | "compare" | "tick", number>;
  const peakMiB = Number(readFileSync(memory, "utf8"));
  const what = "100,000 accounts, 300,000 grants";
  hold(row(`${what}: stored`, { measured: store, most: 5, unit: "s" }));
  hold(row(`${what}: fetched and compared`, { measured: compare, most: 2, unit: "s" }));
  hold(row(`${what}: peak memory`, { measured: peakMiB, most: 512, unit: "MiB" }));
  const open = "10,000 open findings, 20,000 events: everything read, 40 acts written";
  hold(row(open, { measured: tick, most: 0.3, unit: "s" }));
}

/** A measurement that prints rows itself. */
async function rowsOf(script: string): Promise<void> {
  for (const one of (await printedBy(script)) as Row[]) hold(one);
}

/** The JSON that a measurement in a process of its own prints. @param of `given`: its argument, else the folder */
async function printedBy(script: string, { given = folder, flags = [] as string[], env = {} } = {}): Promise<unknown> {
  // Root's database is another user's process: so it stays in there.
  chmodSync(folder, 0o755);
  const child = spawn(process.execPath, [...flags, join(root, "script", script), given], {
    env: { ...process.env, DATABASE_URL: "", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  await new Promise((resolve) => child.on("close", resolve));
  return JSON.parse(printed);
}

const benches: Record<string, () => Promise<void>> = {
  requests: fewRequests,
  platforms: everyPlatform,
  large: largeAccount,
  checks: checksAlone,
  store: storing,
  // Ten thousand findings, carried on by the command.
  "follow-up": () => rowsOf("bench-follow-up.ts"),
  // Forty systems, shared by workers on one embedded database.
  workers: () => rowsOf("bench-workers.ts"),
  // What an external auditor gets of a large system, made and looked at.
  evidence: () => rowsOf("bench-evidence.ts"),
  // The dashboard and its API, looked at by a browser and by many readers.
  dashboard: () => rowsOf("bench-dashboard.ts"),
  limit: allOfTheLimit,
};
const chosen = process.argv.slice(2);

function table(): string {
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => [row.what, row.target, row.measured][column]?.length ?? 0)),
  );
  const line = ({ what, target, measured, held }: Row) =>
    `${what.padEnd(widths[0] ?? 0)}  ${target.padEnd(widths[1] ?? 0)}  ${measured.padEnd(widths[2] ?? 0)}  ${held ? "held" : "MISSED"}`;
  return rows.map(line).join("\n");
}

try {
  const unknown = chosen.find((name) => !(name in benches));
  if (unknown !== undefined) throw new Error(`no benchmark "${unknown}"; there are: ${Object.keys(benches).join(", ")}`);
  const before = loadavg()[0] ?? 0;
  for (const [name, run] of Object.entries(benches)) if (chosen.length === 0 || chosen.includes(name)) await run();
  process.stdout.write(
    `\n${table()}\n\nNode ${process.version}, ${availableParallelism()} cores, load before ${before.toFixed(2)}, after ${(loadavg()[0] ?? 0).toFixed(2)}\n`,
  );
  process.exitCode = rows.every(({ held }) => held) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
