import { describe, expect, test } from "vitest";
import { acceptancesIn, carriedFrom, carriedInto, exemptionFrom, type KnownAudit } from "./carry.ts";
import { step } from "./follow-up.ts";
import { followUpState } from "./follow-up-state.ts";
import { dana, decision, explained, kim, lee, monday } from "./testing/follow-up.ts";
import {
  acceptance,
  actEvent,
  aFinding,
  aMemory,
  anExemption,
  aRemembered,
  aSource,
  type MemoryParts,
  recorded,
  saidEvent,
} from "./testing/memory.ts";

/** The next quarter's first day. */
const next = "2027-02-01T06:00:00Z";
const finding = aFinding();
const { key, ref } = finding;

function known(parts: MemoryParts = {}, source = aSource({ now: next })): KnownAudit {
  const memory = aMemory(parts);
  return { memory, state: followUpState(memory, source) };
}

function said(answers: ReturnType<typeof explained>[], decisions: ReturnType<typeof decision>[] = []) {
  return saidEvent("note:1", {
    answers: answers.map((answer) => ({ key, answer })),
    decisions: decisions.map((one) => ({ key, decision: one })),
  });
}

const asked = (step: "ask" | "escalate" | "decide", at: string, turn: string | null = null, of = dana) =>
  actEvent({ step, at, items: [{ key, ref, turn, of }] });

const ask = { step: "ask", at: "2026-11-23T09:00:00Z", turn: null, of: dana };

describe("what is carried", () => {
  const carriedOf = (parts: MemoryParts, source = aSource({ now: next })) => carriedFrom(known(parts, source), next).get(key);

  test("of what is open: its age, and its place on the ladder", () => {
    const earlier = aRemembered(1, { foundAt: "2026-05-01T00:00:00Z", carried: { steps: [ask] as never, decisions: [] } });
    const escalated = "2026-11-26T09:00:00Z";
    expect(carriedOf({ findings: [earlier], events: [asked("escalate", escalated)] })).toEqual({
      foundAt: "2026-05-01T00:00:00Z",
      steps: [ask, { ...ask, step: "escalate", at: escalated }],
      answers: [],
      decisions: [],
    });
  });

  test("of what was said to be fixed, and is not seen so: that it was said", () => {
    const fixed = explained("2026-11-24T09:00:00Z", { kind: "fixed", reason: null });
    expect(carriedOf({ events: [said([fixed])] })).toMatchObject({ answers: [fixed] });
  });

  test("of what is explained: the explanation, and since when the decider is asked", () => {
    const since = "2026-11-24T09:00:00Z";
    const events = [asked("ask", monday), said([explained(since)]), asked("decide", since, since, lee)];
    expect(carriedOf({ events })).toMatchObject({
      answers: [explained(since)],
      steps: [{ step: "decide", turn: since, of: lee }],
      decisions: [],
    });
  });

  test("of what was rejected and not asked again yet: nothing is climbed", () => {
    const rejected = decision("reject", "2027-01-29T09:00:00Z");
    const events = [asked("ask", monday), asked("escalate", monday), said([explained("2026-11-24T09:00:00Z")], [rejected])];
    expect(carriedOf({ events })).toMatchObject({ steps: [], answers: [], decisions: [] });
  });

  test("of what is accepted: the acceptance, also where the file exempts it besides, or it is gone", () => {
    const accepted = acceptance("2026-11-25T09:00:00Z", "2027-06-30");
    const events = [said([], [accepted])];
    expect(carriedOf({ events })?.decisions).toEqual([accepted]);
    const exempt = aSource({ now: next, exemptions: [anExemption({ account: "1" })] });
    expect(carriedOf({ events }, exempt)?.decisions).toEqual([accepted]);
    const gone = aRemembered(1, { sightings: [{ at: "2026-12-01T00:00:00Z", seen: false }] });
    expect(carriedOf({ findings: [gone], events })?.decisions).toEqual([accepted]);
  });

  test("of what only the file exempts: its age, for the day the line is gone", () => {
    const exempt = aSource({ now: next, exemptions: [anExemption({ account: "1" })] });
    expect(carriedOf({}, exempt)).toMatchObject({ foundAt: recorded, decisions: [] });
  });

  test("not what ended, was taken back, or was seen gone", () => {
    const accepted = acceptance("2026-11-25T09:00:00Z", "2027-01-31");
    expect(carriedOf({ events: [said([], [accepted])] })?.decisions).toEqual([]);
    const reopened = decision("reopen", "2026-11-26T09:00:00Z");
    expect(carriedOf({ events: [said([], [{ ...accepted, until: "2027-06-30" }, reopened])] })?.decisions).toEqual([]);
    expect(carriedOf({ findings: [aRemembered(1, { sightings: [{ at: monday, seen: false }] })] })).toBeUndefined();
  });
});

