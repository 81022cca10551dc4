import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { FollowedFinding } from "../model/follow-up.ts";
import { runningClock } from "./running-clock.ts";
import { settle } from "./settle.ts";
import { aFollowed, decision, explained } from "./testing/follow-up.ts";

const clock = runningClock({ timeZone: "Europe/Berlin", pauseWeekends: false, holidays: [] });

function standing(over: Partial<FollowedFinding> = {}, now = "2026-12-01T12:00:00Z") {
  return settle(aFollowed(1, over), { clock, now: Date.parse(now) });
}

const first = { since: null, why: "found", reason: null };
const found = { is: "open", turn: first, claim: null };

const day = (date: number) => `2026-11-${date}T09:00:00Z`;
const gone = (date: number) => ({ at: day(date), seen: false });
const seen = (date: number) => ({ at: day(date), seen: true });

describe("settle", () => {
  it("leaves what nobody says anything of open", () => {
    expect(standing()).toEqual(found);
    expect(standing({ sightings: [seen(20), seen(21)] })).toEqual(found);
  });

  it.each(["fixed", "roster"] as const)("takes %s for a claim until it is seen", (kind) => {
    const answers = [explained(day(24), { kind, reason: null })];
    expect(standing({ answers })).toEqual({ ...found, claim: kind });
    expect(standing({ answers, sightings: [gone(25)] })).toEqual({
      is: "settled",
      turn: first,
      by: kind,
      at: day(25),
      until: null,
    });
  });

  it("gives an explanation to the decider, from the first one on", () => {
    const answers = [explained(day(25), { reason: "again" }), explained(day(24)), explained(day(26), { kind: "fixed" })];
    const turn = { since: day(24), why: "explained", reason: "on-call cover" };
    expect(standing({ answers })).toEqual({ is: "explained", turn, by: "dana@acme.test" });
  });

  it("gives a rejected explanation back to the person, and a new one to the decider again", () => {
    const rejected = { answers: [explained(day(24))], decisions: [decision("reject", day(25))] };
    expect(standing(rejected)).toEqual({ ...found, turn: { since: day(25), why: "rejected", reason: "as agreed" } });
    const again = { ...rejected, answers: [...rejected.answers, explained(day(26))] };
    expect(standing(again)).toMatchObject({ is: "explained", turn: { since: day(26) } });
  });

  it("has nothing to reject where nobody explained", () => {
    expect(standing({ decisions: [decision("reject", day(25))] })).toEqual(found);
  });

  it("accepts until the end of the last day, in the configured time zone", () => {
    const decisions = [decision("accept", day(24), { until: "2026-11-30" })];
    const accepted = { is: "settled", turn: first, by: "accepted", at: day(24), until: "2026-11-30" };
    expect(standing({ decisions }, "2026-11-30T22:59:59Z")).toEqual(accepted);
    const over = { since: "2026-11-30T23:00:00Z", why: "acceptance-ended", reason: null };
    expect(standing({ decisions }, "2026-11-30T23:00:00Z")).toEqual({ ...found, turn: over });
  });

  it("renews an acceptance that ended", () => {
    const decisions = [decision("accept", day(21), { until: "2026-11-22" }), decision("accept", day(24))];
    expect(standing({ decisions })).toMatchObject({ is: "settled", by: "accepted", until: "2027-03-01" });
  });

  it("opens what is reopened", () => {
    const decisions = [decision("accept", day(24)), decision("reopen", day(25))];
    expect(standing({ decisions })).toEqual({ ...found, turn: { since: day(25), why: "reopened", reason: "as agreed" } });
  });

  it("opens what comes back on the platform, with nothing said of it before", () => {
    const over = { answers: [explained(day(22))], sightings: [gone(23), seen(25)] };
    expect(standing(over)).toEqual({ ...found, turn: { since: day(25), why: "re-granted", reason: null } });
  });

  it("takes what is said at the moment of a listing for said of what it shows", () => {
    const over = { sightings: [gone(22), seen(23)], answers: [explained(day(23))] };
    expect(standing(over)).toMatchObject({ is: "explained", turn: { since: day(23) } });
  });

  it("keeps what was accepted accepted when it goes and comes back, until its date", () => {
    const over = { decisions: [decision("accept", day(22), { until: "2026-11-30" })], sightings: [gone(23), seen(25)] };
    expect(standing(over, day(26))).toMatchObject({ is: "settled", by: "accepted", until: "2026-11-30" });
    expect(standing(over)).toMatchObject({ is: "open", turn: { why: "acceptance-ended" } });
    expect(standing({ ...over, sightings: [gone(23)] })).toMatchObject({ is: "settled", by: "fixed", until: null });
  });

  it("does not reopen what the platform no longer shows", () => {
    expect(standing({ sightings: [gone(23)], decisions: [decision("reopen", day(24))] })).toMatchObject({
      by: "fixed",
      at: day(23),
    });
  });

  it("holds an exemption of the file to its last day", () => {
    const exempt = { until: "2026-11-30" };
    expect(standing({ exempt }, day(29))).toEqual({ is: "settled", turn: first, by: "exempt", at: null, until: "2026-11-30" });
    expect(standing({ exempt })).toEqual(found);
  });
});

const times = fc.integer({ min: 10, max: 30 }).map(day);
const histories = fc.record({
  answers: fc.array(fc.tuple(times, fc.constantFrom("fixed", "roster", "explain" as const)), { maxLength: 5 }),
  decisions: fc.array(fc.tuple(times, fc.constantFrom("accept", "reject", "reopen" as const)), { maxLength: 5 }),
  sightings: fc.array(fc.record({ at: times, seen: fc.boolean() }), { maxLength: 5 }),
});

test("the order in which things are told decides nothing, and what the platform no longer shows is settled", () => {
  fc.assert(
    fc.property(histories, (drawn) => {
      const answers = drawn.answers.map(([at, kind]) => explained(at, { kind: kind as "fixed" }));
      const decisions = drawn.decisions.map(([at, kind]) => decision(kind as "accept", at));
      const { sightings } = drawn;
      const told = standing({ answers, decisions, sightings });
      const reversed = { answers: answers.toReversed(), decisions: decisions.toReversed(), sightings: sightings.toReversed() };
      expect(standing(reversed)).toEqual(told);
      const last = sightings
        .map(({ at }) => at)
        .sort()
        .at(-1);
      const isShown = !last || sightings.some(({ at, seen }) => at === last && seen);
      if (!isShown) expect(told.is).toBe("settled");
    }),
  );
});
