import type { Config } from "../model/config.ts";
import { laterError, type RollcallError } from "../model/errors.ts";
import { endedStates } from "../model/event.ts";
import type { StoredAudit } from "../model/memory.ts";
import { addDays, dayIn, periodOf } from "../model/period.ts";
import type { Context } from "../operations/context.ts";
import { type RunResult, runAudits } from "../operations/run-audits.ts";
import type { Work } from "./work.ts";

/** The memory, as operations know it. */
export type Store = Awaited<ReturnType<Context["store"]>>;

export interface ContextWorkOptions {
  /** As read when the worker started: which systems there are, and the fiscal calendar. */
  config: Pick<Config, "systems" | "timeZone" | "fiscalYearStarts" | "keepSnapshots" | "webhooks">;
  /** The memory, held open over jobs. */
  store(): Promise<Store>;
  /** What one job works with, read for it. */
  using<T>(signal: AbortSignal, act: (context: Context) => Promise<T>): Promise<T>;
}

/** How a job ends that found nothing: it is no news. */
export const nothingToDo = "nothing to do";

/** The work of a worker, done by the operations. */
export function contextWork({ config, store, using }: ContextWorkOptions): Work {
  const readAt = new Map<string, string>();
  return {
    unread,
    dueAudits: async (now) =>
      (await openOnes()).filter(({ dueAt }) => dueAt !== null && Date.parse(dueAt) <= Date.parse(now)).map(({ id }) => id),
    openAudits: async () => (await openOnes()).map(({ id, issue }) => ({ id, issue: issue?.url ?? null })),
    unrechecked,
    runAudit: (system, signal, by) => using(signal, (context) => runAudit(asked(context, by), system)),
    followUp: (audit, signal) => using(signal, (context) => followUp(context, audit)),
    recheck: (audit, signal, by) => using(signal, (context) => recheck(asked(context, by), audit)),
    webhooks: () => config.webhooks.map(({ id }) => id),
    deliver: (webhook, signal) => using(signal, (context) => deliver(context, webhook)),
    thin: (signal) => using(signal, thin),
  };

  /** Of systems that are still configured: nobody can read the others. */
  async function openOnes(): Promise<StoredAudit[]> {
    const open = await (await store()).audits({ ended: false });
    const known = new Set(config.systems.map(({ id }) => id));
    return open.filter(({ system }) => known.has(system));
  }

  async function unread({ since, now }: { since: string; now: string }): Promise<string[]> {
    const period = periodOf(dayIn(now, config.timeZone), config.fiscalYearStarts);
    if (dayIn(since, config.timeZone) < period.start) return [];
    const memory = await store();
    const all = Map.groupBy(await memory.audits({}), ({ system }) => system);
    const due: string[] = [];
    for (const { id } of config.systems) {
      const audits = all.get(id) ?? [];
      // A clock that went back must open no audit of a period that is over.
      if (audits.some(({ openedAt }) => Date.parse(openedAt) > Date.parse(now))) continue;
      const audit = audits.find((one) => one.period === period.id);
      if (!audit || (!endedStates.includes(audit.state) && !(await wasRead(memory, { audit, since })))) due.push(id);
    }
    return due;
  }

  async function unrechecked({ since }: { since: string }): Promise<string[]> {
    const [memory, open] = [await store(), await openOnes()];
    const read = await Promise.all(open.map((audit) => wasRead(memory, { audit, since })));
    return open.filter((_, index) => !read[index]).map(({ id }) => id);
  }

  async function wasRead(memory: Store, { audit, since }: { audit: StoredAudit; since: string }): Promise<boolean> {
    const known = readAt.get(audit.id) ?? audit.openedAt;
    if (Date.parse(known) >= Date.parse(since)) return true;
    const last = (await memory.memory(audit.id))?.last.whole?.takenAt;
    if (last) readAt.set(audit.id, last);
    return last !== undefined && Date.parse(last) >= Date.parse(since);
  }
}

/** What somebody asked for is done in their name. */
function asked(context: Context, by: string | undefined): Context {
  return by === undefined ? context : { ...context, actor: by };
}

async function runAudit(context: Context, id: string): Promise<string> {
  const system = context.config.systems.find((one) => one.id === id);
  if (!system) return "not in rollcall.yaml any more";
  const result = await runAudits(context, [system], { publish: "yes", reopen: false });
  const trouble = troubleOf(result);
  if (trouble) throw trouble;
  const [audit] = result.view.report.audits;
  if (!audit) throw new Error(`no audit of ${id}`);
  if (audit.status === "failed") throw laterError(`nothing of ${id} could be read: ${reasonsOf(audit.sources)}`);
  const count = audit.findings.filter(({ exempt }) => !exempt).length;
  return [`${audit.status}, ${count} findings`, ...result.warnings].join("; ");
}

/** What of a run is still owed. */
function troubleOf({ faults, errors, unremembered }: RunResult): RollcallError | null {
  return [...faults, ...unremembered, ...errors].map(({ error }) => error)[0] ?? null;
}

function reasonsOf(sources: readonly { name: string; reason: string | null }[]): string {
  return sources.flatMap(({ name, reason }) => (reason ? [`${name}: ${reason}`] : [])).join("; ");
}

async function followUp(context: Context, audit: string): Promise<string> {
  const { followAudits } = await import("../operations/follow-audits.ts");
  const [followed] = await followAudits(context, { audits: [audit] });
  if (!followed) return "not remembered any more";
  // What could not be made is owed: it is tried again, a little later each time.
  const [error] = followed.errors;
  if (error) throw error;
  const { state, made, taken, refused, next } = followed;
  const counts = [`${made.length} messages`, `${taken.length} answers`, `${refused.length} refused`];
  return [state, ...counts, next ? `next ${next}` : "nothing comes by itself"].join(", ");
}

async function recheck(context: Context, audit: string): Promise<string> {
  const { recheckAudits } = await import("../operations/recheck-audits.ts");
  const [rechecked] = await recheckAudits(context, { audits: [audit] });
  const [error] = rechecked?.errors ?? [];
  if (error) throw error;
  if (!rechecked) return "nothing is open";
  const { fixed, back, open, unlooked } = rechecked;
  return `${fixed.length} fixed, ${back.length} came back, ${open.length} open, ${unlooked.length} could not be looked at`;
}

async function deliver(context: Context, id: string): Promise<string> {
  const { deliverHook } = await import("../operations/deliver-hooks.ts");
  const hook = context.config.webhooks.find((one) => one.id === id);
  if (!hook) return "not in rollcall.yaml any more";
  const { sent, failed } = await deliverHook(context, hook);
  return sent + failed === 0 ? nothingToDo : `${hook.url.host}: ${sent} sent, ${failed} to be tried again`;
}

/** Forgets the rows of readings older than the configuration keeps. */
async function thin(context: Context): Promise<string> {
  const before = addDays(dayIn(context.now, context.config.timeZone), -context.config.keepSnapshots);
  const thinned = await (await context.store()).thin(`${before}T00:00:00.000Z`);
  return `${thinned} readings thinned`;
}
