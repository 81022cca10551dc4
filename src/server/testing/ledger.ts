import { type ChildProcess, fork } from "node:child_process";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export interface Done {
  job: string;
  of: string;
  pid: number;
}

/** What the workers of a test find out and do, in one place they all reach by HTTP: a real server that counts. */
export interface Ledger {
  url: string;
  /** Everything that was begun, in order. */
  begun: Done[];
  ended: Done[];
  systems: string[];
  due: string[];
  open: { id: string; issue: string | null }[];
  /** Holds every answer to `job` until the test lets go. */
  hold(job: string): void;
  letGo(): void;
  /** Processes whose work is held: who was killed is not among them. */
  held(): Set<number>;
  /** Jobs that are answered with an error. */
  broken: Set<string>;
}

/** @param latency ms each piece of work takes */
export async function openLedger({ latency = 0 } = {}): Promise<Ledger> {
  const held = new Set<string>();
  const waiting = new Map<ServerResponse, { pid: number; go(): void }>();
  const ledger: Ledger = {
    ...{ url: "", begun: [], ended: [], systems: [], due: [], open: [], broken: new Set() },
    hold: (job) => void held.add(job),
    letGo() {
      held.clear();
      for (const { go } of waiting.values()) go();
    },
    held: () => new Set([...waiting.values()].map(({ pid }) => pid)),
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString() || "null") as Done;
    if (request.url === "/do") return doIt(body, response);
    const read = new Set(ledger.ended.filter(({ job }) => job === "run-audit").map(({ of }) => of));
    const answers: Record<string, unknown> = {
      "/unread": ledger.systems.filter((system) => !read.has(system)),
      "/due": ledger.due,
      "/open": ledger.open,
    };
    response.end(JSON.stringify(answers[request.url ?? ""]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ledger.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    ledger.letGo();
    server.closeAllConnections();
    server.close();
  });
  return ledger;

  function doIt(done: Done, response: ServerResponse): void {
    ledger.begun.push(done);
    // Whoever was killed meanwhile has done nothing.
    let isGone = false;
    response.once("close", () => {
      isGone = !response.writableEnded;
      waiting.delete(response);
    });
    const end = () => {
      if (isGone) return;
      if (ledger.broken.has(done.job)) return void response.writeHead(500).end();
      ledger.ended.push(done);
      response.end(JSON.stringify("done"));
    };
    if (held.has(done.job)) waiting.set(response, { pid: done.pid, go: end });
    else setTimeout(end, latency);
  }
}

export interface WorkerProcess {
  pid: number;
  /** Its log, parsed. */
  lines: { msg: string; level: string; job?: string; of?: string; outcome?: string }[];
  clock(now: string): void;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<number | null>;
}

/** Starts a worker as a process of its own. It is gone when the test is over. */
export function startWorker(ledger: Ledger, { database, now }: { database: string; now?: string }): WorkerProcess {
  const child: ChildProcess = fork(join(import.meta.dirname, "worker.ts"), [], {
    env: { PATH: process.env.PATH, LEDGER: ledger.url, DATABASE_URL: database, ...(now ? { CLOCK: now } : {}) },
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  const worker: WorkerProcess = {
    pid: child.pid ?? 0,
    lines: [],
    clock: (time) => void child.send({ now: time }),
    kill: (signal) => void child.kill(signal),
    ended: new Promise((resolve) => child.once("exit", (code) => resolve(code))),
  };
  let rest = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) worker.lines.push(line.startsWith("{") ? JSON.parse(line) : { msg: line, level: "raw" });
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await worker.ended;
  });
  return worker;
}
