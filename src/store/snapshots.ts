import { type Selectable, sql } from "kysely";
import type { Finding } from "../model/finding.ts";
import type { ReportedSource } from "../model/report.ts";
import { isRead, type Source } from "../model/source.ts";
import { linesOf, StoredRows } from "./chunks.ts";
import type { Database } from "./database.ts";
import { LaidOverRows } from "./laid-over.ts";
import type { LastRead, StoredSnapshot } from "./store.ts";
import type { Tables } from "./tables.ts";

type Sql = Database["sql"];
type Snapshot = Selectable<Tables["snapshots"]>;

export async function lastComplete(
  database: Sql,
  { system, audit, until }: { system: string; audit: string; until: string },
): Promise<StoredSnapshot | null> {
  const found = await database
    .selectFrom("snapshots")
    .selectAll()
    .where("system", "=", system)
    .where("scope", "=", "whole")
    .where("status", "=", "complete")
    .where("thinned", "=", false)
    .where("taken_at", "<=", until)
    .orderBy(sql`(audit = ${audit})`)
    .orderBy("taken_at", "desc")
    .orderBy("n", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!found) return null;
  return {
    audit: found.audit,
    n: found.n,
    takenAt: found.taken_at,
    findings: findingsOf(found.findings),
    rows: await rowsOf(database, found),
  };
}

/** The last reading of all its sources that has its rows still, under what was re-read since. */
export async function lastRead(database: Sql, audit: string): Promise<LastRead | null> {
  const kept = await database
    .selectFrom("snapshots")
    .select(["audit", "n", "taken_at", "scope", "sources", "asked"])
    .where("audit", "=", audit)
    .where("thinned", "=", false)
    .orderBy("taken_at")
    .orderBy("n")
    .execute();
  const at = kept.findLastIndex(({ scope }) => scope === "whole");
  const whole = kept[at];
  if (!whole) return null;
  const sources = new Map((whole.sources as Source[]).map((source) => [source.name, source]));
  const rows = new LaidOverRows(await rowsOf(database, whole));
  for (const recheck of kept.slice(at + 1)) {
    const reread = { rows: await rowsOf(database, recheck), asked: askedOf(recheck) };
    for (const source of (recheck.sources as Source[]).filter(isRead)) {
      const ids = reread.asked.get(source.name) ?? null;
      if (!ids) sources.set(source.name, source);
      rows.lay(source.name, { rows: reread.rows, ids });
    }
  }
  const { findings } = await database
    .selectFrom("snapshots")
    .select("findings")
    .where("audit", "=", audit)
    .where("n", "=", whole.n)
    .executeTakeFirstOrThrow();
  const { n, taken_at } = kept.at(-1) ?? whole;
  return {
    audit,
    n: whole.n,
    takenAt: whole.taken_at,
    findings: findingsOf(findings),
    rows,
    sources: [...sources.values()].map(reported),
    last: { n, takenAt: taken_at },
  };
}

/** Kept rows of one reading. */
export async function rowsOf(database: Sql, { audit, n }: Pick<Snapshot, "audit" | "n">): Promise<StoredRows> {
  const parts = await database
    .selectFrom("snapshot_rows")
    .select(["source", "lines"])
    .where("audit", "=", audit)
    .where("n", "=", n)
    .orderBy("source")
    .orderBy("part")
    .execute();
  const bySource = Map.groupBy(parts, ({ source }) => source);
  return new StoredRows(new Map([...bySource].map(([source, list]) => [source, list.map(({ lines }) => lines)])));
}

function askedOf({ asked }: Pick<Snapshot, "asked">): Map<string, string[]> {
  return new Map(Object.entries((asked ?? {}) as Record<string, string[]>));
}

function findingsOf(findings: Buffer): Finding[] {
  return Array.from(linesOf(findings), (line) => JSON.parse(line) as Finding);
}

/** A ledger as reports tell it. */
export function reported({ name, status, rows, expected, requests, sha256, reason }: Source): ReportedSource {
  return { name, status, rows, expected, requests, sha256, reason };
}
