import type { Json } from "./json.ts";

/** An accepted finding or account; an end is required. */
export interface Exemption {
  /** As code, in git; or one finding key, decided in an audit and kept in the store. */
  from: "file" | "decision";
  /** Of a decision only. */
  key: string | null;
  /** Of a decision of an earlier audit: what was wrong when it was accepted. Where something else is wrong now, it is asked again. */
  seen?: { expected: Json; observed: Json };
  /** `null` = every system. */
  system: string | null;
  /** `null` = every check. */
  check: string | null;
  /** Account id, person e-mail, or a pattern with `*` over account names and e-mails, and paths of projects; of a file's exactly one is set. */
  account: string | null;
  person: string | null;
  match: string | null;
  credential: string | null;
  reason: string;
  approver: string;
  /** YYYY-MM-DD, the last day it holds. */
  until: string;
  /** `exemptions.yaml:12`; of a decision its audit. */
  at: string;
}

/** A source that is known not to be readable, accepted by a manager until a date. It stays incomplete; it may be closed so. */
export interface KnownGap {
  system: string;
  source: string;
  reason: string;
  approver: string;
  until: string;
  at: string;
}
