import { type Job, PgBoss } from "pg-boss";
import { nothingToDo } from "./context-work.ts";
import type { Log } from "./log.ts";
import { ask, atOnce, type JobData, jobSchema, makeQueues, type QueueName, queueNames } from "./queues.ts";
import type { Timing } from "./timing.ts";
import { told, toldByDatabase } from "./told.ts";

/** What to do with a job. @returns how it ended, as a sentence; throws where it is to be tried again */
export type Act = (of: string, signal: AbortSignal) => Promise<string>;

export interface JobsOptions {
  /** Address of the database, password and all. */
  url: string;
  timing: Timing;
  log: Log;
  redact(text: string): string;
  /** pg-boss could not do something in the background. */
  onTrouble(error: Error): void;
}

/** The jobs of one database, for as long as it is open. */
export interface Jobs {
  ask(name: QueueName, job?: { of?: string; at?: string }): Promise<boolean>;
  /** From now on takes jobs. */
  work(acts: Record<QueueName, Act>): Promise<void>;
  /** Running jobs have `grace` milliseconds to end; what is left then is handed back. Rejects never. */
  stop(grace: number): Promise<void>;
}

/** Opens the jobs of a database; makes their tables where they are missing. @throws what the driver throws */
export async function openJobs(options: JobsOptions): Promise<Jobs> {
  const { url, timing, log } = options;
  const boss = new PgBoss({
    connectionString: url,
    schema: jobSchema,
    application_name: "rollcall jobs",
    max: 4,
    // When what is due is decided by our own clock.
    schedule: false,
    superviseIntervalSeconds: timing.search,
    monitorIntervalSeconds: timing.search,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  boss.on("error", options.onTrouble);
  boss.on("warning", ({ message }) => log.warn(`jobs: ${message}`));
  const loops = new Map<QueueName, string[]>();
  const running = new Set<Promise<unknown>>();
  const wake = (name: QueueName) => {
    for (const id of loops.get(name) ?? []) boss.notifyWorker(id);
  };
  try {
    await boss.start();
    await makeQueues(boss, timing);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
  return {
    async ask(name, job) {
      const isNew = await ask(boss, name, job);
      if (isNew) wake(name);
      return isNew;
    },
    async work(acts) {
      for (const name of queueNames) {
        for (let n = 0; n < atOnce[name]; n += 1)
          loops.set(name, [...(loops.get(name) ?? []), await startLoop(name, acts[name])]);
      }
    },
    async stop(grace) {
      await boss.stop({ graceful: grace > 0, timeout: Math.max(1000, grace) }).catch(() => {});
      await Promise.allSettled(running);
    },
  };

  async function startLoop(name: QueueName, act: Act): Promise<string> {
    let loop = "";
    const handler = async ([job]: Job<JobData>[]) => {
      if (!job) return;
      const doing = perform(job, { name, act, ...options });
      running.add(doing);
      try {
        await doing;
      } finally {
        running.delete(doing);
        // Where there was one job there may be more.
        boss.notifyWorker(loop);
      }
    };
    loop = await boss.work<JobData>(name, { pollingIntervalSeconds: timing.idle }, handler);
    return loop;
  }
}

type Performing = Pick<JobsOptions, "log" | "redact"> & { name: QueueName; act: Act };

/** Does one job and says in one line how it ended. */
async function perform({ data, signal }: Job<JobData>, { name, act, log, redact }: Performing): Promise<void> {
  const of = data.of ?? "";
  const what = of ? `${name} ${of}` : name;
  const started = performance.now();
  const say = (outcome: string, sentence: string) => {
    const seconds = Math.round(performance.now() - started) / 1000;
    const line = { job: name, ...(of ? { of } : {}), outcome, seconds };
    const level = outcome === "failed" ? "warn" : name === "tick" || sentence === nothingToDo ? "debug" : "info";
    log[level](line, `${what}: ${sentence} (${seconds} s)`);
  };
  try {
    say("done", await act(of, signal));
  } catch (error) {
    const why = told(error);
    if (signal.aborted) say("handed-back", "stopped before it was done, and handed back");
    else say("failed", why);
    // Kept with the job: no cause, and nothing that looks like a secret.
    throw new Error(redact(signal.aborted ? "handed back" : why));
  }
}

/** The job tables are not what they were: somebody took them away. */
export function isGone(error: unknown): boolean {
  const { code } = error as { code?: string };
  return ["42P01", "3F000", "42883", "42704", "23503", "PGBOSS_QUEUE_NOT_FOUND"].includes(code ?? "");
}

/** What `error` means at the start, where somebody is there to act. @returns `null` where waiting may help */
export function whyNever(error: unknown): { message: string; fix: string } | null {
  if ((error as { code?: string }).code !== "42501") return null;
  return {
    message: `the database refuses us the tables of the jobs: ${toldByDatabase(error)}`,
    fix: "grant the user of DATABASE_URL create on that database",
  };
}
