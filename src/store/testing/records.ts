import type { Finding } from "../../model/finding.ts";
import type { Row, Source } from "../../model/source.ts";
import { linesInPieces } from "../chunks.ts";
import type { AuditRecord } from "../store.ts";

export const takenAt = "2026-11-22T12:00:00.000Z";

export function sourceOf(name: string, rows: number): Source {
  return {
    name,
    status: "complete",
    rows,
    expected: rows,
    requests: 1,
    sha256: "0".repeat(64),
    reason: null,
    query: `GET /${name}`,
    startedAt: takenAt,
    finishedAt: takenAt,
    notFound: false,
    refused: false,
  };
}

/** What a run would hand over, with rows by source. */
export function record(rows: Record<string, Row[]>, more: Partial<AuditRecord> = {}): AuditRecord {
  return {
    audit: { id: "zendesk-global/FY27-Q4", system: "zendesk-global", period: "FY27-Q4" },
    scope: "whole",
    gone: [],
    counts: {},
    carried: new Map(),
    issue: null,
    takenAt,
    status: "complete",
    sources: Object.entries(rows).map(([name, list]) => sourceOf(name, list.length)),
    pieces: (source) => linesInPieces((rows[source] ?? []).map((row) => JSON.stringify(row))),
    findings: [],
    basis: null,
    actor: "dana@laptop.test",
    payload: {},
    ...more,
  };
}

export function finding(key: string, more: Partial<Finding> = {}): Finding {
  return {
    key,
    ref: "F1",
    check: key.split("/")[1] ?? "",
    severity: "high",
    account: null,
    person: null,
    credential: null,
    resource: null,
    expected: null,
    observed: null,
    message: "",
    roster_at: null,
    source: "users",
    fixes: [],
    answers_to: { email: null },
    change: "new",
    exempt: null,
    ...more,
  };
}
