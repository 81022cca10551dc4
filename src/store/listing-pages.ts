import { type RawBuilder, sql } from "kysely";
import { RollcallError } from "../model/errors.ts";
import { type ListedKind, wordsOf } from "../model/listing.ts";
import type { Database } from "./database.ts";
import type { Counted, Heads } from "./listing-heads.ts";
import type { ListedPage, ListedQuery, PageQuery } from "./listings.ts";
import { storableText } from "./text.ts";

interface Asked<Q> {
  heads: Heads;
  query: Q;
}

export async function pageOfListed(database: Database["sql"], { heads, query }: Asked<PageQuery>): Promise<ListedPage> {
  const counted = await heads.of(query.audits);
  if (counted.length === 0) return { items: [], total: 0 };
  const total = await totalOf(database, { heads, query, counted });
  const { offset = 0, limit } = query;
  if (total <= offset) return { items: [], total };
  const [only] = counted;
  const isSlice = counted.length === 1 && only && isUnfiltered(query);
  const { rows } = await (isSlice ? sliceOf(query, { counted: only, total }) : among(query, counted)).execute(database);
  return { items: rows.slice(0, limit).map(({ entry }) => entry), total };
}

type Entries = RawBuilder<{ entry: string }>;

/** Ranks have no gaps: where nothing is left out, which entries a page has is known before. */
function sliceOf(query: PageQuery, { counted, total }: { counted: Counted; total: number }): Entries {
  const { kind, sort, order = "asc", offset = 0, limit } = query;
  const last = Math.min(offset + limit, total);
  const column = sort === undefined ? sql`position` : sql.ref(sort);
  const valued = sort === undefined ? total : counted.ranked[kind][sort];
  const ranks = Array.from({ length: Math.max(0, last - offset) }, (_, index) => {
    const rank = offset + index;
    return order === "desc" && rank < valued ? valued - 1 - rank : rank;
  });
  return sql`
    select entry from rollcall.listed join unnest(${ranks}::integer[]) with ordinality as wanted (rank, place) on ${column} = rank
    where audit = ${counted.audit} and kind = ${kind} order by place`;
}

function among(query: PageQuery, counted: readonly Counted[]): Entries {
  const { offset = 0, limit } = query;
  const [only] = counted;
  const order = counted.length === 1 && only ? orderIn(query, only) : worstOver(counted.map(({ audit }) => audit));
  return sql`select entry from rollcall.listed where ${which(query, counted)} order by ${order} limit ${limit} offset ${offset}`;
}

function orderIn({ kind, sort, order = "asc" }: PageQuery, { ranked, totals }: Counted): RawBuilder<unknown> {
  const column = sort === undefined ? sql`position` : sql.ref(sort);
  if (order === "asc") return column;
  const valued = sort === undefined ? totals[kind] : ranked[kind][sort];
  return sql`(${column} >= ${valued}::integer), case when ${column} < ${valued}::integer then -${column} else ${column} end`;
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

function isUnfiltered({ person, facets = [], words = "" }: ListedQuery): boolean {
  return person === undefined && facets.length === 0 && wordsOf(words).length === 0;
}

interface ToCount extends Asked<ListedQuery> {
  counted: readonly Counted[];
}

async function totalOf(database: Database["sql"], { heads, query, counted }: ToCount): Promise<number> {
  const { kind, person, facets = [], words = "" } = query;
  if (isUnfiltered(query)) return sum(counted.map(({ totals }) => totals[kind]));
  const [facet] = facets;
  if (person === undefined && wordsOf(words).length === 0 && facets.length === 1 && facet && !facet.startsWith("id:"))
    return sum(counted.map((one) => (Object.hasOwn(one.facets[kind], facet) ? (one.facets[kind][facet] ?? 0) : 0)));
  const key = [counted.map(({ audit, version }) => [audit, version]), kind, person, facets, wordsOf(words)];
  return heads.total(key, async () => {
    const { rows } = await sql<{ total: number }>`
      select count(*)::int as total from rollcall.listed where ${which(query, counted)}`.execute(database);
    return rows[0]?.total ?? 0;
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((so, number) => so + number, 0);
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
  { heads, query, meant }: Asked<ListedQuery> & { meant: <T>(work: Promise<T>) => Promise<T> },
): AsyncGenerator<string> {
  for (const one of await meant(heads.of(query.audits)))
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
