import type { Json } from "./json.ts";
import type { Severity } from "./severity.ts";

/** Names a thing in a report: an account, credential or resource. */
export interface Named {
  id: string;
  name: string | null;
}

export interface NamedAccount extends Named {
  email: string | null;
  url: string | null;
}

export interface NamedPerson {
  email: string | null;
  name: string | null;
}

/** Who is asked about a finding. `email` is null only where the configuration names nobody it could fall to. */
export interface AnswersTo {
  email: string | null;
}

/** One check failing for one subject, as in the JSON report (DESIGN §6: keys are the contract, hence snake_case). */
export interface Finding {
  /** system/check/kind:id; a pair has both, joined by `+`. The same wrong thing has the same key next quarter. */
  key: string;
  /** Short, stable within an audit: F12. */
  ref: string;
  check: string;
  severity: Severity;
  account: NamedAccount | null;
  person: NamedPerson | null;
  credential: Named | null;
  resource: Named | null;
  expected: Json;
  observed: Json;
  message: string;
  /** file:line@revision of the roster fact it rests on. */
  roster_at: string | null;
  /** The source it was seen in. */
  source: string;
  fixes: string[];
  answers_to: AnswersTo;
  change: "new" | "persisting" | "changed";
  exempt: { reason: string; until: string } | null;
}

export interface CheckResult {
  id: string;
  outcome: "pass" | "fail" | "not-assessed";
  /** Subjects looked at with an answer: passing, failing and exempt ones. */
  assessed: number;
  /** Findings that are not exempt. */
  failing: number;
  exempt: number;
  /** In scope, but the platform gave no signal; each unread source counts once. */
  unknown: number;
  reason: string | null;
}
