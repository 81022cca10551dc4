import { sql, type Transaction } from "kysely";
import type { Decision } from "../model/answer.ts";
import type { EventContent } from "../model/event.ts";
import type { Finding } from "../model/finding.ts";
import { canonicalJson } from "../model/json.ts";
import type { AuditMemory, Carried, MemoryChange, RememberedFinding, StoredAudit } from "../model/memory.ts";
import type { AuditStatus, IssueLink, ReportedSource } from "../model/report.ts";
import type { KeptRows, Source } from "../model/source.ts";
import { allCompressed, compressed, linesInPieces, linesOf, StoredRows } from "./chunks.ts";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import type { Tables } from "./tables.ts";
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
  /** The kept rows of a source as bytes, in pieces of whole lines. */
  pieces(source: string): Iterable<Buffer>;
  findings: readonly Finding[];
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
  takenAt: string;
  rows: KeptRows;
  findings: Finding[];
}

/** An audit as its issue tells it. Findings are those of its Notes: their refs and keys are sure, their words are the last run's. */
export interface RebuiltAudit {
  audit: Omit<StoredAudit, "dueAt">;
  findings: readonly RememberedFinding[];
  events: readonly (EventContent & { at: string; actor: string })[];
}

/** What Rollcall remembers. @throws RollcallError for every trouble of the database */
export interface Store {
  /** What the user should know of the database. */
  note: string | null;
  /** The last complete snapshot of a system to compare this audit with: of an earlier audit where there is one, else of this one. */
  lastComplete(of: { system: string; audit: string; until: string }): Promise<StoredSnapshot | null>;
  /** Whole or not at all. The audit is opened as a draft where it is new. */
  remember(record: AuditRecord, signal: AbortSignal): Promise<void>;
  /** What was read last of an audit: the last reading of all its sources, with what was re-read since laid over it by row id. */
  lastRead(audit: string): Promise<(StoredSnapshot & { sources: ReportedSource[] }) | null>;
  /** In the order of their ids. `ended: false`: those that are not, and those that are and have an intent nobody confirmed. */
  audits(of: { systems?: readonly string[]; period?: string; ended?: boolean }): Promise<StoredAudit[]>;
  /** The newest audit of a system before this one that was not cancelled. */
  auditBefore(of: { system: string; audit: string }): Promise<string | null>;
  memory(audit: string): Promise<AuditMemory | null>;
  /** All of it or nothing. @throws stale error where the audit is not there */
  change(audit: string, change: MemoryChange): Promise<void>;
  /** What an issue says of an audit the store has never heard of: the audit, its findings and everything that happened, at once. */
  rebuild(from: RebuiltAudit): Promise<void>;
  /** One at a time over all processes of one database; a second one waits. The lock goes with whoever holds it, however that dies. */
  locked<T>(audit: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Acceptances by decision that hold on this day, newest first, of a system over all its audits. @param today YYYY-MM-DD */
  acceptances(of: { system: string; today: string }): Promise<{ audit: string; key: string; decision: Decision }[]>;
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
  return {
    note: database.note,
    lastComplete: (of) => meant(lastComplete(database, of)),
    remember: (record, signal) => meant(database.sql.transaction().execute((within) => remember(within, record, signal))),
    close: database.close,
  };
}

async function meant<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw databaseError(error);
  }
}

async function lastComplete(
  { sql: database }: Database,
  { system, audit, until }: { system: string; audit: string; until: string },
): Promise<StoredSnapshot | null> {
  const found = await database
    .selectFrom("snapshots")
    .select(["audit", "n", "taken_at", "findings"])
    .where("system", "=", system)
    .where("status", "=", "complete")
    .where("taken_at", "<=", until)
    .orderBy(sql`(audit = ${audit})`)
    .orderBy("taken_at", "desc")
    .orderBy("n", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!found) return null;
  const parts = await database
    .selectFrom("snapshot_rows")
    .select(["source", "lines"])
    .where("audit", "=", found.audit)
    .where("n", "=", found.n)
    .orderBy("source")
    .orderBy("part")
    .execute();
  const bySource = Map.groupBy(parts, ({ source }) => source);
  return {
    audit: found.audit,
    takenAt: found.taken_at,
    rows: new StoredRows(new Map([...bySource].map(([source, list]) => [source, list.map(({ lines }) => lines)]))),
    findings: Array.from(linesOf(found.findings), (line) => JSON.parse(line) as Finding),
  };
}

async function remember(within: Transaction<Tables>, record: AuditRecord, signal: AbortSignal): Promise<void> {
  const { audit, takenAt, status, actor } = record;
  const row = { ...audit, state: "draft" as const, created_at: takenAt };
  const made = await within
    .insertInto("audits")
    .values(row)
    .onConflict((on) => on.doNothing())
    .returning("id")
    .executeTakeFirst();
  // Two runs of one audit number their snapshots and events one after the other.
  await within.selectFrom("audits").select("id").where("id", "=", audit.id).forUpdate().execute();
  if (made)
    await addEvent(within, { audit: audit.id, at: takenAt, kind: "audit-opened", actor, payload: { period: audit.period } });
  const n = await nextNumber(within, "snapshots", audit.id);
  const findings = await allCompressed(linesInPieces(record.findings.map(canonicalJson)));
  const sources = JSON.stringify(record.sources);
  const snapshot = { audit: audit.id, n, system: audit.system, taken_at: takenAt, status, sources, findings };
  await within.insertInto("snapshots").values(snapshot).execute();
  for (const { name } of record.sources) {
    let part = 0;
    for await (const lines of compressed(record.pieces(name))) {
      signal.throwIfAborted();
      await within.insertInto("snapshot_rows").values({ audit: audit.id, n, source: name, part, lines }).execute();
      part += 1;
    }
  }
  await addEvent(within, {
    audit: audit.id,
    at: takenAt,
    kind: "snapshot-taken",
    actor,
    payload: { snapshot: n, status, ...record.payload },
  });
}

async function addEvent(
  within: Transaction<Tables>,
  event: Pick<Tables["events"], "audit" | "at" | "kind" | "actor"> & { payload: object },
): Promise<void> {
  const n = await nextNumber(within, "events", event.audit);
  await within
    .insertInto("events")
    .values({ ...event, n, payload: JSON.stringify(event.payload) })
    .execute();
}

async function nextNumber(within: Transaction<Tables>, table: "events" | "snapshots", audit: string): Promise<number> {
  const { last } = await within
    .selectFrom(table)
    .select((of) => of.fn.max("n").as("last"))
    .where("audit", "=", audit)
    .executeTakeFirstOrThrow();
  return (last ?? 0) + 1;
}
