import type { AuditState } from "./event.ts";
import type { AuditStatus } from "./report.ts";
import type { Severity } from "./severity.ts";

export interface RecheckedFinding {
  key: string;
  ref: string;
  severity: Severity;
  /** Whom or what it is about, for people. */
  subject: string;
  message: string;
}

/** One audit, and what reading again showed of it. */
export interface RecheckedAuditReport {
  audit: string;
  name: string;
  state: AuditState;
  /** Of what was read again; `null` = nothing had to be. */
  status: AuditStatus | null;
  requests: number;
  /** What was read again; `asked` = how many subjects it was asked about, `null` = the whole of it. */
  reread: { source: string; asked: number | null }[];
  fixed: RecheckedFinding[];
  /** Was gone, and is there again. */
  back: RecheckedFinding[];
  open: RecheckedFinding[];
  /** Nobody can tell whether it is there. */
  unlooked: (RecheckedFinding & { reason: string })[];
}

/** `rollcall recheck --format json`. */
export interface RecheckReport {
  schema: "rollcall.recheck/1";
  at: string;
  audits: RecheckedAuditReport[];
}
