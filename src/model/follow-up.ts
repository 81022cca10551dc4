import type { Answer, Decision } from "./answer.ts";
import type { Severity } from "./severity.ts";

/**
 * The outside acts of the follow-up (DOMAIN §2). `ask`: the person, in the issue. `escalate`: their manager and the ops manager, in
 * the issue. `tell`: the ops manager, directly. `decide`: whoever is to decide on an explanation; `decide-late`: the ops manager,
 * because nobody has. `remind`: once a week until it is settled. `review`: everything is settled. `carry-over`: the period ended.
 */
export type StepName = "ask" | "escalate" | "tell" | "decide" | "decide-late" | "remind" | "review" | "carry-over";

/** A change of what the platform shows. What nobody could look at is no sighting; one that says the same as the last may be left out. */
export interface Sighting {
  /** ISO 8601 time of the snapshot. */
  at: string;
  seen: boolean;
}

/**
 * Why a finding waits for somebody, and since when. `since` null = since it was found: a date of its own would be lost where the
 * store is rebuilt from the issue. It is also what tells the steps of one turn from those of the next.
 */
export interface Turn {
  since: string | null;
  why: "found" | "explained" | "rejected" | "reopened" | "re-granted" | "acceptance-ended";
  /** In the words of who explained, rejected or reopened. */
  reason: string | null;
}

/** Where a finding stands. The turn of one that is settled is the last one in which it was open. */
export type Standing =
  /** The person's turn. `claim`: said to be fixed, which the platform does not show yet. */
  | { is: "open"; turn: Turn; claim: "fixed" | "roster" | null }
  /** The decider's turn. */
  | { is: "explained"; turn: Turn; by: string | null }
  /** `at` null = it never was open; `until` = last day of an acceptance or exemption. */
  | { is: "settled"; turn: Turn; by: "fixed" | "roster" | "accepted" | "exempt"; at: string | null; until: string | null };

/** A step made for one finding in an earlier audit: what is carried over keeps its place on the ladder. */
export interface CarriedStep {
  step: StepName;
  at: string;
  turn: string | null;
  of: string;
}

export interface FollowedFinding {
  key: string;
  ref: string;
  severity: Severity;
  /** E-mail of who is asked (`answers_to`); `null` = nobody. */
  owner: string | null;
  /** Every e-mail of whom it is about: the person's, their aliases, the account's. Empty = nobody. */
  subjects: string[];
  /** ISO 8601; of the first audit that had it. */
  foundAt: string;
  /** By `exemptions.yaml`. */
  exempt: { until: string } | null;
  sightings: Sighting[];
  answers: Answer[];
  decisions: Decision[];
  carried: CarriedStep[];
}

/** Somebody of the roster, as far as the follow-up must know. */
export interface FollowedPerson {
  email: string;
  /** E-mail; `null` where the roster names nobody, or nobody we can find. */
  manager: string | null;
  left: boolean;
  /** Days, YYYY-MM-DD, both inclusive. */
  absences: { from: string; to: string }[];
}

export interface FollowUpSettings {
  /** Days between two steps, of running clock; above 0, may be a fraction. */
  wait: number;
  /** Days after which it starts by itself; `null` = when the auditor says so. */
  startAfter: number | null;
  /** People pinged in one round at most. A round is a day in the configured time zone. */
  atMost: number;
  /** `direct`: everything goes to one person, without manager and without waits (GitLab.com, 1Password). */
  ladder: "full" | "direct";
  /** Who that is. */
  directTo: "ops-manager" | "auditor";
  /** False = nobody can be told directly: then it is said in the issue. */
  slack: boolean;
}

/** When the clock of the follow-up runs. While it does not, nothing is sent and no wait passes. */
export interface ClockRules {
  timeZone: string;
  pauseWeekends: boolean;
  /** Days, YYYY-MM-DD. */
  holidays: string[];
}

/** E-mails. */
export interface Roles {
  auditor: string;
  opsManager: string;
  /** Acts where the ops manager is the subject. */
  deputy: string | null;
}

/** Everything the follow-up of one audit rests on. Facts only: where a finding stands is derived, never kept. */
export interface FollowUpState {
  /** `zendesk-global/FY27-Q4`. */
  audit: string;
  /** Last day of the period, YYYY-MM-DD. */
  periodEnd: string;
  /** When the findings were recorded: `startAfter` counts from here. */
  recordedAt: string;
  /** When the auditor said so. */
  startedAt: string | null;
  /** Closed, waived or cancelled: nothing is due any more. */
  closed: boolean;
  settings: FollowUpSettings;
  clock: ClockRules;
  roles: Roles;
  /** By `normalEmail` of each of their addresses. */
  people: ReadonlyMap<string, FollowedPerson>;
  findings: readonly FollowedFinding[];
  /** Every act made so far, in any order. */
  done: readonly DoneAct[];
}

export interface ActItem {
  key: string;
  ref: string;
  /** `Turn.since` of the turn the act belongs to. */
  turn: string | null;
  /** E-mail of whose turn it is: who is asked, or is to decide. */
  of: string;
}

interface ActIdentity {
  /** The same for the same act, whoever computes it: what an intent is kept, and a marker looked up, under. Unique in an audit. */
  id: string;
  step: StepName;
  /** E-mail: whose items these are; where they are several people's, who is told. */
  about: string;
  /** E-mails of those it is addressed to. Empty = nobody: it is only noted. */
  to: string[];
  /** Worst first. Empty where the audit as a whole is meant. */
  items: ActItem[];
}

/** An act that was made. */
export interface DoneAct extends ActIdentity {
  at: string;
}

/** What an act has to say besides: why it goes to somebody else than usual. */
export type ActNote =
  | "owner-left"
  | "owner-unknown"
  | "no-manager"
  | "manager-is-subject"
  | "manager-left"
  | "ops-manager-is-subject"
  | "no-slack"
  | "not-started";

/** An act that is due. */
export interface Act extends ActIdentity {
  channel: "issue" | "slack";
  /** Since when it is due. */
  dueAt: string;
  notes: ActNote[];
}

export interface Step {
  /** In the order to be made. */
  due: Act[];
  /** When, after now, something else than `due` comes due; `null` = never. To be asked again once `due` is recorded. */
  next: string | null;
}

export interface PlannedAct {
  at: string;
  act: Act;
}
