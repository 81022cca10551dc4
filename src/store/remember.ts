import type { Transaction } from "kysely";
import type { EventContent } from "../model/event.ts";
import { canonicalJson } from "../model/json.ts";
import { allCompressed, compressed, linesInPieces } from "./chunks.ts";
import { addEvents } from "./events.ts";
import { keepFindings, keepSightings, knownFindings, lookedFor } from "./findings.ts";
import { keepBasis } from "./keep-basis.ts";
import { noticeChanged } from "./notices.ts";
import { lockAudit, nextNumber } from "./numbers.ts";
import { changesBy } from "./sightings.ts";
import { reported } from "./snapshots.ts";
import type { AuditRecord } from "./store.ts";
import type { Tables } from "./tables.ts";
import { digestOf } from "./text.ts";

/** Keeps one reading: the audit where it is new, rows and ledger, findings and what became of them, and that it happened. */
export async function remember(within: Transaction<Tables>, record: AuditRecord, signal: AbortSignal): Promise<number> {
  const { audit, takenAt, actor } = record;
  await keepAudit(within, record);
  const snapshot = await keepSnapshot(within, record, signal);
  const changed = await keepWhatWasFound(within, record);
  signal.throwIfAborted();
  const event = { ...contentOf(record, { snapshot, changed }), ...record.payload };
  await addEvents(within, audit.id, [{ ...event, at: takenAt, actor }]);
  await noticeChanged(within, audit.id);
  return snapshot;
}

async function keepAudit(within: Transaction<Tables>, { audit, takenAt, actor, issue }: AuditRecord): Promise<void> {
  const link = issue ? { issue_url: issue.url, issue_iid: issue.iid } : {};
  const made = await within
    .insertInto("audits")
    .values({ ...audit, state: "draft", created_at: takenAt, ...link })
    .onConflict((on) => on.doNothing())
    .returning("id")
    .executeTakeFirst();
  // Two runs of one audit number their snapshots and events one after the other.
  await lockAudit(within, audit.id);
  if (made) await addEvents(within, audit.id, [{ kind: "audit-opened", period: audit.period, at: takenAt, actor }]);
  else if (issue) await within.updateTable("audits").set(link).where("id", "=", audit.id).execute();
}

async function keepSnapshot(within: Transaction<Tables>, record: AuditRecord, signal: AbortSignal): Promise<number> {
  const { audit, takenAt, status, scope, asked } = record;
  const n = await nextNumber(within, "snapshots", audit.id);
  const findings = await allCompressed(linesInPieces(record.findings.map(canonicalJson)));
  await within
    .insertInto("snapshots")
    .values({
      audit: audit.id,
      n,
      system: audit.system,
      taken_at: takenAt,
      status,
      sources: JSON.stringify(record.sources),
      findings,
      scope,
      asked: asked ? JSON.stringify(Object.fromEntries(asked)) : null,
      thinned: false,
      basis: record.basis ? JSON.stringify(await keepBasis(within, record.basis)) : null,
    })
    .execute();
  for (const { name } of record.sources) {
    let part = 0;
    for await (const lines of compressed(record.pieces(name))) {
      signal.throwIfAborted();
      await within.insertInto("snapshot_rows").values({ audit: audit.id, n, source: name, part, lines }).execute();
      part += 1;
    }
  }
  return n;
}

interface Changed {
  gone: string[];
  back: string[];
}

async function keepWhatWasFound(within: Transaction<Tables>, record: AuditRecord): Promise<Changed> {
  const { audit, takenAt: at, carried } = record;
  const keys = new Map([...record.gone, ...record.findings.map(({ key }) => key)].map((key) => [digestOf(key), key]));
  const [found, gone] = [record.findings.map(({ key }) => digestOf(key)), record.gone.map(digestOf)];
  const changes = changesBy({ at, found, gone }, await knownFindings(within, audit.id));
  const findings = record.findings.map((finding) => {
    const { foundAt, ...rest } = carried.get(finding.key) ?? { foundAt: at, steps: [], answers: [], decisions: [] };
    return { finding, foundAt, lookedAt: at, carried: rest };
  });
  await keepFindings(within, audit.id, findings);
  await lookedFor(within, audit.id, { keys: gone, at });
  const sightings = Array.from(changes, ([key, seen]) => ({ key, at, seen }));
  await keepSightings(within, audit.id, sightings);
  const keysOf = (seen: boolean) => sightings.filter((one) => one.seen === seen).map(({ key }) => keys.get(key) ?? "");
  return { gone: keysOf(false), back: keysOf(true) };
}

function contentOf(record: AuditRecord, { snapshot, changed }: { snapshot: number; changed: Changed }): EventContent {
  if (record.scope === "recheck") return { kind: "rechecked", snapshot, ...changed, sources: record.sources.map(reported) };
  const findings = record.findings.filter(({ exempt }) => !exempt).length;
  return { kind: "snapshot-taken", snapshot, status: record.status, findings, counts: record.counts };
}
