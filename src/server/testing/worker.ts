// A worker of its own process, as a machine of a team would run it. What it knows and does stands on a server of the test (`ledger.ts`).
import { openLog } from "../log.ts";
import type { Timing } from "../timing.ts";
import type { OpenAudit } from "../work.ts";
import { makeWorker } from "../worker.ts";

const { LEDGER = "", DATABASE_URL = "" } = process.env;

/** As short as pg-boss allows. */
const timing: Timing = { beat: 200, again: 200, heartbeat: 10, search: 1, idle: 0.5, grace: 3_000 };

async function at(path: string, { signal, body }: { signal?: AbortSignal; body?: object } = {}): Promise<unknown> {
  const response = await fetch(new URL(path, LEDGER), {
    ...(signal ? { signal } : {}),
    ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} example-secret`);
  return response.json();
}

function done(job: string) {
  return async (of: string, signal: AbortSignal) => String(await at("/do", { signal, body: { job, of, pid: process.pid } }));
}

const controller = new AbortController();
process.once("SIGTERM", () => controller.abort());
const log = openLog({
  write: (line) => void process.stderr.write(line),
  isTerminal: false,
  redact: (text) => text.replaceAll("example-secret", "***"),
});
const { redact } = { redact: (text: string) => text.replaceAll("example-secret", "***") };
const clock = process.env.CLOCK ?? "2026-02-01T09:00:00.000Z";
let now = clock;
const worker = makeWorker({
  work: {
    unread: async ({ since }) => (await at("/unread", { body: { since } })) as string[],
    dueAudits: async (time) => (await at("/due", { body: { now: time } })) as string[],
    openAudits: async () => (await at("/open")) as OpenAudit[],
    unrechecked: async () => ((await at("/open")) as OpenAudit[]).map(({ id }) => id),
    runAudit: done("run-audit"),
    followUp: done("poll"),
    recheck: done("recheck"),
    webhooks: () => [],
    deliver: async () => "",
    thin: (signal) => done("thin")("", signal),
  },
  takesJobs: true,
  schedule: { audit: "0 6 1 2,8 *", followUp: "0 * * * *", recheck: "0 4 * * *" },
  zone: "UTC",
  address: async () => DATABASE_URL,
  clock: () => now,
  timing,
  log,
  redact,
});
process.on("message", (message: { now: string }) => {
  now = message.now;
});
try {
  await worker.run(controller.signal);
} catch (error) {
  process.stderr.write(`${JSON.stringify({ msg: `ended: ${(error as Error).message}` })}\n`);
  process.exitCode = 2;
}
// The channel to the test would keep it alive.
process.disconnect?.();
