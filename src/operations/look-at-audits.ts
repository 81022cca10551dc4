import { settleAll } from "../core/settle.ts";
import type { SystemConfig } from "../model/config.ts";
import type { FollowUpState, Standing } from "../model/follow-up.ts";
import type { AuditMemory, StoredAudit } from "../model/memory.ts";
import type { Context } from "./context.ts";
import { stateFrom } from "./desk.ts";

/** One audit as it stands, from what is remembered: nothing is read, nothing is written. */
export interface LookedAt {
  memory: AuditMemory;
  /** `null` where rollcall.yaml has no such system any more. */
  system: SystemConfig | null;
  state: FollowUpState | null;
  /** By key. */
  standings: ReadonlyMap<string, Standing>;
}

/** @param of.audits ids; null = those that are not ended */
export async function lookAtAudits(context: Context, of: { audits: readonly string[] | null }): Promise<LookedAt[]> {
  const store = await context.store();
  const stored = (await store.audits(of.audits === null ? { ended: false } : {})).filter(
    ({ id }) => of.audits?.includes(id) ?? true,
  );
  return (await Promise.all(stored.map((audit) => lookAt(context, audit)))).flatMap((one) => one ?? []);
}

async function lookAt(context: Context, { id }: StoredAudit): Promise<LookedAt | null> {
  const memory = await (await context.store()).memory(id);
  return memory && lookedAt(context, memory);
}

/** Where an audit stands, from everything remembered of it. */
export function lookedAt(context: Context, memory: AuditMemory): LookedAt {
  const system = context.config.systems.find((one) => one.id === memory.audit.system) ?? null;
  const state = system && stateFrom(context, { system, memory });
  return { memory, system, state, standings: state ? settleAll(state, context.now) : new Map() };
}
