import type { AuditState } from "./event.ts";
import type { Period } from "./period.ts";
import type { AuditStatus, IssueLink } from "./report.ts";
import type { Severity } from "./severity.ts";

export interface UnseenSource {
  source: string;
  status: "unavailable" | "failed";
  reason: string | null;
}

/** Whole days from when this period's audit had a finding until it was settled; exempt ones left out. `null` = nothing was settled. */
export interface DaysToSettle {
  median: number;
  worst: number;
}

/** Of findings: exempt ones are in none of these. */
export interface FindingCounts {
  found: number;
  settled: number;
  /** Of those settled: accepted until a date. */
  accepted: number;
  open: number;
  by_severity: Record<Severity, number>;
  open_by_severity: Record<Severity, number>;
  days_to_settle: DaysToSettle | null;
}

/** Seats of one system, or of all; `null` = not known, never 0. Amounts a month. */
export interface PeriodSeats {
  /** Of all of them, or not known: beside what is used, half of what was bought would mislead. */
  bought: number | null;
  used: number | null;
  idle: number | null;
  could_be_saved: { currency: string; a_month: number }[];
  /** Of some it is not known how many are used, or idle: there are at least as many as given. */
  at_least: { used: boolean; idle: boolean };
}

/** One system in the period. */
export interface PeriodSystem {
  system: string;
  name: string;
  platform: string;
  /** `null` = no audit of it was begun in the period. */
  audit: string | null;
  state: AuditState | null;
  /** Of the last reading of all its sources; `null` = nothing was read. */
  status: AuditStatus | null;
  issue: IssueLink | null;
  findings: FindingCounts;
  unseen: UnseenSource[];
  /** Why it was closed although not everything could be looked at. */
  waiver: { by: string; reason: string } | null;
  seats: PeriodSeats | null;
}

/** All systems of one period together. */
export interface PeriodTotals {
  period: string;
  /** Audits by how they stand; `not_begun`: systems without one. */
  audits: { done: number; waived: number; open: number; cancelled: number; not_begun: number };
  findings: FindingCounts;
  /** Sources nobody could look at. */
  unseen: number;
  seats: PeriodSeats;
}

/** `rollcall.period/1`: what `rollcall report` says of one period. */
export interface PeriodReport {
  schema: "rollcall.period/1";
  organization: string;
  generated_at: string;
  period: Period;
  total: PeriodTotals;
  /** In the order of rollcall.yaml. */
  systems: PeriodSystem[];
  /** Newest first, at most four. */
  earlier: PeriodTotals[];
}
