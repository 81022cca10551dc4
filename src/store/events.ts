import { type Selectable, sql, type Transaction } from "kysely";
import type { AuditEvent, EventContent } from "../model/event.ts";
import { nextNumber } from "./numbers.ts";
import type { Tables } from "./tables.ts";
import { storableText } from "./text.ts";

/** What is to be added; `extra`: what it says beside its contract. */
export type NewEvent = EventContent & { at: string; actor: string };

/** Adds them in this order, numbered after those there are. The audit's row must be locked. */
export async function addEvents(within: Transaction<Tables>, audit: string, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const first = await nextNumber(within, "events", audit);
  const [ns, ats, kinds, actors, payloads]: [number[], string[], string[], string[], string[]] = [[], [], [], [], []];
  for (const [index, { at, actor, kind, ...payload }] of events.entries()) {
    ns.push(first + index);
    ats.push(at);
    kinds.push(kind);
    actors.push(storableText(actor));
    payloads.push(JSON.stringify(payload));
  }
  await within
    .insertInto("events")
    .columns(["audit", "n", "at", "kind", "actor", "payload"])
    .expression(
      sql`select ${audit}, * from unnest(${ns}::integer[], ${ats}::timestamptz[], ${kinds}::text[], ${actors}::text[], ${payloads}::json[])`,
    )
    .execute();
}

/** Older rows say less than today's contract, and newer ones may be of kinds nobody here knows. */
export function eventOf({ n, at, kind, actor, payload }: Selectable<Tables["events"]>): AuditEvent {
  return { ...(payload as object), kind, n, at, actor } as AuditEvent;
}
