/** An accepted finding or account. As code, in git; an end is required. */
export interface Exemption {
  /** `null` = every system. */
  system: string | null;
  /** `null` = every check. */
  check: string | null;
  /** Account id, person e-mail, or a pattern with `*` over account names and e-mails, and paths of projects; exactly one is set. */
  account: string | null;
  person: string | null;
  match: string | null;
  credential: string | null;
  reason: string;
  approver: string;
  /** YYYY-MM-DD, the last day it holds. */
  until: string;
  /** `exemptions.yaml:12`. */
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
