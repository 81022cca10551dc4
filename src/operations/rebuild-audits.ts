import { auditParts } from "../core/audit-name.ts";
import type { RollcallError } from "../model/errors.ts";
import type { Tracker } from "../tracker/tracker.ts";
import type { Context } from "./context.ts";
import { faultOf } from "./fault.ts";
import { runAudits } from "./run-audits.ts";

export interface Rebuilt {
  /** Ids of audits that are remembered again. */
  audits: string[];
  errors: { audit: string; error: RollcallError }[];
}

/**
 * Takes audits with an open issue that the store has never heard of into it: their platform is read, and their refs come from the
 * Notes. Steps, answers and decisions are read back by the round of the follow-up that comes next.
 */
export async function rebuildAudits(context: Context): Promise<Rebuilt> {
  const known = new Set((await (await context.store()).audits({})).map(({ id }) => id));
  const rebuilt: Rebuilt = { audits: [], errors: [] };
  const open = await openAudits(context, rebuilt);
  const missing = open.filter((id) => !known.has(id));
  await Promise.all(missing.map((audit) => rebuild(context, audit, rebuilt)));
  return rebuilt;
}

async function openAudits(context: Context, { errors }: Rebuilt): Promise<string[]> {
  const trackers = new Set(context.config.systems.flatMap((system) => context.tracker(system) ?? []));
  const found = await Promise.all([...trackers].map((tracker) => auditsOf(tracker, context, errors)));
  return [...new Set(found.flat())].sort();
}

async function auditsOf(tracker: Tracker, { signal }: Context, errors: Rebuilt["errors"]): Promise<string[]> {
  try {
    return (await tracker.audits(signal)).map(({ auditId }) => auditId);
  } catch (error) {
    errors.push({ audit: tracker.name, error: faultOf(error, signal) });
    return [];
  }
}

async function rebuild(context: Context, audit: string, { audits, errors }: Rebuilt): Promise<void> {
  const { system: systemId, period } = auditParts(audit);
  const system = context.config.systems.find(({ id }) => id === systemId);
  // Somebody else's audit, or one of a system that is configured no more: its issue is left alone.
  if (!system) return;
  const run = await runAudits(context, [system], { publish: "remember", reopen: false, period });
  const failures = [...run.faults, ...run.unremembered].map(({ error }) => ({ audit, error }));
  errors.push(...failures);
  if (failures.length === 0) audits.push(audit);
}
