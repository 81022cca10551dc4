import type { CheckResult, Finding } from "./finding.ts";
import type { MatchedAccount } from "./matching.ts";
import type { SystemSeats } from "./seats.ts";
import type { SourceStatus } from "./source.ts";

export type AuditStatus = "complete" | "incomplete" | "failed";

export interface IssueLink {
  url: string;
  iid: number;
}

export interface ReportedSource {
  name: string;
  status: SourceStatus;
  rows: number;
  expected: number | null;
  requests: number;
  sha256: string | null;
  reason: string | null;
}

/** One audit, as in `rollcall audit --format json`. */
export interface ReportedAudit {
  system: string;
  platform: string;
  status: AuditStatus;
  sources: ReportedSource[];
  counts: Record<string, number>;
  state: "draft" | "following-up" | "in-review" | "closed" | "waived" | "cancelled";
  checks: CheckResult[];
  /** Worst first, then by key. */
  findings: Finding[];
  resolved: { key: string }[];
  issue: IssueLink | null;
}

/** `rollcall.audit/1` (DESIGN §6). */
export interface AuditReport {
  schema: "rollcall.audit/1";
  organization: string;
  period: string;
  generated_at: string;
  roster: { source: string; revision: string; people: number };
  audits: ReportedAudit[];
}

export type Cell = string | number | boolean | null;

/** One table of the Notes. Cells are plain text: whoever renders them makes them harmless. */
export interface Table {
  /** File name stem where it is attached: `light-agents`. */
  id: string;
  title: string;
  columns: string[];
  rows: Cell[][];
}

/** What every report of one audit is made from: the JSON part, its tables and all accounts. */
export interface AuditView {
  /** Title of the system: "Zendesk Global". */
  name: string;
  audit: ReportedAudit;
  tables: Table[];
  accounts: MatchedAccount[];
  /** `null` where the platform has none. */
  seats: SystemSeats | null;
  warnings: string[];
}

/** The one view all reports come from: same data, same order. */
export interface ReportView {
  report: AuditReport;
  audits: AuditView[];
}
