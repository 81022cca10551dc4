import type { Account, Changes } from "./api/account.ts";
import type { Credential } from "./api/credential.ts";
import type { PersonOnSystem } from "./api/person.ts";
import type { CheckResult } from "./finding.ts";
import type { AuditStatus, ReportedSource } from "./report.ts";
import type { SystemSeats } from "./seats.ts";

export type ListedKind = "account" | "person" | "credential";

/** What lists are sorted by, beside worst first: of accounts as it says; of credentials name, owner, kind and last use; of people name and e-mail. */
export type ListedSort = "by_name" | "by_email" | "by_role" | "by_sign_in";

/** One person of the roster on one system, whether or not they have anything there. */
export interface ListedPerson {
  id: string;
  name: string | null;
  email: string | null;
  /** Should have an account now. */
  expected: boolean;
  left: boolean;
  skipped: boolean;
  /** `null` = the roster names no seat here. */
  expectation: PersonOnSystem["expectation"];
  invitations: PersonOnSystem["invitations"];
  /** Ids of their accounts. */
  accounts: string[];
  /** The mark before anything is wrong: has access, has none, or nobody could look. */
  base: "o" | "n" | "u";
  /** What the access map shows: the role, the highest level held, or the class; `null` = no access. */
  level: string | null;
}

export interface ListedOf {
  account: Account;
  person: ListedPerson;
  credential: Credential;
}

/** One entry of a list, with what lists are searched, filtered and sorted by. */
export interface ListedEntry<K extends ListedKind = ListedKind> {
  kind: K;
  /** From 0, without gaps within its kind: the default order. */
  position: number;
  /** `Person.id` of whoever of the roster it is about. */
  person: string | null;
  /** In lower case (NFKC). */
  words: string;
  /** `class:full`, `only:nobody`, `severity:high`, `id:4711`… */
  facets: readonly string[];
  /** Each from 0, without gaps within its kind; those without a value last. */
  ranks: Readonly<Record<ListedSort, number>>;
  entry: ListedOf[K];
}

/** What the last reading of an audit shows, but for its lists. */
export interface ListingSummary {
  audit: string;
  system: string;
  name: string;
  platform: string;
  /** Of the reading, ISO 8601: roster, configuration and clock are those of it. */
  at: string;
  /** True where it was made later, from kept rows: then roster and configuration are of when it was made. */
  remade: boolean;
  status: AuditStatus;
  sources: ReportedSource[];
  checks: CheckResult[];
  counts: Record<string, number>;
  /** `null` where the platform has none. */
  seats: SystemSeats | null;
  roster: { source: string; revision: string; people: number };
  /** Compared with the reading the audit was compared with. */
  changes: Changes;
  /** Keys of findings that were there before and are gone. */
  resolved: string[];
  /** Sources the accounts rest on that nobody could look at; the same of credentials. `null` = the platform has none. */
  unread: { accounts: string[] | null; credentials: string[] | null };
  /** Accounts of nobody in the roster; `null` = accounts were not read as a whole. */
  strangers: number | null;
  totals: Record<ListedKind, number>;
  /** Entries by facet, but for `id:…`, which one has. */
  facets: Record<ListedKind, Record<string, number>>;
  /** Entries that have a value to be sorted by. */
  ranked: Record<ListedKind, Record<ListedSort, number>>;
}

export interface Listing {
  summary: ListingSummary;
  /** Kind by kind, each in the order of its positions. */
  entries: Iterable<ListedEntry>;
}

/** As compared when something is searched for. */
export function searchable(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** What somebody searches for, word by word. */
export function wordsOf(typed: string): string[] {
  return [...new Set(searchable(typed).split(/\s+/u))].filter((word) => word !== "");
}

/** Version of the derivation: a listing of another one is made again. */
export const listingForm = 1;
