import type { Account } from "./account.ts";
import type { Person } from "./person.ts";

/** What the roster says of one person on the audited system. `path` is the roster key it stands under: `zendesk.main`. */
export interface Expectation {
  path: string;
  id: string | null;
  username: string | null;
  /** Display name used there, instead of the real name. */
  alias: string | null;
  role: string | null;
  groups: string[] | null;
}

export interface MatchedPerson {
  person: Person;
  /** `null`: the roster names no seat here. */
  expectation: Expectation | null;
  /** Should have an account: has an expectation, has started, has not left. */
  expected: boolean;
  /** Last day is past, in the configured time zone. */
  left: boolean;
  /** In `people.skip`: listed and counted, never a finding. */
  skipped: boolean;
  accounts: MatchedAccount[];
}

export interface MatchedAccount {
  account: Account;
  person: MatchedPerson | null;
  /** What the match rests on; never the name alone. */
  by: "id" | "username" | "email" | null;
  /** Only for an account of nobody: people with the same name, offered as a hint. */
  namesakes: Person[];
}

/** A roster id that leads nowhere good: to no account (`account` null) or to one that goes to another person. */
export interface LostClaim {
  person: MatchedPerson;
  id: string;
  account: MatchedAccount | null;
}

/** Accounts beside people. Accounts are sorted by id, people by `person.id`. */
export interface Matching {
  accounts: MatchedAccount[];
  people: MatchedPerson[];
  lostClaims: LostClaim[];
}
