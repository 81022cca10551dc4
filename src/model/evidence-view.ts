import type { Answer, Decision } from "./answer.ts";
import type { AuditState, Review } from "./event.ts";
import type { CheckResult, Finding } from "./finding.ts";
import type { Lookback } from "./lookback.ts";
import type { AuditStatus } from "./report.ts";
import type { Source } from "./source.ts";

/** A reading whose rows show that a finding is gone. */
export interface FixProof {
  /** ISO 8601. */
  at: string;
  /** Number of the reading in the audit; its rows are in the bundle. */
  reading: number;
}

/** A finding as it stands at the end, with all that was said and seen of it. */
export interface EvidenceFinding {
  finding: Finding;
  /** ISO 8601; of the first audit that had it. */
  foundAt: string;
  /** "fixed", "accepted until 2027-03-01", "exempt until …", "open". */
  stands: string;
  settled: boolean;
  answers: Answer[];
  decisions: Decision[];
  /** `null` = it is there, or settled otherwise. */
  proof: FixProof | null;
  /** Of findings about somebody's leaving or role only. */
  lookback: Lookback | null;
}

/** The fields an external auditor asks of every account. `null` = the platform gives no signal. */
export interface EvidenceAccount {
  id: string;
  /** Account name, and user name. */
  name: string | null;
  username: string | null;
  email: string | null;
  kind: string;
  /** The platform's own class. */
  class: string;
  /** Permission level: role, else the platform's class. */
  level: string;
  /** Names of what it holds: groups, projects, schedules, each with its level. */
  grants: string[];
  admin: boolean | null;
  seated: boolean;
  suspended: boolean | null;
  mfa: boolean | null;
  createdAt: string | null;
  lastSignIn: string | "never" | null;
  /** Whose it is in the roster; `null` = nobody's. */
  person: { name: string | null; email: string | null; title: string | null } | null;
  matchedBy: "id" | "username" | "email" | null;
  /** file:line@revision. */
  rosterAt: string | null;
  /** Refs of findings about it. */
  findings: string[];
}

export interface EvidenceCredential {
  id: string;
  kind: string;
  name: string | null;
  owner: string | null;
  scopes: string[] | null;
  active: boolean | null;
  createdAt: string | null;
  expiresAt: string | "never" | null;
  lastUsedAt: string | "never" | null;
  findings: string[];
}

/** One reading, as the list of readings tells. */
export interface EvidenceReading {
  n: number;
  scope: "whole" | "recheck";
  takenAt: string;
  by: string;
  status: AuditStatus;
  sources: Source[];
}

export interface EvidenceExemption {
  /** System, check and what it covers, in words. */
  covers: string;
  reason: string;
  approver: string;
  /** YYYY-MM-DD, the last day. */
  until: string;
  /** `exemptions.yaml:12`, or the audit it was decided in. */
  at: string;
}

export interface EvidenceEvent {
  n: number;
  /** ISO 8601. */
  at: string;
  actor: string;
  /** What happened, in words. */
  sentence: string;
  reason: string | null;
  /** Refs of the findings it is about. */
  refs: string[];
}

/** What the reports of one audit's evidence are made from: the same data, the same order in each. */
export interface EvidenceView {
  organization: string;
  audit: string;
  system: string;
  /** "Zendesk Global". */
  name: string;
  platform: string;
  period: string;
  state: AuditState;
  status: AuditStatus;
  /** ISO 8601: of the last event in it. Reports show this time and no other: the same evidence gives the same bytes. */
  sealedAt: string;
  openedAt: string;
  rollcall: string;
  roster: { source: string; revision: string; people: number };
  issue: { url: string; iid: number } | null;
  /** What the reviewer signed; `null` = nobody has yet. */
  review: Review | null;
  /** The listing that findings and accounts are of. */
  listedAt: string;
  sources: Source[];
  counts: Record<string, number>;
  checks: CheckResult[];
  /** Worst first. */
  findings: EvidenceFinding[];
  /** By id. May be many: whoever goes through them keeps none. */
  accounts: Iterable<EvidenceAccount>;
  accountCount: number;
  credentials: EvidenceCredential[];
  readings: EvidenceReading[];
  exemptions: EvidenceExemption[];
  events: EvidenceEvent[];
}
