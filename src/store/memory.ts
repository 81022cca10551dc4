import { type ExpressionBuilder, type Selectable, sql, type Transaction } from "kysely";
import { type AuditState, endedStates } from "../model/event.ts";
import type { Finding } from "../model/finding.ts";
import { compareIds, compareText } from "../model/json.ts";
import type { AuditMemory, Look, RememberedFinding, StoredAudit } from "../model/memory.ts";
import type { Source } from "../model/source.ts";
import type { Database } from "./database.ts";
import { eventOf } from "./events.ts";
import { sightingsOf } from "./findings.ts";
import { withoutRepeats } from "./sightings.ts";
import { reported } from "./snapshots.ts";
import type { Tables } from "./tables.ts";

type Sql = Database["sql"];

export async function audits(
  database: Sql,
  { systems, period, ended }: { systems?: readonly string[]; period?: string; ended?: boolean },
): Promise<StoredAudit[]> {
  let query = database.selectFrom("audits").selectAll();
  if (systems) query = query.where(sql<boolean>`system = any(${[...systems]}::text[])`);
  if (period !== undefined) query = query.where("period", "=", period);
  if (ended === true) query = query.where("state", "in", endedStates);
  if (ended === false) query = query.where((of) => of.or([of("state", "not in", endedStates), of.exists(owed(of))]));
  return (await query.orderBy(sql`id collate "C"`).execute()).map(auditOf);
}

export async function versions(database: Sql): Promise<Map<string, number>> {
  const last = database
    .selectFrom("events")
    .select(["audit", (of) => of.fn.max("n").as("n")])
    .groupBy("audit");
  return new Map((await last.execute()).map(({ audit, n }) => [audit, n]));
}

/** Whoever ended it may have died before the issue was told. */
function owed(of: ExpressionBuilder<Tables, "audits">) {
  return of
    .selectFrom("intents")
    .select("intents.id")
    .whereRef("intents.audit", "=", "audits.id")
    .where("intents.confirmed_at", "is", null);
}

export async function auditBefore(database: Sql, { system, audit }: { system: string; audit: string }): Promise<string | null> {
  const found = await database
    .selectFrom("audits")
    .select("id")
    .where("system", "=", system)
    .where("state", "!=", "cancelled" satisfies AuditState)
    // Ids of one system are in the order of their periods: `zendesk-global/FY27-Q4`.
    .where(sql<boolean>`id collate "C" < ${audit}`)
    .orderBy(sql`id collate "C" desc`)
    .limit(1)
    .executeTakeFirst();
  return found?.id ?? null;
}

/** As of one moment. */
export function memory(database: Sql, audit: string): Promise<AuditMemory | null> {
  const asOfOneMoment = database.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
  return asOfOneMoment.execute((within) => memoryWithin(within, audit));
}

async function memoryWithin(within: Transaction<Tables>, audit: string): Promise<AuditMemory | null> {
  const found = await within.selectFrom("audits").selectAll().where("id", "=", audit).executeTakeFirst();
  if (!found) return null;
  const findings = await findingsOf(within, audit);
  const events = await within.selectFrom("events").selectAll().where("audit", "=", audit).orderBy("n").execute();
  const intents = await within
    .selectFrom("intents")
    .select(["id", "at", "content"])
    .where("audit", "=", audit)
    .where("confirmed_at", "is", null)
    .orderBy("n")
    .execute();
  const unconfirmed = intents.map(({ id, at, content }) => ({ id: id as string, at, content }));
  const last = { whole: await lastLook(within, { audit }), complete: await lastLook(within, { audit, status: "complete" }) };
  return { audit: auditOf(found), findings, events: events.map(eventOf), unconfirmed, last };
}

async function findingsOf(within: Transaction<Tables>, audit: string): Promise<RememberedFinding[]> {
  const sightings = await sightingsOf(within, audit);
  const rows = await within
    .selectFrom("findings")
    .select(["key_sha256", "ref", "found_at", "finding", "carried"])
    .where("audit", "=", audit)
    .execute();
  const findings = rows.map(({ key_sha256, ref, found_at, finding, carried }) => ({
    finding: { ...(finding as Finding), ref },
    foundAt: found_at,
    sightings: withoutRepeats(sightings.get(key_sha256) ?? []),
    carried: carried as RememberedFinding["carried"],
  }));
  return findings.sort(({ finding: a }, { finding: b }) => compareIds(a.ref, b.ref) || compareText(a.key, b.key));
}

async function lastLook(
  within: Transaction<Tables>,
  { audit, status }: { audit: string; status?: "complete" },
): Promise<Look | null> {
  let query = within
    .selectFrom("snapshots")
    .select(["n", "taken_at", "status", "sources"])
    .where("audit", "=", audit)
    .where("scope", "=", "whole");
  if (status) query = query.where("status", "=", status);
  const found = await query.orderBy("taken_at", "desc").orderBy("n", "desc").limit(1).executeTakeFirst();
  if (!found) return null;
  const sources = (found.sources as Source[]).map(reported);
  return { n: found.n, takenAt: found.taken_at, status: found.status, sources };
}

function auditOf({ id, system, period, state, ...row }: Selectable<Tables["audits"]>): StoredAudit {
  const issue = row.issue_url === null || row.issue_iid === null ? null : { url: row.issue_url, iid: row.issue_iid };
  return { id, system, period, state, openedAt: row.created_at, issue, dueAt: row.due_at };
}
