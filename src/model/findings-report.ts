import type { AuditState } from "./event.ts";
import type { Finding } from "./finding.ts";
import type { Standing } from "./follow-up.ts";
import type { IssueLink } from "./report.ts";

/** Where a finding stands, in the JSON of `rollcall findings`. */
export interface ReportedStanding {
  is: Standing["is"];
  /** Of one that is settled: how. */
  by: "fixed" | "roster" | "accepted" | "exempt" | null;
  /** Said to be fixed, which the platform does not show yet. */
  claim: "fixed" | "roster" | null;
  /** ISO 8601: since when it stands so; `null` = since it was found. */
  since: string | null;
  /** Last day of an acceptance or exemption. */
  until: string | null;
  /** In the words of who explained, rejected or reopened it. */
  reason: string | null;
}

export interface ListedFinding extends Finding {
  found_at: string;
  standing: ReportedStanding;
}

export interface ListedAudit {
  audit: string;
  name: string;
  state: AuditState;
  issue: IssueLink | null;
  findings: ListedFinding[];
}

/** `rollcall findings --format json`. */
export interface FindingsReport {
  schema: "rollcall.findings/1";
  at: string;
  audits: ListedAudit[];
}
