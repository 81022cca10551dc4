// Prints, as rows of JSON, what it takes `rollcall serve --worker` to audit 40 systems of 15 requests, each answered after 50 ms: by one
// worker, by four, and by four of which three are killed. Whole processes over real sockets, on the embedded database, with the times
// of production. The argument is a folder.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Directories, directoriesRoster, directoriesYaml, openDirectories } from "../src/testing/directories.ts";

const [systems, requests, latency] = [40, 15, 50];
const folder = process.argv[2] ?? "";
const main = join(import.meta.dirname, "../src/testing/serve.ts");

interface Fleet {
  directories: Directories;
  workers: ChildProcess[];
  /** Systems audited, and those audited twice. */
  done: string[];
  finished: Promise<void>;
  stop(): Promise<void>;
}

async function fleet(many: number): Promise<Fleet> {
  const directories = await openDirectories({ pages: requests, latency });
  // Root's database is another user's process: it must reach the folder.
  const project = mkdtempSync(join(folder, "workers-"));
  const home = join(project, "audits");
  mkdirSync(home, { mode: 0o755 });
  writeFileSync(join(home, "directories-roster.yaml"), directoriesRoster);
  writeFileSync(join(home, "rollcall.yaml"), directoriesYaml(directories.url, { many: systems, tracker: "{ files: issues }" }));
  const done: string[] = [];
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const workers = Array.from({ length: many }, () =>
    started(home, (system) => {
      done.push(system);
      if (new Set(done).size === systems) finish();
    }),
  );
  return { directories, workers, done, finished, stop: () => stop(workers, directories) };
}

function started(home: string, onDone: (system: string) => void): ChildProcess {
  const child = spawn(process.execPath, [main, "serve", "--worker", "--port", "0"], {
    cwd: home,
    env: {
      PATH: process.env.PATH,
      DIRECTORY_TOKEN: "example-token",
      ROLLCALL_TEST_NOW: "2026-08-03T09:00:00.000Z",
      ROLLCALL_TEST_TIMING: "usual",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (child.stderr) {
    createInterface(child.stderr).on("line", (line) => {
      const { job, of = "", outcome, msg } = line.startsWith("{") ? JSON.parse(line) : { msg: line };
      if (job === "run-audit" && outcome === "done") onDone(of);
      else if (job === "run-audit" || job === undefined) process.stderr.write(`  ${msg}\n`);
    });
  }
  return child;
}

async function stop(workers: readonly ChildProcess[], directories: Directories): Promise<void> {
  const alive = workers.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  await Promise.all(alive.map((child) => new Promise((resolve) => child.once("exit", resolve).kill("SIGTERM"))));
  directories.close();
}

function most(directories: Directories): number {
  return Math.max(...directories.requests.values());
}

async function timed(many: number): Promise<{ seconds: number; most: number; done: number }> {
  const started = performance.now();
  const one = await fleet(many);
  await one.finished;
  const seconds = (performance.now() - started) / 1000;
  await one.stop();
  return { seconds, most: most(one.directories), done: one.done.length };
}

/** Seconds from the kill until all are finished. */
async function robbed(): Promise<{ seconds: number; finished: number }> {
  const one = await fleet(4);
  while ([...one.directories.requests.values()].filter((count) => count > 0).length < 10)
    await new Promise((resolve) => setTimeout(resolve, 5));
  const killed = performance.now();
  for (const worker of one.workers.slice(1)) worker.kill("SIGKILL");
  await one.finished;
  const seconds = (performance.now() - killed) / 1000;
  await one.stop();
  return { seconds, finished: new Set(one.done).size };
}

const what = `${systems} systems of ${requests} requests at ${latency} ms`;
const inSeconds = (seconds: number) => `${seconds.toFixed(1)} s`;
const [one, four, survivor] = [await timed(1), await timed(4), await robbed()];
const rows = [
  { what: `${what}: one worker, from its start`, target: "≤ 10 s", measured: inSeconds(one.seconds), held: one.seconds <= 10 },
  {
    what: `${what}: four workers, from their start`,
    target: "each read once: 15 requests, 40 audits",
    measured: `${four.most} requests, ${four.done} audits, ${inSeconds(four.seconds)}`,
    held: four.most === requests && four.done === systems,
  },
  {
    what: `${what}: three of four killed`,
    target: "all 40 finished, within a minute",
    measured: `${survivor.finished} finished, ${inSeconds(survivor.seconds)} after the kill`,
    held: survivor.finished === systems && survivor.seconds <= 60,
  },
];
process.stdout.write(JSON.stringify(rows));
