import type { AuditStatus, ReportedAudit } from "../model/report.ts";

/** The tables as Kysely sees them. Times are ISO 8601 text on both ways; `json` columns are written as text and read parsed. */
export interface Tables {
  audits: { id: string; system: string; period: string; state: ReportedAudit["state"]; created_at: string };
  /** What happened in an audit, in order. Only ever added to: the database refuses the rest. */
  events: { audit: string; n: number; at: string; kind: string; actor: string; payload: unknown };
  snapshots: {
    audit: string;
    n: number;
    system: string;
    taken_at: string;
    status: AuditStatus;
    sources: unknown;
    /** Canonical JSON lines, gzip. */
    findings: Buffer;
  };
  /** The kept rows of one source, in parts of whole lines: canonical JSON lines, gzip. */
  snapshot_rows: { audit: string; n: number; source: string; part: number; lines: Buffer };
}

/** Every table, those first that others refer to. */
export const tables = ["audits", "events", "snapshots", "snapshot_rows"] as const;

/** Where they are: a schema of our own, so that a company's database may hold other things. */
export const schema = "rollcall";
