import { CompiledQuery, type Transaction } from "kysely";
import type { Decision } from "../model/answer.ts";
import type { Basis } from "../model/basis.ts";
import type { Finding } from "../model/finding.ts";
import type { AuditMemory, Carried, MemoryChange, StoredAudit } from "../model/memory.ts";
import type { AuditStatus, IssueLink, ReportedSource } from "../model/report.ts";
import type { KeptRows, Source } from "../model/source.ts";
import { acceptances } from "./acceptances.ts";
import { type ActivityLog, activity } from "./activity.ts";
import { change } from "./change.ts";
import type { Database } from "./database.ts";
import { type Deliveries, deliveries } from "./deliveries.ts";
import { type EvidenceStore, evidenceStore } from "./evidence.ts";
import { type Forgotten, forget, type Rewrite } from "./forget.ts";
import { type Journal, journal } from "./journal.ts";
import { type Listings, listings } from "./listings.ts";
import { type Live, live } from "./live.ts";
import { locked } from "./locked.ts";
import { auditBefore, audits, memory, versions } from "./memory.ts";
import { migrate } from "./migrate.ts";
import { remember } from "./remember.ts";
import { type SignInStore, signInStore } from "./sign-in.ts";
import { lastComplete, lastRead } from "./snapshots.ts";
import type { Tables } from "./tables.ts";
import { thin } from "./thin.ts";
import { databaseError } from "./trouble.ts";

/** One reading of a system, as it is to be remembered. */
export interface AuditRecord {
  /** `recheck`: only what was open was read again. Such a reading is never what a later audit is compared with. */
  scope: "whole" | "recheck";
  audit: { id: string; system: string; period: string };
  /** ISO 8601. */
  takenAt: string;
  status: AuditStatus;
  sources: readonly Source[];
  /**
   * Of a recheck: the row ids each source was asked about. Those that are not among its rows are gone from the platform; what was not
   * asked about stays as it was. A source of a recheck that is not in here was read whole, and takes the place of the earlier reading.
   */
  asked?: ReadonlyMap<string, readonly string[]>;
  /** The kept rows of a source as bytes, in pieces of whole lines. */
  pieces(source: string): Iterable<Buffer>;
  findings: readonly Finding[];
  /** What they were derived from beside the rows. */
  basis: Basis | null;
  /** Accounts by the platform's own classes. */
  counts: Record<string, number>;
  /** Keys of findings of this audit that are gone, by checks that looked at everything they are about. */
  gone: readonly string[];
  /** Findings of an earlier audit that this one has again, by key. Asked only of those that are new here. */
  carried: ReadonlyMap<string, Carried>;
  issue: IssueLink | null;
  actor: string;
  /** What the event says beside. */
  payload: object;
}

export interface StoredSnapshot {
  /** Id of the audit it was taken in. */
  audit: string;
  /** Its number in that audit. */
  n: number;
  takenAt: string;
  rows: KeptRows;
  findings: Finding[];
}

export interface LastRead extends StoredSnapshot {
  sources: ReportedSource[];
  /** Number and time of the last reading that is among its rows. */
  last: { n: number; takenAt: string };
}

/** What Rollcall remembers. @throws RollcallError for every trouble of the database */
export interface Store {
  /** What the user should know of the database. */
  note: string | null;
  /** @throws where the database does not answer */
  answers(): Promise<void>;
  /** The last complete snapshot of a system to compare this audit with: of an earlier audit where there is one, else of this one. */
  lastComplete(of: { system: string; audit: string; until: string }): Promise<StoredSnapshot | null>;
  /** Whole or not at all. The audit is opened as a draft where it is new. @returns the reading's number */
  remember(record: AuditRecord, signal: AbortSignal): Promise<number>;
  /**
   * What was read last of an audit: the last reading of all its sources that has its rows still, with what was re-read since laid over
   * it by row id. Time and findings are those of that reading, and so is a ledger unless its source was re-read whole.
   */
  lastRead(audit: string): Promise<LastRead | null>;
  /** In the order of their ids. `ended: false`: those that are not, and those that are and have an intent nobody confirmed. */
  audits(of: { systems?: readonly string[]; period?: string; ended?: boolean }): Promise<StoredAudit[]>;
  /** The newest audit of a system before this one that was not cancelled. */
  auditBefore(of: { system: string; audit: string }): Promise<string | null>;
  memory(audit: string): Promise<AuditMemory | null>;
  /** Number of the last event of each audit: where it is the same, so is what is remembered of it. */
  versions(): Promise<Map<string, number>>;
  /** All of it or nothing. @throws stale error where the audit is not there */
  change(audit: string, change: MemoryChange): Promise<void>;
  /** One at a time over all processes of one database; a second one waits. The lock goes with whoever holds it, however that dies. */
  locked<T>(audit: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Acceptances by decision that hold on this day, newest first, of a system over all its audits. @param today YYYY-MM-DD */
  acceptances(of: { system: string; today: string }): Promise<{ audit: string; key: string; decision: Decision }[]>;
  /** Who is signed in, their access tokens, and answers of writes that may be asked again. */
  signIn: SignInStore;
  /** Lists of what was read, to be paged. */
  listings: Listings;
  /** Readings that are going on, and what happens over all processes. */
  live: Live;
  /** What happened that is of no audit. */
  journal: Journal;
  /** Everything that happened. */
  activity: ActivityLog;
  /** How far webhooks have got. */
  deliveries: Deliveries;
  /** What evidence is made from, and sealed evidence. */
  evidence: EvidenceStore;
  /** Rewrites what is kept of ended audits, so that somebody is not in it any more; with `dryRun` it only counts. */
  forget(of: { rewrite: Rewrite; at: string; dryRun: boolean }): Promise<Forgotten>;
  /** Forgets rows of readings by the policy; findings, ledgers and events stay. @returns readings thinned */
  thin(before: string): Promise<number>;
  close(): Promise<void>;
}

/** The store on an open database, whose tables are made or brought up to date. @throws RollcallError */
export async function openStore(database: Database, now: string): Promise<Store> {
  try {
    await database.connected((client) => migrate(client, { at: now }));
  } catch (error) {
    await database.close();
    throw error;
  }
  const { sql } = database;
  const { close: closeLive, ...goingOn } = live(database, meant);
  const atOnce = <T>(work: (within: Transaction<Tables>) => Promise<T>) => meant(sql.transaction().execute(work));
  return {
    note: database.note,
    answers: async () => void (await meant(sql.executeQuery(CompiledQuery.raw("select 1")))),
    lastComplete: (of) => meant(lastComplete(sql, of)),
    remember: (record, signal) => atOnce((within) => remember(within, record, signal)),
    lastRead: (audit) => meant(lastRead(sql, audit)),
    audits: (of) => meant(audits(sql, of)),
    auditBefore: (of) => meant(auditBefore(sql, of)),
    memory: (audit) => meant(memory(sql, audit)),
    versions: () => meant(versions(sql)),
    change: (audit, what) => atOnce((within) => change(within, audit, what)),
    locked: (audit, signal, work) => locked(database, { audit, signal }, work),
    acceptances: (of) => meant(acceptances(sql, of)),
    signIn: signInStore(sql, meant),
    forget: (of) => meant(forget(sql, of)),
    thin: (before) => meant(thin(sql, before)),
    listings: listings(database, meant),
    live: goingOn,
    journal: journal(sql, meant),
    activity: activity(sql, meant),
    evidence: evidenceStore(sql, meant),
    deliveries: deliveries(sql, meant),
    close: async () => {
      await closeLive();
      await database.close();
    },
  };
}

async function meant<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw databaseError(error);
  }
}
