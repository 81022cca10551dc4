import { setTimeout as sleep } from "node:timers/promises";
import type { ScheduleConfig } from "../model/config.ts";
import { configurationError, RollcallError } from "../model/errors.ts";
import { type Act, isGone, type Jobs, openJobs, whyNever } from "./jobs.ts";
import type { Log } from "./log.ts";
import { openLook } from "./look.ts";
import type { QueueName } from "./queues.ts";
import type { Timing } from "./timing.ts";
import { toldByDatabase } from "./told.ts";
import type { Work } from "./work.ts";

export interface WorkerOptions {
  work: Work;
  /** Takes jobs; else it only asks for them. */
  takesJobs: boolean;
  schedule: ScheduleConfig;
  zone: string;
  /** Address of the database as it is now: an embedded one has another port after each start. @throws where it is away */
  address(): Promise<string>;
  clock(): string;
  timing: Timing;
  log: Log;
  redact(text: string): string;
}

export interface Health {
  /** Since when the database is away, ISO 8601; `null` = it is there. */
  awaySince: string | null;
}

/** A worker at work, or the way for others to ask one for something. */
export interface Worker {
  health(): Health;
  /** Polls these audits soon. */
  poll(audits: readonly string[]): Promise<void>;
  /** Ends when `signal` is aborted, and running jobs have ended or are handed back. @throws what nobody can wait for to change */
  run(signal: AbortSignal): Promise<void>;
}

/** Looks what is due, beat by beat, and does what is asked for, for as long as it is told to. A database that is away is waited for. */
export function makeWorker(options: WorkerOptions): Worker {
  const { work, clock, timing, log } = options;
  let jobs: (Jobs & { at: string }) | null = null;
  let awaySince: string | null = null;
  let saidOfIt = "";
  let early = new AbortController();
  return { health: () => ({ awaySince }), poll, run };

  async function run(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) {
        early = new AbortController();
        const wait = await beat(signal);
        await pause(wait, AbortSignal.any([signal, early.signal]));
      }
    } finally {
      if (jobs) log.info("stopping: running jobs are brought to an end");
      await jobs?.stop(timing.grace);
      log.info("stopped");
    }
  }

  /** @returns milliseconds until the next one */
  async function beat(signal: AbortSignal): Promise<number> {
    try {
      const open = await opened(signal);
      if (options.takesJobs) await open.ask("tick");
      back();
      return timing.beat;
    } catch (error) {
      if (signal.aborted) return 0;
      if (isGone(error)) return await begin(error as Error);
      away(error);
      return timing.again;
    }
  }

  async function opened(signal: AbortSignal): Promise<Jobs> {
    // What was open may still be: only an address that has changed says that it is not.
    if (jobs && awaySince === null) return jobs;
    const at = await options.address();
    if (jobs?.at === at) return jobs;
    await jobs?.stop(0);
    jobs = null;
    const fresh = await openJobs({ ...options, url: at, onTrouble }).catch((error: unknown) => {
      const never = whyNever(error);
      throw never ? configurationError(never.message, never.fix, error) : error;
    });
    jobs = { ...fresh, at };
    signal.throwIfAborted();
    if (options.takesJobs) {
      await jobs.work(acts(jobs));
      log.info("at work");
    }
    return jobs;
  }

  function acts(open: Jobs): Record<QueueName, Act> {
    const look = openLook({ ...options, jobs: open });
    return {
      tick: () => look(clock()),
      "run-audit": (system, signal) => work.runAudit(system, signal),
      poll: work.followUp,
      recheck: (audit, signal) => work.recheck(audit, signal),
      deliver: work.deliver,
      thin: (_, signal) => work.thin(signal),
    };
  }

  /** Somebody took the job tables away: nothing is in them that the next look does not find again. */
  async function begin(error: Error): Promise<number> {
    log.warn(`the tables of the jobs are gone (${toldByDatabase(error)}): they are made again`);
    const wait = jobs ? 0 : timing.again;
    await jobs?.stop(0);
    jobs = null;
    return wait;
  }

  function onTrouble(error: Error): void {
    if (isGone(error)) early.abort();
    else log.debug(`jobs: ${toldByDatabase(error)}`);
  }

  function away(error: unknown): void {
    // Somebody must act, and has never seen it work: the place to say so is the command's end.
    if (!jobs && awaySince === null && error instanceof RollcallError && error.actor !== "later") throw error;
    const why = toldByDatabase(error);
    if (why !== saidOfIt) log.warn(`the database is away, waiting for it: ${why}`);
    saidOfIt = why;
    awaySince ??= clock();
  }

  function back(): void {
    if (awaySince !== null) log.info(`the database is back; it was away since ${awaySince}`);
    awaySince = null;
    saidOfIt = "";
  }

  async function poll(audits: readonly string[]): Promise<void> {
    if (!jobs) throw new Error("the database is not open");
    for (const of of audits) await jobs.ask("poll", { of });
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
