import { sql } from "kysely";
import type { AuditEvent } from "../model/event.ts";
import type { Database } from "./database.ts";
import { eventOf } from "./events.ts";

/** The next event of one audit that a webhook has not got. */
export interface DueDelivery {
  audit: string;
  system: string;
  period: string;
  event: AuditEvent;
  /** How often it was tried. */
  attempts: number;
  /** ISO 8601; `null` = it was not tried yet. */
  failingSince: string | null;
}

/** How far each webhook has got in each audit. Events go in their order; one that fails holds up its audit, and no other. */
export interface Deliveries {
  /** Events from now on are for it; of what happened before it was configured it gets nothing. */
  know(webhooks: readonly string[], now: string): Promise<void>;
  /** Of each audit the next event, where its time has come. @param systems `null` = all */
  due(of: { webhook: string; systems: readonly string[] | null; now: string; limit: number }): Promise<DueDelivery[]>;
  /** It has it, or does not want it, or never will. */
  passed(of: { webhook: string; audit: string; n: number }): Promise<void>;
  failed(of: { webhook: string; audit: string; n: number; at: string; nextAt: string }): Promise<void>;
}

export function deliveries(database: Database["sql"], meant: <T>(work: Promise<T>) => Promise<T>): Deliveries {
  return {
    know: (webhooks, now) => meant(know(database, webhooks, now)),
    due: (of) => meant(due(database, of)),
    passed: (of) => meant(passed(database, of)),
    failed: (of) => meant(failed(database, of)),
  };
}

async function know(database: Database["sql"], webhooks: readonly string[], now: string): Promise<void> {
  if (webhooks.length === 0) return;
  await database
    .insertInto("webhooks")
    .values(webhooks.map((id) => ({ id, since: now })))
    .onConflict((on) => on.doNothing())
    .execute();
}

async function due(
  database: Database["sql"],
  { webhook, systems, now, limit }: Parameters<Deliveries["due"]>[0],
): Promise<DueDelivery[]> {
  const { rows } = await sql<{
    audit: string;
    system: string;
    period: string;
    n: number;
    at: string;
    kind: string;
    actor: string;
    payload: unknown;
    attempts: number | null;
    failing_since: string | null;
  }>`
    select audits.id as audit, audits.system, audits.period, next.n, next.at, next.kind, next.actor, next.payload,
      deliveries.attempts, deliveries.failing_since
    from rollcall.webhooks
    cross join rollcall.audits
    left join rollcall.deliveries on deliveries.webhook = webhooks.id and deliveries.audit = audits.id
    cross join lateral (
      select * from rollcall.events
      where events.audit = audits.id and events.n > coalesce(deliveries.n, 0) and events.at >= webhooks.since
      order by events.n limit 1
    ) as next
    where webhooks.id = ${webhook}
      and (${systems === null} or audits.system = any(${[...(systems ?? [])]}::text[]))
      and (deliveries.next_at is null or deliveries.next_at <= ${now}::timestamptz)
    order by next.at, audits.id collate "C"
    limit ${limit}`.execute(database);
  return rows.map(({ audit, system, period, attempts, failing_since, ...event }) => ({
    ...{ audit, system, period, event: eventOf(event) },
    attempts: attempts ?? 0,
    failingSince: failing_since,
  }));
}

async function passed(database: Database["sql"], { webhook, audit, n }: Parameters<Deliveries["passed"]>[0]): Promise<void> {
  const done = { n, attempts: 0, failing_since: null, next_at: null };
  await database
    .insertInto("deliveries")
    .values({ webhook, audit, ...done })
    .onConflict((on) => on.columns(["webhook", "audit"]).doUpdateSet(done))
    .execute();
}

/** What it has got already stays so: of the one that failed only the tries are counted. */
async function failed(
  database: Database["sql"],
  { webhook, audit, n, at, nextAt }: Parameters<Deliveries["failed"]>[0],
): Promise<void> {
  await database
    .insertInto("deliveries")
    .values({ webhook, audit, n: n - 1, attempts: 1, failing_since: at, next_at: nextAt })
    .onConflict((on) =>
      on.columns(["webhook", "audit"]).doUpdateSet({
        attempts: sql<number>`deliveries.attempts + 1`,
        failing_since: sql<string>`coalesce(deliveries.failing_since, excluded.failing_since)`,
        next_at: nextAt,
      }),
    )
    .execute();
}
