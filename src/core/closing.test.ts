import { describe, expect, test } from "vitest";
import type { KnownGap } from "../model/exemption.ts";
import type { DoneAct, FollowUpState } from "../model/follow-up.ts";
import { type ClosingFacts, closingOf, reviewerOf } from "./closing.ts";
import { runningClock } from "./running-clock.ts";
import { settle } from "./settle.ts";
import { aFollowed, aState, dana, decision, dora, lee, opal } from "./testing/follow-up.ts";

const now = "2026-12-05T10:00:00Z";
const gone = { sightings: [{ at: "2026-12-01T10:00:00Z", seen: false }] };

function look(over: object = {}) {
  const users = { name: "users", status: "complete" as const, rows: 340, expected: 340, requests: 4, sha256: "ab", reason: null };
  return {
    n: 3,
    takenAt: "2026-11-20T06:00:00Z",
    status: "complete" as const,
    sources: [users],
    accounts: 340,
    sha256: "c0ffee",
    ...over,
  };
}

function facts(state: FollowUpState, over: Partial<ClosingFacts> = {}): ClosingFacts {
  const clock = runningClock(state.clock);
  const standings = new Map(state.findings.map((one) => [one.key, settle(one, { clock, now: Date.parse(now) })]));
  return { name: "Zendesk Global", state, standings, look: look(), gaps: new Map(), now, ...over };
}

const settled = aState({
  findings: [aFollowed(1, gone), aFollowed(2, { decisions: [decision("accept", "2026-12-02T10:00:00Z")] })],
});
const manager = { by: opal, reason: null };

describe("an audit in which everything is settled", () => {
  test("is closed by the ops manager, who signs what was reviewed", () => {
    const closing = closingOf(facts(settled), manager);
    expect(closing).toMatchObject({ refusals: [], isStale: false, to: "closed" });
    expect(closing.review?.sentence).toBe(
      "I reviewed the access of all 340 accounts of Zendesk Global as listed on 2026-11-20 (sha256 c0ffee), its 2 findings and 1 exemption",
    );
    expect(closing.review).toMatchObject({ by: opal, waiver: null, carriedOver: 0, listedAt: "2026-11-20T06:00:00Z" });
  });

  test.each([lee, dana, null])("is not closed by %s", (by) => {
    const { refusals, review } = closingOf(facts(settled), { by, reason: "trust me" });
    expect(review).toBeNull();
    expect(refusals).toEqual([`${by ?? "Somebody unknown"} cannot close it: ${opal} reviews Zendesk Global.`]);
  });

  test("is closed by the deputy where a finding is about the ops manager, whoever else asks", () => {
    const about = aState({ findings: [aFollowed(1, { ...gone, subjects: [opal.toUpperCase()] })] });
    expect(closingOf(facts(about), manager).refusals).toEqual([`${opal} cannot close it: ${dora} reviews Zendesk Global.`]);
    expect(closingOf(facts(about), { by: dora, reason: null }).refusals).toEqual([]);
  });

  test("has no reviewer where both are subjects", () => {
    const about = aState({ findings: [aFollowed(1, { ...gone, subjects: [opal, dora] })] });
    expect(reviewerOf(about)).toBeNull();
    expect(closingOf(facts(about), manager).refusals[0]).toMatch(/both subjects.*another deputy/);
  });

  test("needs listings of the last 30 days, by the calendar of the configured time zone", () => {
    const at = (day: string) => closingOf(facts(settled, { now: `${day}T10:00:00Z` }), manager).isStale;
    expect([at("2026-12-20"), at("2026-12-21")]).toEqual([false, true]);
  });

  test("is not closed before somebody went through the findings", () => {
    const draft = { ...settled, startedAt: null };
    expect(closingOf(facts(draft), manager).refusals[0]).toMatch(/^Nobody has gone through the findings yet/);
  });
});

describe("what is open", () => {
  const open = aState({
    findings: [
      aFollowed(12),
      aFollowed(2, { answers: [{ kind: "explain", by: dana, at: "2026-12-01T10:00:00Z", reason: "cover" }] }),
      aFollowed(3, gone),
    ],
  });

  test("is named, in the order of the refs", () => {
    expect(closingOf(facts(open), manager).refusals).toEqual(["Not settled yet: F2 (waits for a decision), F12."]);
  });

  test("goes on into the next audit once the period is over and the manager was asked", () => {
    const act: DoneAct = {
      id: "carry-over#1",
      step: "carry-over",
      about: opal,
      to: [opal],
      items: [],
      at: "2027-02-01T00:00:00Z",
    };
    const closing = closingOf(facts({ ...open, done: [act] }), manager);
    expect(closing.review).toMatchObject({ carriedOver: 2, sentence: expect.stringMatching(/; carried over: 2$/) });
  });
});

describe("what could not be looked at", () => {
  const groups = {
    name: "groups",
    status: "unavailable" as const,
    rows: 0,
    expected: null,
    requests: 1,
    sha256: null,
    reason: "refused",
  };
  const blind = look({ status: "incomplete", sources: [groups] });
  const gap: KnownGap = {
    system: "1password",
    source: "groups",
    reason: "no plan",
    approver: opal,
    until: "2027-01-01",
    at: "exemptions.yaml:3",
  };

  test("needs a waiver, and is named", () => {
    expect(closingOf(facts(settled, { look: blind }), manager).refusals).toEqual([
      expect.stringMatching(/^Rollcall could not look at groups\./),
    ]);
  });

  test("is waived by the manager's word, which stands in the review", () => {
    const closing = closingOf(facts(settled, { look: blind }), { by: opal, reason: "gone through by hand" });
    expect(closing).toMatchObject({ to: "waived", review: { waiver: "gone through by hand" } });
  });

  test("is closed where a known gap says so for all of it, and only then", () => {
    const gaps = new Map([["groups", gap]]);
    expect(closingOf(facts(settled, { look: blind, gaps }), manager)).toMatchObject({
      to: "closed",
      review: { waiver: `groups: no plan (accepted by ${opal} until 2027-01-01)` },
    });
    const more = look({ status: "incomplete", sources: [groups, { ...groups, name: "users" }] });
    expect(closingOf(facts(settled, { look: more, gaps }), manager).refusals[0]).toMatch(/groups, users/);
  });

  test("a word where everything was read waives nothing", () => {
    expect(closingOf(facts(settled), { by: opal, reason: "all fine" })).toMatchObject({ to: "closed", review: { waiver: null } });
  });
});
