import { type Selectable, sql, type Transaction } from "kysely";
import { linkDigest, payloadDigest } from "../core/chain.ts";
import type { AuditEvent, EventContent } from "../model/event.ts";
import type { Tables } from "./tables.ts";
import { sha256, storableText } from "./text.ts";

/** What is to be added; `extra`: what it says beside its contract. */
export type NewEvent = EventContent & { at: string; actor: string };

/** Adds them in this order to the audit's chain, numbered after those there are. The audit's row must be locked. */
export async function addEvents(within: Transaction<Tables>, audit: string, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = chained(audit, events, await lastOf(within, audit));
  await within
    .insertInto("events")
    .columns(["audit", "n", "at", "kind", "actor", "payload", "payload_sha256", "sha256"])
    .expression(
      sql`select ${audit}, * from unnest(${rows.map(({ n }) => n)}::integer[], ${rows.map(({ at }) => at)}::timestamptz[],
        ${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ actor }) => actor)}::text[],
        ${rows.map(({ payload }) => payload)}::json[], ${rows.map(({ payloadSha256 }) => payloadSha256)}::text[],
        ${rows.map((row) => row.sha256)}::text[])`,
    )
    .execute();
}

type End = { n: number; sha256: string | null };

async function lastOf(within: Transaction<Tables>, audit: string): Promise<End> {
  const found = await within
    .selectFrom("events")
    .select(["n", "sha256"])
    .where("audit", "=", audit)
    .orderBy("n", "desc")
    .limit(1)
    .executeTakeFirst();
  return found ?? { n: 0, sha256: null };
}

function chained(audit: string, events: readonly NewEvent[], last: End) {
  let { n, sha256: previous } = last;
  return events.map(({ at: time, actor: by, kind, ...said }) => {
    n += 1;
    // What is no time the database refuses.
    const at = Number.isNaN(Date.parse(time)) ? time : new Date(time).toISOString();
    const actor = storableText(by);
    const payload = JSON.stringify(said);
    const payloadSha256 = payloadDigest({ actor, payload: JSON.parse(payload) }, sha256);
    const digest = linkDigest({ previous, audit, n, at, kind, payloadSha256 }, sha256);
    previous = digest;
    return { n, at, kind, actor, payload, payloadSha256, sha256: digest };
  });
}

/** Older rows say less than today's contract, and newer ones may be of kinds nobody here knows. */
export function eventOf(row: Pick<Selectable<Tables["events"]>, "n" | "at" | "kind" | "actor" | "payload">): AuditEvent {
  const { n, at, kind, actor, payload } = row;
  return { ...(payload as object), kind, n, at, actor } as AuditEvent;
}
