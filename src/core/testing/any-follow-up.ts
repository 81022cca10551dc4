import fc from "fast-check";
import type { Answer, Decision } from "../../model/answer.ts";
import type { FollowedFinding, FollowUpState } from "../../model/follow-up.ts";
import { dayMs } from "../running-clock.ts";
import {
  aFollowed,
  aPerson,
  aState,
  dana,
  decision,
  explained,
  kim,
  lee,
  monday,
  opal,
  peopleMap,
  settings,
} from "./follow-up.ts";

/** When the follow-up of every state starts. */
export const start = Date.parse(monday);
const periodEnd = "2027-01-31";

export function iso(at: number): string {
  return new Date(at).toISOString();
}

/** A moment from three days before the start to the middle of January. */
export const moment = fc.integer({ min: -3 * 24, max: 55 * 24 }).map((hours) => iso(start + hours * (dayMs / 24)));
const emails = ["ann@acme.test", "bob@acme.test", dana, kim, lee, opal, "nobody@acme.test"];
const email = fc.constantFrom(...emails);
const answer: fc.Arbitrary<Answer> = fc
  .tuple(moment, fc.constantFrom("fixed", "roster", "explain"))
  .map(([at, kind]) => explained(at, { kind: kind as "explain" }));
const decided: fc.Arbitrary<Decision> = fc
  .tuple(moment, fc.constantFrom("accept", "reject", "reopen"))
  .map(([at, kind]) => decision(kind as "accept", at, kind === "accept" ? { until: "2026-12-20" } : {}));

const findings: fc.Arbitrary<FollowedFinding[]> = fc
  .array(
    fc.record({
      severity: fc.constantFrom("critical", "high", "medium", "low" as const),
      owner: fc.option(email),
      subjects: fc.array(email, { maxLength: 1 }),
      answers: fc.array(answer, { maxLength: 2 }),
      decisions: fc.array(decided, { maxLength: 2 }),
      sightings: fc.array(fc.record({ at: moment, seen: fc.boolean() }), { maxLength: 2 }),
    }),
    { maxLength: 8 },
  )
  .map((all) => all.map((over, index) => aFollowed(index + 1, over as Partial<FollowedFinding>)));

/** Any team, settings, clock and history of up to eight findings. */
export const anyState: fc.Arbitrary<FollowUpState> = fc
  .record({
    findings,
    atMost: fc.integer({ min: 1, max: 4 }),
    ladder: fc.constantFrom("full", "direct" as const),
    wait: fc.constantFrom(1, 3, 0.5),
    pauseWeekends: fc.boolean(),
    timeZone: fc.constantFrom("UTC", "America/New_York", "Asia/Kolkata"),
    holidays: fc.subarray(["2026-11-26", "2026-12-25"]),
    away: fc.subarray([{ from: "2026-11-24", to: "2026-11-30" }]),
  })
  .map(({ findings: given, atMost, ladder, wait, away, ...clock }) => {
    const people = [
      aPerson("ann@acme.test", { absences: away }),
      aPerson("bob@acme.test", { left: true }),
      aPerson(kim, { manager: opal }),
    ];
    return aState({
      ...{ findings: given, periodEnd, clock, settings: settings({ atMost, ladder: ladder as "full", wait }) },
      people: peopleMap([...aState().people.values(), ...people]),
    });
  });
