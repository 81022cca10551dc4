import { describe, expect, test } from "vitest";
import { auditOverview } from "./audit-overview.ts";
import { followUpState } from "./follow-up-state.ts";
import { dana, explained, lee, monday, opal } from "./testing/follow-up.ts";
import {
  acceptance,
  actEvent,
  aFinding,
  aMemory,
  anExemption,
  aRemembered,
  aSource,
  type MemoryParts,
  saidEvent,
} from "./testing/memory.ts";

const now = "2026-11-24T09:00:00.000Z";
const asked = "2026-11-23T09:00:00.000Z";
const keyOf = (number: number) => aFinding(number).key;
const item = (number: number, of = dana, turn: string | null = null) => ({ key: keyOf(number), ref: `F${number}`, turn, of });

function overview(parts: MemoryParts = {}, source = aSource({ now })) {
  const memory = aMemory(parts);
  return auditOverview({ memory, state: followUpState(memory, source) }, source.now);
}

test("findings are counted by where they stand", () => {
  const gone = { sightings: [{ at: monday, seen: false }] };
  const findings = [aRemembered(1), aRemembered(2), aRemembered(3, gone), aRemembered(4, gone), aRemembered(5), aRemembered(6)];
  const roster = explained("2026-11-22T00:00:00Z", { kind: "roster" });
  const events = [
    saidEvent("note:1", {
      answers: [
        { key: keyOf(2), answer: explained(asked) },
        { key: keyOf(4), answer: roster },
      ],
    }),
    saidEvent("note:2", { decisions: [{ key: keyOf(5), decision: acceptance(asked, "2027-03-01") }] }),
  ];
  const source = aSource({ now, exemptions: [anExemption({ account: "6" })] });
  expect(overview({ findings, events }, source)).toMatchObject({
    audit: "zendesk-global/FY27-Q4",
    state: "following-up",
    findings: 6,
    counts: { open: 1, explained: 1, fixed: 1, roster: 1, accepted: 1, exempt: 1 },
    bySeverity: { critical: 0, high: 2, medium: 0, low: 0 },
  });
});

test("the oldest that is open counts, since the first audit that had it", () => {
  const findings = [aRemembered(1), aRemembered(2, { foundAt: "2026-08-01T00:00:00Z" })];
  expect(overview({ findings }).oldest).toBe(115);
  const gone = { foundAt: "2026-08-01T00:00:00Z", sightings: [{ at: monday, seen: false }] };
  expect(overview({ findings: [aRemembered(1), aRemembered(2, gone)] }).oldest).toBe(4);
  expect(overview({ findings: [aRemembered(2, gone)] }).oldest).toBeNull();
});

describe("who is waited for", () => {
  test("before it starts: the auditor, for all of it", () => {
    const draft = { ...aMemory({ audit: { state: "draft" }, findings: [aRemembered(1), aRemembered(2)] }) };
    draft.events = draft.events.filter(({ kind }) => kind !== "follow-up-started");
    const { waitsFor, nextAct } = auditOverview({ memory: draft, state: followUpState(draft, aSource({ now })) }, now);
    expect(waitsFor).toEqual([{ email: lee, since: "2026-11-20T06:00:00Z", items: 2, worst: null, next: null }]);
    expect(nextAct).toBe("2027-02-01T00:00:00.000Z");
  });

  test("each person once, since they were asked, with what comes next", () => {
    const findings = [aRemembered(1), aRemembered(2, { finding: aFinding(2, { severity: "critical" }) })];
    const events = [actEvent({ step: "ask", at: asked, items: [item(1), item(2)] })];
    const { waitsFor, nextAct } = overview({ findings, events });
    const at = "2026-11-26T09:00:00.000Z";
    expect(waitsFor).toEqual([{ email: dana, since: asked, items: 2, worst: "critical", next: { step: "escalate", at } }]);
    expect(nextAct).toBe(at);
  });

  test("somebody who is yet to be asked comes last, and what is due is due now", () => {
    const turn = asked;
    const events = [
      actEvent({ step: "decide", at: asked, to: [lee], items: [item(1, lee, turn)] }),
      saidEvent("note:1", { answers: [{ key: keyOf(1), answer: explained(turn) }] }),
    ];
    const { waitsFor, nextAct } = overview({ findings: [aRemembered(1), aRemembered(2)], events });
    expect(waitsFor.map(({ email, since, next }) => [email, since, next?.step])).toEqual([
      [lee, asked, "decide-late"],
      [dana, null, "ask"],
    ]);
    expect(nextAct).toBe(now);
  });

  test("with all settled the ops manager, then with all closed nobody", () => {
    const gone = [aRemembered(1, { sightings: [{ at: monday, seen: false }] })];
    expect(overview({ findings: gone }).waitsFor).toMatchObject([
      { email: opal, since: null, items: 0, next: { step: "review" } },
    ]);
    const review = actEvent({ step: "review", at: asked, to: [opal], items: [item(1, opal)] });
    expect(overview({ findings: gone, events: [review] }).waitsFor).toMatchObject([
      { email: opal, since: asked, next: { step: "remind" } },
    ]);
    expect(overview({ findings: gone, audit: { state: "closed" } })).toMatchObject({ waitsFor: [], nextAct: null });
  });
});
