import type { AuditState } from "./event.ts";
import type { PlannedAct, StepName } from "./follow-up.ts";
import type { IssueLink } from "./report.ts";

/** One act that went out. */
export interface ReportedAct {
  step: StepName;
  /** E-mails. */
  to: string[];
  refs: string[];
  channel: "issue" | "slack" | "email" | "nobody";
  /** `perhaps`: whether it arrived could not be asked, and it is not sent again. */
  sent: "yes" | "perhaps";
  where: string | null;
  remarks: string[];
}

/** One audit's round of the follow-up. */
export interface FollowedAudit {
  audit: string;
  name: string;
  state: AuditState;
  issue: IssueLink | null;
  made: ReportedAct[];
  taken: { ref: string; kind: string; by: string | null }[];
  refused: { by: string | null; why: string[] }[];
  /** ISO 8601; `null` = nothing comes by itself. */
  next: string | null;
}

/** `rollcall follow-up --format json`. */
export interface FollowUpReport {
  schema: "rollcall.follow-up/1";
  at: string;
  audits: FollowedAudit[];
}

/** `rollcall follow-up --dry-run --format json`: what would be sent if nobody answered. */
export interface PlanReport {
  schema: "rollcall.follow-up-plan/1";
  at: string;
  until: string;
  audits: { audit: string; name: string; acts: (PlannedAct & { text: string })[] }[];
}
