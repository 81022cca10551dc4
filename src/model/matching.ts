import type { Account, Invitation, Level } from "./account.ts";
import type { Person } from "./person.ts";

/** Something a person should hold. */
export interface Due {
  /** Id or name of the entitlement, as roster or configuration writes it. */
  entitlement: string;
  /** `null` = at any level. */
  level: Level | null;
}

/** What the roster says of one person on the audited system. */
export interface Expectation {
  /** The roster key it stands under: `zendesk.main`. Empty where everybody of the roster is expected, without a block of their own. */
  path: string;
  id: string | null;
  username: string | null;
  /** Display name used there, instead of the real name. */
  alias: string | null;
  role: string | null;
  groups: string[] | null;
  /** All they should hold of what `Observed.entitlements` lists; left out where nobody says. */
  dues?: Due[];
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
  invitations: MatchedInvitation[];
}

/** An invitation and whom it is for: by e-mail, or like an account where they are somebody there already. */
export interface MatchedInvitation {
  invitation: Invitation;
  person: MatchedPerson | null;
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

/** Accounts beside people. Accounts and invitations are sorted by id, people by `person.id`. */
export interface Matching {
  accounts: MatchedAccount[];
  people: MatchedPerson[];
  invitations: MatchedInvitation[];
  lostClaims: LostClaim[];
}
