import { describe, expect, it } from "vitest";
import { step } from "./follow-up.ts";
import { recorded } from "./plan.ts";
import { aFollowed, aState, climbed, decision, dora, explained, lee, lines, monday, opal } from "./testing/follow-up.ts";

describe("answers and decisions", () => {
  const tuesday = "2026-11-24T09:00:00Z";

  it("an explanation stops the person's ladder and starts the decider's", () => {
    const state = aState({ findings: [aFollowed(1, { answers: [explained(tuesday)] })] });
    expect(lines(state, "2026-12-05T00:00:00Z", tuesday)).toEqual([
      "11-24 09:00 decide lee@acme.test F1",
      "11-27 09:00 decide-late opal@acme.test F1",
      "12-04 09:00 remind opal@acme.test F1",
    ]);
  });

  it("what was explained before the start waits for the start", () => {
    const state = aState({ findings: [aFollowed(1, { answers: [explained("2026-11-21T09:00:00Z")] })] });
    expect(lines(state, "2026-11-26T12:00:00Z")).toEqual([
      "11-23 09:00 decide lee@acme.test F1",
      "11-26 09:00 decide-late opal@acme.test F1",
    ]);
  });

  it("nobody decides on what is about themselves", () => {
    const about = (subject: string) => [aFollowed(1, { subjects: [subject], answers: [explained(monday)] })];
    const steps = (subject: string) => climbed({ findings: about(subject) });
    expect(steps(lee)).toEqual(["decide opal@acme.test F1", "decide-late dora@acme.test F1"]);
    expect(steps(opal)).toEqual(["decide lee@acme.test F1", "decide-late dora@acme.test F1"]);
  });

  it("a rejected explanation asks again, and climbs again", () => {
    const finding = aFollowed(1, { answers: [explained(tuesday)] });
    const state = aState();
    const asked = recorded(state, step(state, monday).due, monday);
    const rejected = { ...asked, findings: [{ ...finding, decisions: [decision("reject", "2026-11-25T09:00:00Z")] }] };
    expect(lines(rejected, "2026-11-28T12:00:00Z", "2026-11-25T10:00:00Z")).toEqual([
      "11-25 10:00 ask dana@acme.test F1",
      "11-28 10:00 escalate kim@acme.test+opal@acme.test F1",
    ]);
  });

  it("a fixed that the platform does not show leaves the ladder where it was", () => {
    const claimed = aState({ findings: [aFollowed(1, { answers: [explained(tuesday, { kind: "fixed" })] })] });
    expect(lines(claimed, "2026-12-31T00:00:00Z")).toEqual(lines(aState(), "2026-12-31T00:00:00Z"));
  });

  it("what is settled is never pinged, and an acceptance that ends is asked about", () => {
    const findings = [
      aFollowed(1, { decisions: [decision("accept", monday, { until: "2026-12-01" })] }),
      aFollowed(2, { sightings: [{ at: monday, seen: false }] }),
      aFollowed(3, { exempt: { until: "2027-06-30" } }),
    ];
    expect(lines(aState({ findings }), "2026-12-03T00:00:00Z")).toEqual([
      "11-23 09:00 review opal@acme.test F1 F2",
      "11-30 09:00 remind opal@acme.test",
      "12-02 00:00 ask dana@acme.test F1",
    ]);
  });
});

describe("review", () => {
  const settled = aFollowed(1, { sightings: [{ at: "2026-11-24T09:00:00Z", seen: false }] });

  it("is asked of the ops manager once all is settled, of the deputy where it is about the ops manager", () => {
    const findings = [settled, aFollowed(2, { ...settled, key: "b", ref: "F2", subjects: [opal] })];
    const from = "2026-11-24T10:00:00Z";
    expect(lines(aState({ findings: [settled] }), from, from)).toEqual(["11-24 10:00 review opal@acme.test F1"]);
    expect(lines(aState({ findings }), from, from)).toEqual([`11-24 10:00 review ${dora} F1 F2`]);
    expect(lines(aState({ findings: [] }), monday)).toEqual(["11-23 09:00 review opal@acme.test"]);
  });

  it("is asked again only where something was open in between", () => {
    const state = aState({ findings: [settled] });
    const tuesday = "2026-11-24T10:00:00Z";
    const asked = recorded(state, step(state, tuesday).due, tuesday);
    const back = { at: "2026-11-26T09:00:00Z", seen: true };
    const again = [settled.sightings, back, { at: "2026-11-27T09:00:00Z", seen: false }].flat();
    const later = "2026-11-27T10:00:00Z";
    expect(step(asked, later).due).toEqual([]);
    expect(step({ ...asked, findings: [{ ...settled, sightings: again }] }, later).due).toMatchObject([{ step: "review" }]);
  });

  it("ends everything once the audit is closed", () => {
    expect(step(aState({ closed: true }), monday)).toEqual({ due: [], next: null });
  });
});
