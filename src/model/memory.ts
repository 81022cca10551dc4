import type { Answer, Decision } from "./answer.ts";
import type { AuditEvent, AuditState, EventContent } from "./event.ts";
import type { Finding } from "./finding.ts";
import type { CarriedStep, Sighting } from "./follow-up.ts";
import type { AuditStatus, IssueLink, ReportedSource } from "./report.ts";

/** One system in one period, as remembered. */
export interface StoredAudit {
  /** `zendesk-global/FY27-Q4`. */
  id: string;
  system: string;
  period: string;
  state: AuditState;
  /** ISO 8601. */
  openedAt: string;
  issue: IssueLink | null;
  /** When the follow-up has something to do next, ISO 8601; `null` = nothing that comes by itself. Compared with our own `now`. */
  dueAt: string | null;
}

/** What an earlier audit knew of a finding that this one has again. */
export interface Carried {
  /** ISO 8601; of the first audit that had it. */
  foundAt: string;
  steps: CarriedStep[];
  /** The explanation nobody has decided on yet, or what was claimed; left out = none. */
  answers?: Answer[];
  /** The acceptance in force when it was carried, if any. */
  decisions: Decision[];
}

/** A finding of an audit, gone ones too. */
export interface RememberedFinding {
  /** As it was last seen, with its ref. */
  finding: Finding;
  foundAt: string;
  /** In order; one that says the same as the last is left out. Empty = seen since it was found. */
  sightings: Sighting[];
  carried: Omit<Carried, "foundAt">;
}

/** An outside write that was decided on: kept before it is made, confirmed once it is known to be made. Unique in its audit. */
export interface Intent {
  /** `act:…`, `reply:…`, `record:…`. */
  id: string;
  at: string;
  /** What is to be written, whole: it is made from this again after a crash. */
  content: unknown;
}

/** A reading of an audit's system, as its ledger tells. */
export interface Look {
  n: number;
  takenAt: string;
  status: AuditStatus;
  sources: ReportedSource[];
}

/** Everything remembered of one audit. Facts only; where it stands is derived. */
export interface AuditMemory {
  audit: StoredAudit;
  /** By ref. */
  findings: RememberedFinding[];
  /** In order. */
  events: AuditEvent[];
  unconfirmed: Intent[];
  /** The last reading of all its sources, and the last one that was complete. */
  last: { whole: Look | null; complete: Look | null };
}

/** What is written in one piece: all of it, or nothing. */
export interface MemoryChange {
  at: string;
  actor: string;
  events?: readonly EventContent[];
  set?: Partial<Pick<StoredAudit, "state" | "issue" | "dueAt">>;
  /** Kept anew; one that is there already stays as it is. */
  intend?: readonly Intent[];
  /** Ids of intents that were made. */
  confirm?: readonly string[];
}
