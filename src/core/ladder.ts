import type { ActNote, FollowedFinding, FollowedPerson, FollowUpState, Standing, StepName } from "../model/follow-up.ts";
import { normalEmail } from "../model/identity.ts";

/** One rung: what is done, to whom, and whether a wait comes before it. */
export interface Rung {
  step: StepName;
  to: string[];
  channel: "issue" | "slack";
  isAfterWait: boolean;
  notes: ActNote[];
}

/** The ladder of one finding's turn. */
export interface Ladder {
  /** E-mail of whose turn it is. */
  of: string;
  /** Climbed once, in order. */
  rungs: Rung[];
  /** Above the last one: once a week until it is settled. */
  weekly: Rung;
  absences: FollowedPerson["absences"];
}

type Team = Pick<FollowUpState, "roles" | "people" | "settings">;

/** The ladder a finding that is not settled stands on: its person's, or once it is explained its decider's. */
export function ladderOf(finding: FollowedFinding, standing: Standing, team: Team): Ladder {
  if (standing.is === "explained") return deciderLadder(finding, team);
  return team.settings.ladder === "direct" ? directLadder(finding, team) : personLadder(finding, team);
}

/**
 * The ops manager, or who acts for them where they are the subject; the deputy rather than the ops manager, and anybody rather than
 * the very one who is waited for.
 */
export function opsManagerFor(subjects: readonly string[], { roles }: Pick<Team, "roles">, waitedFor?: string): string {
  const wanted = [roles.opsManager, roles.deputy, roles.auditor];
  const [first = normalEmail(roles.opsManager), second = first] = judges(wanted, subjects);
  return first === waitedFor ? second : first;
}

function personLadder(finding: FollowedFinding, team: Team): Ladder {
  const asked = askedOf(finding, team);
  const ops = opsManagerFor(finding.subjects, team, asked.email);
  const manager = managerOf(asked.email, finding, team);
  const opsNotes = ops === normalEmail(team.roles.opsManager) ? [] : (["ops-manager-is-subject"] as const);
  const boss = manager.email === null ? [ops] : [...new Set([manager.email, ops])];
  const direct = directly(ops, team);
  return {
    of: asked.email,
    rungs: [
      issueRung("ask", [asked.email], asked.notes),
      { ...issueRung("escalate", boss, [...manager.notes, ...opsNotes]), isAfterWait: true },
      { ...direct, step: "tell", isAfterWait: true, notes: [...direct.notes, ...opsNotes] },
    ],
    weekly: reminder(ops, team),
    absences: absencesOf(asked.email, team),
  };
}

/** Everything goes to one person, unless it is about them. */
function directLadder(finding: FollowedFinding, team: Team): Ladder {
  const { auditor, opsManager, deputy } = team.roles;
  const wanted = team.settings.directTo === "auditor" ? [auditor, opsManager, deputy] : [opsManager, deputy, auditor];
  const of = judges(wanted, finding.subjects)[0] ?? normalEmail(wanted[0] ?? auditor);
  return {
    of,
    rungs: [issueRung("ask", [of], [])],
    weekly: reminder(of, team),
    absences: absencesOf(of, team),
  };
}

/** The auditor, then the ops manager; never the subject, and nobody twice. */
function deciderLadder(finding: FollowedFinding, team: Team): Ladder {
  const { auditor, opsManager, deputy } = team.roles;
  const [first = normalEmail(auditor), second = null] = judges([auditor, opsManager, deputy], finding.subjects);
  const late = second === null ? [] : [{ ...issueRung("decide-late", [second], []), isAfterWait: true }];
  return {
    of: first,
    rungs: [issueRung("decide", [first], []), ...late],
    weekly: reminder(second ?? first, team),
    absences: absencesOf(first, team),
  };
}

function issueRung(step: StepName, to: string[], notes: ActNote[]): Rung {
  return { step, to, channel: "issue", isAfterWait: false, notes };
}

/** One a week and person, of whatever: hence one way for all. */
export function reminder(email: string, team: Pick<Team, "settings">): Rung {
  return { ...directly(email, team), step: "remind", isAfterWait: false };
}

function directly(email: string, { settings }: Pick<Team, "settings">): Pick<Rung, "to" | "channel" | "notes"> {
  return { to: [email], channel: settings.slack ? "slack" : "issue", notes: settings.slack ? [] : ["no-slack"] };
}

/** Who answers. Somebody who has left, was taken out of the roster or never was in it cannot: then the auditor is asked. */
function askedOf({ owner }: FollowedFinding, { roles, people }: Team): { email: string; notes: ActNote[] } {
  const auditor = normalEmail(roles.auditor);
  if (owner === null) return { email: auditor, notes: ["owner-unknown"] };
  const email = normalEmail(owner);
  const person = people.get(email);
  if (person?.left) return { email: auditor, notes: email === auditor ? [] : ["owner-left"] };
  const isKnown = person !== undefined || rolesOf(roles).includes(email);
  return isKnown ? { email: normalEmail(person?.email ?? email), notes: [] } : { email: auditor, notes: ["owner-unknown"] };
}

/** Whom it goes to next; `null` = nobody but the ops manager, and why. */
function managerOf(asked: string, finding: FollowedFinding, { people }: Team): { email: string | null; notes: ActNote[] } {
  const named = people.get(asked)?.manager ?? null;
  const manager = named === null ? undefined : people.get(normalEmail(named));
  if (!manager) return { email: null, notes: ["no-manager"] };
  if (manager.left) return { email: null, notes: ["manager-left"] };
  const email = normalEmail(manager.email);
  const isSubject = email === asked || finding.subjects.some((subject) => normalEmail(subject) === email);
  return isSubject ? { email: null, notes: ["manager-is-subject"] } : { email, notes: [] };
}

/** Those of the wanted, each once, whom it is not about. */
function judges(wanted: readonly (string | null)[], subjects: readonly string[]): string[] {
  const about = new Set(subjects.map(normalEmail));
  const emails = wanted.flatMap((email) => (email === null ? [] : [normalEmail(email)]));
  return [...new Set(emails)].filter((email) => !about.has(email));
}

function rolesOf({ auditor, opsManager, deputy }: Team["roles"]): string[] {
  return [auditor, opsManager, deputy].flatMap((email) => (email === null ? [] : [normalEmail(email)]));
}

function absencesOf(email: string, { people }: Team): FollowedPerson["absences"] {
  return people.get(email)?.absences ?? [];
}
