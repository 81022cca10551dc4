import type { Answer, Decision } from "./answer.ts";
import type { DoneAct } from "./follow-up.ts";
import type { AuditStatus, ReportedAudit, ReportedSource } from "./report.ts";

export type AuditState = ReportedAudit["state"];

/** States in which nothing is due any more. */
export const endedStates: readonly AuditState[] = ["closed", "waived", "cancelled"];

/**
 * What one comment, box, command line or click came to. A comment may be edited or deleted: of the events with the same `source` the
 * last one counts.
 */
export interface Said {
  /** `note:123` of the issue, `box:F12@…`, `page:…`, `command-line:…`. */
  source: string;
  /** sha256 of the words it was read from; `null` where there are none. */
  digest: string | null;
  answers: { key: string; answer: Answer }[];
  decisions: { key: string; decision: Decision }[];
  /** Why something of it was not done, a sentence each. */
  refusals: string[];
}

/** What the reviewer signs. */
export interface Review {
  /** E-mail. */
  by: string;
  /** "I reviewed the access of all 340 accounts of Zendesk Global as listed on … (sha256 …), its 12 findings and 3 exemptions". */
  sentence: string;
  /** ISO 8601 time of the listing that was reviewed. */
  listedAt: string;
  /** Hex, over the ledgers of that listing. */
  sha256: string;
  /** Findings carried into the next audit. */
  carriedOver: number;
  /** Why an audit that could not look at everything is closed all the same; `null` where it looked. */
  waiver: string | null;
}

/** What can happen in an audit. Whoever reads events passes over kinds it does not know. */
export type EventContent =
  | { kind: "audit-opened"; period: string }
  /** `counts`: accounts by the platform's own classes. */
  | { kind: "snapshot-taken"; snapshot: number; status: AuditStatus; findings: number; counts: Record<string, number> }
  | { kind: "rechecked"; snapshot: number; gone: string[]; back: string[]; sources: ReportedSource[] }
  /** `by` null = by itself, after `follow_up.start`. `since`: ISO 8601; the event itself may have been read back from the issue. */
  | { kind: "follow-up-started"; by: string | null; since: string }
  /** `perhaps`: whether it arrived cannot be asked, and it is not made again. `where`: its address, where it has one. */
  | { kind: "act-made"; act: DoneAct; sent: "yes" | "perhaps"; where: string | null }
  | { kind: "said"; said: Said }
  | { kind: "replied"; note: string }
  | { kind: "state-changed"; from: AuditState; to: AuditState; reason: string | null }
  | { kind: "reviewed"; review: Review };

/** Every kind there is. */
export const eventKinds = [
  "audit-opened",
  "snapshot-taken",
  "rechecked",
  "follow-up-started",
  "act-made",
  "said",
  "replied",
  "state-changed",
  "reviewed",
] as const satisfies readonly EventContent["kind"][];

export type AuditEvent = EventContent & {
  /** From 1, without gaps within an audit. */
  n: number;
  /** ISO 8601. */
  at: string;
  /** Who did it, as far as that is known, for people: `GitLab user 4242 (dwhitfield)`, `dana@acme.test, claimed by root@host`. */
  actor: string;
};
