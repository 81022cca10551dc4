import type { CheckSetting } from "../model/config.ts";
import type { Fact } from "../model/fact.ts";
import type { Named } from "../model/finding.ts";
import type { Json } from "../model/json.ts";
import type { MatchedAccount, MatchedInvitation, MatchedPerson } from "../model/matching.ts";
import type { Paged } from "../model/paged.ts";
import type { Project } from "../model/project.ts";
import type { OwnedCredential, Scene } from "../model/scene.ts";
import type { Severity } from "../model/severity.ts";

/**
 * What a check looks at, one at a time. Its kind and id are the end of the finding's key; a pair (an account and what it holds, a
 * person and what they are due) has a `resource` besides, and both stand in the key.
 */
export type Subject =
  | { kind: "account"; account: MatchedAccount; resource?: Named }
  | { kind: "person"; person: MatchedPerson; resource?: Named }
  | { kind: "invitation"; invitation: MatchedInvitation }
  | { kind: "credential"; credential: OwnedCredential }
  /** Somebody who can be paged: named like an account, also where that is gone. */
  | { kind: "paged"; paged: Paged; account: MatchedAccount | null }
  | { kind: "project"; project: Project };

/** What is wrong with one subject, in words for the person who is asked. All text may hold names as the platform gave them. */
export interface Fault {
  expected: Json;
  observed: Json;
  /** One sentence, no full stop, without the name of the subject in front: "has role Admin, the roster says Support Staff". */
  message: string;
  /** What to do, each a sentence a person can act on, best first. */
  fixes: string[];
  /** Roster key the fault rests on: `zendesk.main.role`, "" = the entry as a whole; left out where it rests on no roster fact. */
  rosterPath?: string;
  /** Source it was seen in, where it is not the check's usual one. */
  source?: string;
  /** Where it is not the check's default. A severity set in the configuration wins over both. */
  severity?: Severity;
}

/** `unknown` = in scope, but the platform (or the roster) gave no signal. */
export type Verdict = "pass" | "unknown" | Fault;

/** Who answers: the person, their manager, the auditor, or the owner of the credential (the auditor where that is nobody). */
export type Asks = "person" | "manager" | "auditor" | "owner";

/** Limits of a check in days, as the configuration may override them. */
export interface Limits {
  /** Days after which something counts. */
  after?: number;
  /** Days before a date from which something counts. */
  before?: number;
}

/** A rule as data. Adding one: this file's shape, its test, one line in `index.ts`, one page in `docs/checks`. */
export interface Check {
  id: string;
  /** Raised whenever the rule comes to find something else: evidence names it. Left out = 1. */
  version?: number;
  /** Short, for tables and headings: "Account without a person". */
  title: string;
  severity: Severity;
  asks: Asks;
  /** Control references: "SOC 2 CC6.2", "ISO 27001 A.5.18", "PCI DSS 7.2.4". */
  controls: readonly string[];
  needs: readonly Fact[];
  /** Default limits; the keys here are the ones `rollcall.yaml` may set. */
  limits?: Limits;
  /** Where the rule has no meaning on a system it does not run and is not listed; left out = it has one everywhere. */
  applies?(scene: Scene): boolean;
  /** Everything the rule is about, skipped people and bots already left out as the rule wants. */
  scope(scene: Scene): Iterable<Subject>;
  /** Judges one subject. */
  run(subject: Subject, scene: Scene, limits: Limits): Verdict;
}

export type CheckSettings = Readonly<Record<string, CheckSetting>>;
