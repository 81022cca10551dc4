/** Whether an account was used while its access was wrong. Never "no" where nobody can tell. */
export interface Lookback {
  /** ISO 8601 or YYYY-MM-DD: since when the access was wrong; `null` = nothing tells. */
  wrongSince: string | null;
  /** `not-determinable`: the platform gives no sign that would tell, or it is older than what became wrong. */
  used: "yes" | "no" | "not-determinable";
  /** Last sign-in, or last use where a log gives one; ISO 8601. */
  lastUse: string | null;
  /** What it rests on, one sentence. */
  why: string;
}
