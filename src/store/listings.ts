import type { ListedKind, ListedSort, Listing, ListingSummary } from "../model/listing.ts";
import type { Database } from "./database.ts";
import { keepListing } from "./keep-listing.ts";
import { Heads } from "./listing-heads.ts";
import { Indexes } from "./listing-index.ts";
import { allListed, oneListed, pageOfListed } from "./listing-pages.ts";

/** Which entries of some audits. Left out = all. */
export interface ListedQuery {
  /** One, or several: then worst first over all of them, and in this order where they are as bad. */
  audits: readonly string[];
  kind: ListedKind;
  /** `Person.id`. */
  person?: string | undefined;
  /** All must be there: `class:full`, `only:nobody`, `severity:high`. */
  facets?: readonly string[] | undefined;
  /** All must be in it, as typed. */
  words?: string | undefined;
}

export interface PageQuery extends ListedQuery {
  /** Left out = worst first, as it always is of several audits and of one person. */
  sort?: ListedSort | undefined;
  /** Those without a value are last either way. */
  order?: "asc" | "desc" | undefined;
  offset?: number | undefined;
  limit: number;
}

export interface ListedPage {
  /** Each as its JSON: an API may pass it on as it is. */
  items: string[];
  /** Over all pages. */
  total: number;
}

/** Of which reading a listing is, and whether it is as it should be. */
export interface ListingHead {
  /** Of the reading. */
  n: number;
  form: number;
  at: string;
  /** The last reading of the audit whose rows are kept; `null` = of none of them. */
  newest: number | null;
}

/** What the last readings show, derived and kept so that it can be paged. @throws RollcallError for every trouble of the database */
export interface Listings {
  /** Takes the place of the audit's listing, unless that is of a later reading. Whole or not at all. @param n of the reading */
  keep(audit: string, listing: Listing & { n: number }, signal: AbortSignal): Promise<void>;
  /** `null` where none is kept and none can be made: there are no rows. */
  head(audit: string): Promise<ListingHead | null>;
  /** `null` where none is kept. */
  summary(audit: string): Promise<ListingSummary | null>;
  /** Audits that have none are left out. */
  summaries(audits: readonly string[]): Promise<Map<string, ListingSummary>>;
  page(query: PageQuery): Promise<ListedPage>;
  /** By account, person or credential id. JSON; `null` = there is none. */
  one(of: { audit: string; kind: ListedKind; id: string }): Promise<string | null>;
  /** Every entry, a few hundred at a time, for CSV. JSON. @throws stale error where the list is replaced meanwhile */
  all(query: ListedQuery): AsyncGenerator<string>;
}

export function listings(database: Database, meant: <T>(work: Promise<T>) => Promise<T>): Listings {
  const known = { heads: new Heads(database.sql), indexes: new Indexes(database.sql) };
  return {
    keep: (audit, listing, signal) => meant(keepListing(database, { ...listing, audit, signal })),
    head: (audit) => meant(headOf(database.sql, audit)),
    summary: async (audit) => (await meant(summaries(database.sql, [audit]))).get(audit) ?? null,
    summaries: (audits) => meant(summaries(database.sql, audits)),
    page: (query) => meant(pageOfListed(database.sql, { known, query })),
    one: (of) => meant(oneListed(database.sql, of)),
    all: (query) => allListed(database.sql, { known, query, meant }),
  };
}

async function headOf(sql: Database["sql"], audit: string): Promise<ListingHead | null> {
  const kept = await sql.selectFrom("listings").select(["n", "form", "at"]).where("audit", "=", audit).executeTakeFirst();
  const rows = await sql
    .selectFrom("snapshots")
    .select((of) => of.fn.max("n").as("newest"))
    .where("audit", "=", audit)
    .where("thinned", "=", false)
    .executeTakeFirst();
  const newest = rows?.newest ?? null;
  if (kept) return { ...kept, newest };
  return newest === null ? null : { n: 0, form: 0, at: "", newest };
}

async function summaries(sql: Database["sql"], audits: readonly string[]): Promise<Map<string, ListingSummary>> {
  if (audits.length === 0) return new Map();
  const rows = await sql.selectFrom("listings").select(["audit", "summary"]).where("audit", "in", audits).execute();
  return new Map(rows.map(({ audit, summary }) => [audit, summary as ListingSummary]));
}
