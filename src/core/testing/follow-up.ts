import type { Answer, Decision } from "../../model/answer.ts";
import type { FollowedFinding, FollowedPerson, FollowUpSettings, FollowUpState } from "../../model/follow-up.ts";
import { normalEmail } from "../../model/identity.ts";
import { plan } from "../plan.ts";

/** Builders for tests of the follow-up. FY27-Q4 is November 2026 to January 2027; the 23rd of November 2026 is a Monday. */
export const monday = "2026-11-23T09:00:00Z";

export const dana = "dana@acme.test";
export const kim = "kim@acme.test";
export const lee = "lee@acme.test";
export const opal = "opal@acme.test";
export const dora = "dora@acme.test";

/** A finding about Dana, which she is asked about. */
export function aFollowed(number = 1, over: Partial<FollowedFinding> = {}): FollowedFinding {
  return {
    key: `zendesk-global/role-mismatch/account:${number}`,
    ref: `F${number}`,
    severity: "high",
    owner: dana,
    subjects: [dana],
    foundAt: "2026-11-20T06:00:00Z",
    exempt: null,
    sightings: [],
    answers: [],
    decisions: [],
    carried: [],
    ...over,
  };
}

export function explained(at: string, over: Partial<Answer> = {}): Answer {
  return { kind: "explain", by: dana, at, reason: "on-call cover", ...over };
}

export function decision(kind: Decision["kind"], at: string, over: Partial<Decision> = {}): Decision {
  return { kind, by: lee, at, until: kind === "accept" ? "2027-03-01" : null, reason: "as agreed", ...over };
}

export function aPerson(email: string, over: Partial<FollowedPerson> = {}): FollowedPerson {
  return { email, manager: kim, left: false, absences: [], ...over };
}

export function peopleMap(people: readonly FollowedPerson[]): Map<string, FollowedPerson> {
  return new Map(people.map((person) => [normalEmail(person.email), person]));
}

export function settings(over: Partial<FollowUpSettings> = {}): FollowUpSettings {
  return { wait: 3, startAfter: null, atMost: 40, ladder: "full", directTo: "ops-manager", slack: true, ...over };
}

/** Dana reports to Kim; Lee audits, Opal manages operations, Dora is her deputy. Started on Monday; the clock never pauses. */
export function aState(over: Partial<FollowUpState> = {}): FollowUpState {
  const people = [
    aPerson(dana),
    aPerson(kim, { manager: null }),
    aPerson(lee, { manager: opal }),
    aPerson(opal, { manager: null }),
  ];
  return {
    audit: "zendesk-global/FY27-Q4",
    periodEnd: "2027-01-31",
    recordedAt: "2026-11-20T06:00:00Z",
    startedAt: monday,
    closed: false,
    settings: settings(),
    clock: { timeZone: "UTC", pauseWeekends: false, holidays: [] },
    roles: { auditor: lee, opsManager: opal, deputy: dora },
    people: peopleMap([...people, aPerson(dora, { manager: null })]),
    findings: [aFollowed()],
    done: [],
    ...over,
  };
}

/** "11-23 09:00 ask dana@acme.test F1 F2", one line an act. */
export function lines(state: FollowUpState, until: string, from = "2026-11-20T09:00:00Z"): string[] {
  return plan(state, { from, until }).map(({ at, act }) => {
    const refs = act.items.map(({ ref }) => ref).join(" ");
    const notes = act.notes.length > 0 ? ` (${act.notes.join(", ")})` : "";
    return `${at.slice(5, 16).replace("T", " ")} ${act.step} ${act.to.join("+")} ${refs}${notes}`.trimEnd();
  });
}

/** Only step and addressee of what comes up to the third rung. */
export function climbed(over: Partial<FollowUpState>): string[] {
  return lines(aState(over), "2026-12-01T00:00:00Z").map((line) => line.slice(12));
}
