import type { z } from "zod";
import type { Clock, Meter, Slots } from "../http/client.ts";
import type { Observed } from "../model/account.ts";
import type { SystemConfig } from "../model/config.ts";
import type { Facts } from "../model/fact.ts";
import type { Finding } from "../model/finding.ts";
import type { Expectation } from "../model/matching.ts";
import type { Person } from "../model/person.ts";
import type { Table } from "../model/report.ts";
import type { Rests } from "../model/rests.ts";
import type { Scene } from "../model/scene.ts";
import type { KeptRows, Row, Source } from "../model/source.ts";

/** What reading one listing needs: where requests are counted, and what stops it. */
export interface Reading {
  meter: Meter;
  signal: AbortSignal;
  /** For a list whose own pages say how many rows there are in all: told at each page. Two answers in one reading: it moved. */
  expect?(rows: number): void;
}

/** One source of a system: how to ask for it, and what must be said when it is refused. */
export interface Listing {
  name: string;
  /** Method, path and query as asked, without host or secret: part of the ledger. */
  query: string;
  /** The right a refused token lacks, in the platform's words: "an admin's token". */
  right: string;
  /** Answers that mean: the platform has no such thing here. Status → reason. */
  absent?: Readonly<Record<number, string>>;
  /**
   * Its rows come in parts that stand for themselves, the answer of one group or project each: where a part is refused or fails,
   * the rows of the others are kept and judged, and the source counts as unread all the same. See `parts.ts`.
   */
  inParts?: true;
  /** Pages of kept rows, each one request; starts from the beginning at every call. */
  pages(reading: Reading): AsyncIterable<Row[]>;
  /**
   * For a recheck: the rows of this listing that are about some subjects, asked for one by one or a few at a time; whatever of them
   * the platform no longer has is left out, and where it cannot tell "gone" from "not for you" it is an error. Left out where only the
   * whole listing tells.
   */
  about?: {
    /** The field that says which subject a row is about; left out = its id. */
    by?: string;
    /** Requests it takes for so many; the whole listing is read where that costs less. */
    requests(subjects: readonly string[]): number;
    /** Every row of these subjects as `pages` gives it, those that are new too. @param subjects values of that field */
    rows(subjects: readonly string[], reading: Reading): AsyncIterable<Row[]>;
  };
  /** The platform's own number of rows, read beside the list; a source of its own in the ledger. */
  count?: { name: string; query: string; read(reading: Reading): Promise<number | null> };
}

/** Who the credentials are, for `doctor`. */
export interface Identity {
  /** "Dana Whitfield <dana@acme.test>, admin". */
  who: string;
  /** Scopes of the token, where the platform tells them. */
  scopes: string[] | null;
}

/** An open connection to one system. */
export interface Connection {
  listings: readonly Listing[];
  whoAmI(signal: AbortSignal): Promise<Identity>;
}

export interface ConnectOptions {
  /** Share of the remaining request budget, 0 < rate ≤ 1. */
  rate: number;
  /** Of all requests of a run together: every client of the connection takes them. */
  slots?: Slots | null;
  clock?: Clock;
  /** What a program that is run for the system sees; left out = nothing. */
  env?: Readonly<Record<string, string | undefined>>;
  /** ISO 8601: the time the audit is of, for listings of what will be; by default the clock's. */
  now?: string;
  /** Told of every retry and wait, for progress. */
  onFailure?(reason: string): void;
}

/**
 * A kind of service Rollcall can audit. Adding one: a folder with this shape, its test, one line in `index.ts`, one page in
 * `docs/platforms`. Everything but `connect` is pure.
 */
export interface Platform {
  id: string;
  /** "Zendesk". */
  name: string;
  /** The platform's own keys of a system in rollcall.yaml, strict. */
  settings: z.ZodType;
  /** What a system of this kind tells, as it is configured, and which sources tell it. */
  facts(system: SystemConfig): Facts;
  /** Accounts whose class takes a seat of another one's type: Zendesk's admins take full ones. */
  seatTypes?: Readonly<Record<string, string>>;
  /** Top-level key of the roster's entries that means something because of this system, where it is not one everybody knows. */
  rosterBlock?(system: SystemConfig): string | null;
  /** Who is asked about every finding here, where that does not depend on the check. */
  asksAlways?: "auditor" | "ops-manager";
  /** The role of everybody whose roster entry names none, where the configuration says so. */
  defaultRole?(system: SystemConfig): string | null;
  connect(system: SystemConfig, options: ConnectOptions): Connection;
  /**
   * Sources as they ended, seen together: what one could not tell alone (roles refused, but nobody has one) is settled here. Of a
   * source it makes unread the rows are dropped where it says `rows: 0`, and judged, each for itself, where it leaves their number.
   */
  settle(sources: Source[], rows: KeptRows, system: SystemConfig): Source[];
  /** Kept rows → accounts and credentials. */
  normalise(rows: KeptRows, system: SystemConfig): Observed;
  /** What the roster says of a person here; `null` = no seat. */
  expectation(person: Person, system: SystemConfig): Expectation | null;
  /** Accounts by the platform's own classes. */
  counts(observed: Observed): Record<string, number>;
  /**
   * For a recheck: what a finding rests on, where that is less than all of the sources its check needs. Asked once for the rows kept
   * last, then of each finding. @returns subjects by source, as `Listing.about` takes them
   */
  restsOn?(rows: KeptRows, system: SystemConfig): (finding: Finding, sources: readonly string[]) => Rests;
  /** Tables of the Notes, in their order. */
  notes(scene: Scene, findings: readonly Finding[]): Table[];
}
