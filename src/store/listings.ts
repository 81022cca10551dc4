import type { ListedKind, ListedSort, Listing, ListingSummary } from "../model/listing.ts";

/** Which entries of some audits. Left out = all. */
export interface ListedQuery {
  /** One, or several: then worst first over all of them, and in this order where they are as bad. */
  audits: readonly string[];
  kind: ListedKind;
  /** `Person.id`. */
  person?: string;
  /** All must be there: `class:full`, `only:nobody`, `severity:high`. */
  facets?: readonly string[];
  /** All must be in it, as typed. */
  words?: string;
}

export interface PageQuery extends ListedQuery {
  /** Left out = worst first. Of several audits always worst first. */
  sort?: ListedSort | undefined;
  /** Those without a value are last either way. */
  order?: "asc" | "desc";
  offset?: number;
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
  keep(audit: string, listing: Listing & { n: number; form: number }, signal: AbortSignal): Promise<void>;
  head(audit: string): Promise<ListingHead | null>;
  /** `null` where none is kept. */
  summary(audit: string): Promise<ListingSummary | null>;
  /** Audits that have none are left out. */
  summaries(audits: readonly string[]): Promise<Map<string, ListingSummary>>;
  page(query: PageQuery): Promise<ListedPage>;
  /** By account, person or credential id. JSON; `null` = there is none. */
  one(of: { audit: string; kind: ListedKind; id: string }): Promise<string | null>;
  /** Every entry, a few hundred at a time, as of one moment: for CSV. JSON. */
  all(query: ListedQuery): AsyncGenerator<string>;
}
