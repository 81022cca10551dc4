/** What somebody says of a finding: the subject, or anyone for them. Never a decision. */
export type AnswerKind = "fixed" | "roster" | "explain";

/** What the auditor or ops manager settles. */
export type DecisionKind = "accept" | "reject" | "reopen";

/** One line `/rollcall …`, understood: the same from the issue, the command line and the page. Refs as `F12`, each once. */
export type Command =
  | { verb: "fixed"; refs: string[]; reason: string | null }
  | { verb: "roster"; refs: string[]; reason: string | null }
  | { verb: "explain"; refs: string[]; reason: string }
  | { verb: "reject"; refs: string[]; reason: string }
  | { verb: "reopen"; refs: string[]; reason: string }
  /** `until`: YYYY-MM-DD, the last day. */
  | { verb: "accept"; refs: string[]; until: string; reason: string }
  | { verb: "close"; reason: string | null };

/** An answer to one finding, as recorded. */
export interface Answer {
  kind: AnswerKind;
  /** E-mail; `null` where nobody knows who it is. */
  by: string | null;
  /** ISO 8601. */
  at: string;
  /** Always there where it explains. */
  reason: string | null;
}

/** A decision on one finding, as recorded. Only one that was allowed is ever recorded. */
export interface Decision {
  kind: DecisionKind;
  /** E-mail. */
  by: string;
  /** ISO 8601. */
  at: string;
  /** YYYY-MM-DD, the last day; of an acceptance only. */
  until: string | null;
  reason: string;
}
