import { type RawBuilder, sql } from "kysely";
import { RollcallError } from "../model/errors.ts";
import { type ListedKind, wordsOf } from "../model/listing.ts";
import type { Database } from "./database.ts";
import type { Counted, Heads } from "./listing-heads.ts";
import type { Indexes } from "./listing-index.ts";
import type { ListedPage, ListedQuery, PageQuery } from "./listings.ts";
import { storableText } from "./text.ts";

/** What one process knows of the lists. */
export interface Known {
  heads: Heads;
  indexes: Indexes;
}

interface Asked<Q> {
  known: Known;
  query: Q;
}

/** A list this long is worth reading before anybody searches it. */
const long = 1_000;

export async function pageOfListed(database: Database["sql"], { known, query }: Asked<PageQuery>): Promise<ListedPage> {
  const lists = await known.heads.of(query.audits);
  const [list] = lists;
  if (!list) return { items: [], total: 0 };
  if (lists.length > 1 || query.person !== undefined) return pageAmong(database, { query, lists });
  const { kind, facets = [], words = "", sort, order = "asc", offset = 0, limit } = query;
  const isPlain = facets.length === 0 && wordsOf(words).length === 0 && sort === undefined && order === "asc";
  if (!isPlain) {
    const found = await known.indexes.search(list, { kind, facets, words, sort, order });
    const positions = [...found.subarray(offset, offset + limit)];
    return { items: await entriesAt(database, { list, kind, positions }), total: found.length };
  }
  if (list.totals[kind] > long) known.indexes.warm(list, kind);
  const { rows } = await sql<{ entry: string }>`
    select entry from rollcall.listed
    where audit = ${list.audit} and kind = ${kind} and position >= ${offset} and position < ${offset + limit}
    order by position`.execute(database);
  return { items: rows.map(({ entry }) => entry), total: list.totals[kind] };
}

/** In the order of the positions. */
async function entriesAt(
  database: Database["sql"],
  { list, kind, positions }: { list: Counted; kind: ListedKind; positions: number[] },
): Promise<string[]> {
  if (positions.length === 0) return [];
  const { rows } = await sql<{ position: number; entry: string }>`
    select position, entry from rollcall.listed
    where audit = ${list.audit} and kind = ${kind} and position = any(${positions}::integer[])`.execute(database);
  const entries = new Map(rows.map(({ position, entry }) => [position, entry]));
  return positions.flatMap((position) => entries.get(position) ?? []);
}

/** Of somebody, or over several audits: few enough to be looked through. */
async function pageAmong(
  database: Database["sql"],
  { query, lists }: { query: PageQuery; lists: readonly Counted[] },
): Promise<ListedPage> {
  const { offset = 0, limit } = query;
  const order = worstOver(lists.map(({ audit }) => audit));
  const found = await sql<{ entry: string; total: number }>`
    select entry, (count(*) over ())::int as total from rollcall.listed
    where ${which(query, lists)} order by ${order} limit ${limit} offset ${offset}`.execute(database);
  const [first] = found.rows;
  const total = first || offset === 0 ? (first?.total ?? 0) : await countAmong(database, { query, lists });
  return { items: found.rows.map(({ entry }) => entry), total };
}

async function countAmong(
  database: Database["sql"],
  { query, lists }: { query: ListedQuery; lists: readonly Counted[] },
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from rollcall.listed where ${which(query, lists)}`.execute(database);
  return rows[0]?.total ?? 0;
}

const severityFacets = ["severity:critical", "severity:high", "severity:medium", "severity:low"];

function worstOver(audits: readonly string[]): RawBuilder<unknown> {
  const whens = severityFacets.map((facet, index) => sql`when ${facet} = any(facets) then ${sql.lit(index)}`);
  return sql`case ${sql.join(whens, sql` `)} else 4 end, array_position(${[...audits]}::text[], audit), position`;
}

function which(query: ListedQuery, counted: readonly Counted[]): RawBuilder<boolean> {
  const { kind, person, facets = [], words = "" } = query;
  const parts: RawBuilder<unknown>[] = [auditIn(counted), sql`kind = ${kind}`];
  if (person !== undefined) parts.push(sql`person = ${storableText(person)}`);
  if (facets.length > 0) parts.push(sql`facets @> ${facets.map(storableText)}::text[]`);
  for (const word of wordsOf(words)) parts.push(sql`strpos(words, ${storableText(word)}) > 0`);
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

/** Of one audit its primary key is also the order. */
function auditIn(counted: readonly Counted[]): RawBuilder<unknown> {
  const audits = counted.map(({ audit }) => audit);
  return audits.length === 1 ? sql`audit = ${audits[0]}` : sql`audit = any(${audits}::text[])`;
}

export async function oneListed(
  database: Database["sql"],
  { audit, kind, id }: { audit: string; kind: ListedKind; id: string },
): Promise<string | null> {
  const its = kind === "person" ? sql`person = ${storableText(id)}` : sql`facets @> ${[`id:${storableText(id)}`]}::text[]`;
  const { rows } = await sql<{ entry: string }>`
    select entry from rollcall.listed where audit = ${audit} and kind = ${kind} and ${its} order by position limit 1`.execute(
    database,
  );
  return rows[0]?.entry ?? null;
}

/** Entries of one step. */
const step = 500;

/** Audit by audit, each worst first. */
export async function* allListed(
  database: Database["sql"],
  { known, query, meant }: Asked<ListedQuery> & { meant: <T>(work: Promise<T>) => Promise<T> },
): AsyncGenerator<string> {
  for (const one of await meant(known.heads.of(query.audits)))
    for (let after = -1; ; ) {
      const rows = await meant(stepOf(database, { query, one, after }));
      yield* rows.map(({ entry }) => entry);
      if (rows.length < step) break;
      after = rows.at(-1)?.position ?? after;
    }
}

/** In one statement with the question whether it is still the same listing: what was read of two would be of none. */
async function stepOf(
  database: Database["sql"],
  { query, one, after }: { query: ListedQuery; one: Counted; after: number },
): Promise<{ entry: string; position: number }[]> {
  const { rows } = await sql<{ entry: string; position: number | null; version: string }>`
    select entry, position, listings.xmin::text as version
    from rollcall.listings left join (
      select entry, position from rollcall.listed where ${which(query, [one])} and position > ${after} order by position limit ${step}
    ) listed on true
    where listings.audit = ${one.audit} order by position`.execute(database);
  if (rows[0]?.version !== one.version)
    throw new RollcallError("stale", `${one.audit} was read again while its list was taken`, "take the list again");
  return rows.flatMap(({ entry, position }) => (position === null ? [] : [{ entry, position }]));
}
