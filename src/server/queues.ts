import { createHash } from "node:crypto";
import type { PgBoss, Queue } from "pg-boss";
import type { Timing } from "./timing.ts";

/** pg-boss's own tables. Not its usual name: another program may keep jobs in the same database. */
export const jobSchema = "rollcall_jobs";

export const queueNames = ["tick", "run-audit", "poll", "recheck", "deliver", "thin"] as const;
export type QueueName = (typeof queueNames)[number];

/** What a job is about: a system, an audit, or nothing further. Never a time. */
export interface JobData {
  of?: string;
}

/** How many jobs of a queue one worker does at once. */
export const atOnce: Record<QueueName, number> = { tick: 1, "run-audit": 8, poll: 4, recheck: 2, deliver: 2, thin: 1 };

const [minute, hour] = [60, 3600];

/**
 * `exclusive`: one job a system or audit, waiting or at work, however many workers ask for it. A job whose worker died counts as one
 * try. Tries end, because what is still due is asked for anew by the next look.
 */
function settingsOf(name: QueueName, timing: Timing): Omit<Queue, "name"> {
  const common = { policy: "exclusive", heartbeatSeconds: timing.heartbeat };
  if (name === "tick") return { ...common, retryLimit: 0, expireInSeconds: 5 * minute };
  // A few seconds at first, hours in all: a killed worker's job waits no longer, a platform that is away is not pressed.
  const retry = { retryLimit: 14, retryDelay: 2, retryBackoff: true, retryDelayMax: hour };
  return { ...common, ...retry, expireInSeconds: name === "run-audit" || name === "recheck" ? 12 * hour : hour };
}

/** Makes the queues, or brings them up to date. */
export async function makeQueues(boss: PgBoss, timing: Timing): Promise<void> {
  for (const name of queueNames) {
    const { policy, ...rest } = settingsOf(name, timing);
    await boss.createQueue(name, { policy: policy ?? "exclusive", ...rest });
    await boss.updateQueue(name, rest);
  }
}

/** Asks for a job. `at`: the time it was due, where several workers find that out for themselves: the first one's counts. @returns whether it is a new one */
export async function ask(boss: PgBoss, name: QueueName, { of, at }: JobData & { at?: string } = {}): Promise<boolean> {
  const id = at === undefined ? {} : { id: idOf([name, of ?? "", at]) };
  const data: JobData = of === undefined ? {} : { of };
  return (await boss.send(name, data, { singletonKey: of ?? "", ...id })) !== null;
}

/** The same text gives the same UUID (RFC 9562, version 8). */
function idOf(parts: readonly string[]): string {
  const hex = createHash("sha256").update(parts.join("\n")).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