test("a finding that was asked about is not asked again in the next audit: its next rung comes", () => {
  const carried = carriedFrom(known({ events: [asked("ask", "2027-01-29T09:00:00Z")] }), next).get(key);
  const { foundAt = "", ...rest } = carried ?? {};
  const audit = { id: "zendesk-global/FY28-Q1", period: "FY28-Q1", openedAt: next };
  const after = aMemory({ audit, findings: [aRemembered(1, { foundAt, carried: { steps: [], decisions: [], ...rest } })] });
  const state = followUpState(after, aSource({ now: next }));
  expect(step(state, next).due).toEqual([]);
  expect(step(state, "2027-02-01T09:00:00Z").due.map((act) => [act.step, act.to])).toEqual([
    ["escalate", [kim, "opal@acme.test"]],
  ]);
});

describe("acceptances in force", () => {
  const accepted = acceptance("2026-11-25T09:00:00Z", "2027-06-30");
  const first = known({ events: [said([], [accepted])] });
  const second = (parts: MemoryParts) => known({ audit: { id: "zendesk-global/FY28-Q1", period: "FY28-Q1" }, ...parts });

  test("are told by the newest audit that knows the finding", () => {
    expect(acceptancesIn([first], next).get(key)).toEqual({ audit: "zendesk-global/FY27-Q4", finding, decision: accepted });
    expect(acceptancesIn([second({}), first], next).has(key)).toBe(false);
    expect(acceptancesIn([second({ findings: [] }), first], next).get(key)?.decision).toEqual(accepted);
  });

  test("end with their last day", () => {
    const at = (now: string) => acceptancesIn([known({ events: [said([], [accepted])] }, aSource({ now }))], now).has(key);
    expect([at("2027-06-30T23:59:59Z"), at("2027-07-01T00:00:00Z")]).toEqual([true, false]);
  });

  test("become exemptions of their one finding; those of an earlier audit of it as it was", () => {
    const [one] = acceptancesIn([first], next).values();
    if (!one) throw new Error("none");
    const same = {
      from: "decision",
      key,
      reason: accepted.reason,
      approver: lee,
      until: "2027-06-30",
      at: "zendesk-global/FY27-Q4",
    };
    expect(exemptionFrom(one, "zendesk-global/FY27-Q4")).toMatchObject(same);
    expect(exemptionFrom(one, "zendesk-global/FY27-Q4").seen).toBeUndefined();
    expect(exemptionFrom(one, "zendesk-global/FY28-Q1")).toMatchObject({
      ...same,
      seen: { expected: "Staff", observed: "Lead" },
    });
  });

  test("go into the next audit with their finding, unless something else is wrong now", () => {
    const of = { before: carriedFrom(first, next), accepted: acceptancesIn([first], next) };
    expect(carriedInto([finding], of).get(key)).toMatchObject({ foundAt: recorded, decisions: [accepted] });
    const other = carriedInto([{ ...finding, observed: "Admin" }], of).get(key);
    expect(other).toMatchObject({ foundAt: recorded, decisions: [] });
    expect(carriedInto([finding], { ...of, before: new Map() }).get(key)).toMatchObject({
      foundAt: accepted.at,
      decisions: [accepted],
    });
    expect(carriedInto([aFinding(2)], of).size).toBe(0);
  });
});
