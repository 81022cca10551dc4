import { type RawBuilder, sql } from "kysely";
import { cursorOf } from "./cursor.ts";
import type { Database } from "./database.ts";
import { storableText } from "./text.ts";
import { exactTime, timePlace } from "./time-place.ts";

export interface ActivityQuery {
  /** `null` = all. */
  audits: readonly string[] | null;
  /** Whether what is of no audit is among it. */
  journal: boolean;
  kind?: string | undefined;
  /** Part of it, whatever its case. */
  actor?: string | undefined;
  /** `next` of the page before. */
  before?: string | undefined;
  limit: number;
}

/** An event of an audit, or an entry of the journal. */
export interface Activity {
  /** `zendesk-global/FY27-Q4#12`, or of the journal. */
  id: string;
  at: string;
  audit: string | null;
  /** Of the event. */
  n: number | null;
  kind: string;
  actor: string;
  payload: Readonly<Record<string, unknown>>;
}

export interface ActivityPage {
  items: Activity[];
  next: string | null;
  total: number;
}

/** Everything that happened, newest first. @throws RollcallError */
export interface ActivityLog {
  page(query: ActivityQuery): Promise<ActivityPage>;
}

export function activity(database: Database["sql"], meant: <T>(work: Promise<T>) => Promise<T>): ActivityLog {
  return { page: (query) => meant(page(database, query)) };
}

interface Found extends Omit<Activity, "n"> {
  n: number;
  exact: string;
  key: string;
}

async function page(database: Database["sql"], query: ActivityQuery): Promise<ActivityPage> {
  const { limit } = query;
  const branches = [eventsOf(query), ...(query.journal ? [journalOf(query)] : [])];
  const { rows } = await sql<Found>`
    select * from (${sql.join(
      branches.map((branch) => branch.rows),
      sql` union all `,
    )}) found
    order by at desc, key collate "C" desc, n desc limit ${limit + 1}`.execute(database);
  const counted = await sql<{ total: number }>`
    select (${sql.join(
      branches.map((branch) => branch.count),
      sql` + `,
    )}) as total`.execute(database);
  const last = rows.at(limit - 1);
  return {
    items: rows
      .slice(0, limit)
      .map(({ exact: _, key: __, ...found }) => ({ ...found, n: found.audit === null ? null : found.n })),
    next: rows.length > limit && last ? cursorOf([last.exact, last.key, last.n]) : null,
    total: counted.rows[0]?.total ?? 0,
  };
}

interface Branch {
  rows: RawBuilder<unknown>;
  count: RawBuilder<unknown>;
}

function eventsOf(query: ActivityQuery): Branch {
  const { audits, limit } = query;
  const among = sql`${audits === null ? sql`true` : sql`audit = any(${[...audits]}::text[])`} and ${said(query)}`;
  const rows = sql`(
    select audit || '#' || n as id, at, audit, n, kind, actor, payload, ${exactTime(sql`at`)} as exact, audit as key
    from rollcall.events where ${among} and ${older(query, sql`audit`, sql`n`)}
    order by at desc, audit collate "C" desc, n desc limit ${limit + 1})`;
  return { rows, count: sql`(select count(*)::int from rollcall.events where ${among})` };
}

function journalOf(query: ActivityQuery): Branch {
  const rows = sql`(
    select id, at, null as audit, 0 as n, kind, actor, payload, ${exactTime(sql`at`)} as exact, id as key
    from rollcall.journal where ${said(query)} and ${older(query, sql`id`, sql`0`)}
    order by at desc, id collate "C" desc limit ${query.limit + 1})`;
  return { rows, count: sql`(select count(*)::int from rollcall.journal where ${said(query)})` };
}

function said({ kind, actor }: ActivityQuery): RawBuilder<unknown> {
  const kinds = kind === undefined ? sql`true` : sql`kind = ${storableText(kind)}`;
  return actor === undefined ? kinds : sql`${kinds} and strpos(lower(actor), lower(${storableText(actor)})) > 0`;
}

function older({ before }: ActivityQuery, key: RawBuilder<unknown>, n: RawBuilder<unknown>): RawBuilder<unknown> {
  if (before === undefined) return sql`true`;
  const place = timePlace(before);
  return sql`(at, ${key} collate "C", ${n}) < (${place.time}::timestamptz, ${place.id}::text, ${place.n}::int)`;
}
