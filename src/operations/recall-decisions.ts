import { type Acceptance, acceptancesIn, carriedFrom, type KnownAudit } from "../core/carry.ts";
import type { SystemConfig } from "../model/config.ts";
import type { AuditState } from "../model/event.ts";
import type { Carried } from "../model/memory.ts";
import { dayIn } from "../model/period.ts";
import type { Store } from "../store/store.ts";
import { type StateContext, stateFrom } from "./desk.ts";

/** What people settled and were asked before, as far as it matters to a reading of an audit. */
export interface Settled {
  /** Finding key → ref, of all earlier readings of this audit, gone findings too. */
  refs: ReadonlyMap<string, string>;
  /** Of this audit; `null` = it is new. */
  state: AuditState | null;
  /** In force, over all audits of the system, by finding key. */
  accepted: ReadonlyMap<string, Acceptance>;
  /** What the audit before hands over, by finding key. */
  before: ReadonlyMap<string, Carried>;
}

export const nothingSettled: Settled = { refs: new Map(), state: null, accepted: new Map(), before: new Map() };

/**
 * Asks the store what was settled for an audit of a system. An acceptance may come from any audit, where those in between could not
 * look; so every audit that has one is asked how things stand in it.
 */
export async function recallSettled(
  context: StateContext,
  { system, auditId, store }: { system: SystemConfig; auditId: string; store: Store },
): Promise<Settled> {
  const today = dayIn(context.now, context.config.timeZone);
  const [previous, listed] = await Promise.all([
    store.auditBefore({ system: system.id, audit: auditId }),
    store.acceptances({ system: system.id, today }),
  ]);
  const ids = [...new Set([auditId, ...(previous === null ? [] : [previous]), ...listed.map(({ audit }) => audit)])];
  const memories = (await Promise.all(ids.map((id) => store.memory(id)))).flatMap((memory) => memory ?? []);
  const audits: KnownAudit[] = memories
    .toSorted((a, b) => Date.parse(b.audit.openedAt) - Date.parse(a.audit.openedAt))
    .map((memory) => ({ memory, state: stateFrom(context, { system, memory }) }));
  const of = (id: string | null) => audits.find(({ memory }) => memory.audit.id === id);
  const before = of(previous);
  return {
    refs: new Map(of(auditId)?.memory.findings.map(({ finding }) => [finding.key, finding.ref])),
    state: of(auditId)?.memory.audit.state ?? null,
    accepted: acceptancesIn(audits, context.now),
    before: before ? carriedFrom(before, context.now) : new Map(),
  };
}
