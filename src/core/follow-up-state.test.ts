import { describe, expect, test } from "vitest";
import type { FollowUpSource } from "./follow-up-state.ts";
import { followUpState } from "./follow-up-state.ts";
import { runningClock } from "./running-clock.ts";
import { settle } from "./settle.ts";
import { dana, dora, explained, kim, lee, monday, opal } from "./testing/follow-up.ts";
import {
  acceptance,
  actEvent,
  aFinding,
  aMemory,
  anExemption,
  aRemembered,
  aSource,
  recorded,
  saidEvent,
} from "./testing/memory.ts";
import { person, roster } from "./testing/scene.ts";

function config(more: Partial<FollowUpSource["config"]>): { config: FollowUpSource["config"] } {
  return { config: { ...aSource().config, ...more } };
}

function standing(memory: ReturnType<typeof aMemory>, source = aSource()) {
  const { findings, clock } = followUpState(memory, source);
  const [finding] = findings;
  return finding && settle(finding, { clock: runningClock(clock), now: Date.parse(source.now) });
}

const key = aFinding().key;

test("audit, period, times and roles come from what is remembered and configured", () => {
  const act = { step: "ask" as const, at: monday };
  expect(followUpState(aMemory({ events: [actEvent(act)] }), aSource())).toMatchObject({
    audit: "zendesk-global/FY27-Q4",
    periodEnd: "2027-01-31",
    recordedAt: recorded,
    startedAt: monday,
    closed: false,
    clock: { timeZone: "UTC", pauseWeekends: false, holidays: [] },
    roles: { auditor: lee, opsManager: opal, deputy: dora },
    done: [act],
  });
});

test.each(["closed", "waived", "cancelled"] as const)("an audit that is %s is over", (state) => {
  expect(followUpState(aMemory({ audit: { state } }), aSource()).closed).toBe(true);
});

test("the period's end is that of its name, whenever the store was rebuilt", () => {
  const late = aMemory({ audit: { openedAt: "2027-03-05T00:00:00Z" } });
  expect(followUpState(late, aSource()).periodEnd).toBe("2027-01-31");
});

describe("settings", () => {
  const settings = (source: Partial<FollowUpSource>) => followUpState(aMemory(), aSource(source)).settings;
  const system = (followUp: FollowUpSource["system"]["followUp"]) => ({ system: { id: "zendesk-global", followUp } });

  test("are the defaults where nothing is said", () => {
    expect(settings({})).toEqual({
      ...{ wait: 3, startAfter: null, atMost: 40, ladder: "full", directTo: "ops-manager", slack: true },
    });
  });

  test("of the system go before those of all, also back to by-auditor", () => {
    const top = config({ followUp: { wait: 2, startAfter: 3, atMost: 10 } });
    expect(settings({ ...top, ...system({ startAfter: null, wait: 0.5 }) })).toMatchObject({
      wait: 0.5,
      startAfter: null,
      atMost: 10,
    });
    expect(settings(top)).toMatchObject({ wait: 2, startAfter: 3 });
  });

  test("where the platform always asks one person it goes straight to them, unless it is said otherwise", () => {
    expect(settings({ asksAlways: "auditor" })).toMatchObject({ ladder: "direct", directTo: "auditor" });
    expect(settings({ asksAlways: "ops-manager" })).toMatchObject({ ladder: "direct", directTo: "ops-manager" });
    expect(settings({ asksAlways: "auditor", ...system({ ladder: "full" }) })).toMatchObject({ ladder: "full" });
    expect(settings(system({ ladder: "direct" }))).toMatchObject({ ladder: "direct", directTo: "ops-manager" });
  });
});

describe("people", () => {
  test("are found by each of their addresses, with their manager's e-mail", () => {
    const { people } = followUpState(aMemory(), aSource());
    expect(people.get("dw@acme.test")).toBe(people.get(dana));
    expect(people.get(dana)).toEqual({ email: dana, manager: kim, left: false, absences: [] });
    expect(people.get(kim)?.manager).toBeNull();
  });

  test("have left from the day after their last, where the configuration is", () => {
    const leaver = roster([person({ endDate: "2026-11-22" })]);
    const left = (now: string, timeZone = "UTC") =>
      followUpState(aMemory(), aSource({ ...config({ timeZone }), roster: leaver, now })).people.get(dana)?.left;
    expect([left("2026-11-22T23:00:00Z"), left("2026-11-23T00:00:00Z")]).toEqual([false, true]);
    expect(left("2026-11-23T03:00:00Z", "America/New_York")).toBe(false);
  });

  test("are away by any of their addresses, also those outside the roster who decide", () => {
    const days = { from: "2026-12-01", to: "2026-12-05" };
    const absences = ["DW+x@acme.test", dora, "nobody@acme.test"].map((email) => ({ email, ...days }));
    const { people } = followUpState(aMemory(), aSource(config({ pauses: { weekends: true, holidays: [], absences } })));
    expect(people.get(dana)?.absences).toEqual([days]);
    expect(people.get(dora)).toEqual({ email: dora, manager: null, left: false, absences: [days] });
    expect(people.has("nobody@acme.test")).toBe(false);
  });
});

describe("whom a finding is about", () => {
  const subjects = (more: Parameters<typeof aFinding>[1], people = aSource().roster) => {
    const memory = aMemory({ findings: [aRemembered(1, { finding: aFinding(1, more) })] });
    return followUpState(memory, aSource({ roster: people })).findings[0]?.subjects;
  };

  test("is known by every address: the person's, their aliases, the account's", () => {
    const account = { id: "1", name: null, email: "D.Whitfield+zd@acme.test", url: null };
    expect(subjects({ account })?.toSorted()).toEqual(["d.whitfield@acme.test", dana, "dw@acme.test"].toSorted());
    expect(subjects({ account: null, person: null })).toEqual([]);
  });

  test("is also whoever has the account's address, though it is matched to somebody else", () => {
    const account = { id: "1", name: null, email: "dw@acme.test", url: null };
    expect(subjects({ account, person: { email: kim, name: "Kim" } })?.toSorted()).toEqual(
      [dana, "dw@acme.test", kim].toSorted(),
    );
  });

  test("without an e-mail may be anybody of that name who has none", () => {
    const jo = (alias: string) => ({ ...person({ email: null, name: "Jo", aliases: [alias] }), id: alias });
    const people = roster([jo("jo@acme.test"), jo("jo2@acme.test"), person()]);
    expect(subjects({ account: null, person: { email: null, name: "Jo" } }, people)?.toSorted()).toEqual([
      "jo2@acme.test",
      "jo@acme.test",
    ]);
  });
});

describe("what was said", () => {
  const answer = explained("2026-11-24T09:00:00Z");
  const explanation = saidEvent("note:1", { answers: [{ key, answer }] });

  test("of several readings of one comment the last counts: edited, or deleted", () => {
    const later = { ...answer, reason: "on leave" };
    const edited = aMemory({ events: [explanation, saidEvent("note:1", { answers: [{ key, answer: later }] })] });
    expect(standing(edited)).toMatchObject({ is: "explained", turn: { reason: "on leave" } });
    expect(standing(aMemory({ events: [explanation] }))).toMatchObject({ is: "explained" });
    expect(standing(aMemory({ events: [explanation, saidEvent("note:1")] }))).toMatchObject({ is: "open", claim: null });
  });

  test("two comments both count, and a decision carried from the audit before", () => {
    const other = saidEvent("note:2", { answers: [{ key, answer: explained("2026-11-25T09:00:00Z", { kind: "fixed" }) }] });
    const carried = { steps: [], decisions: [acceptance("2026-08-01T00:00:00Z", "2026-11-22")] };
    const { findings } = followUpState(
      aMemory({ findings: [aRemembered(1, { carried })], events: [explanation, other] }),
      aSource(),
    );
    expect(findings[0]).toMatchObject({ answers: [{ kind: "explain" }, { kind: "fixed" }], decisions: carried.decisions });
  });

  test("an explanation nobody had decided on is still one in the next audit", () => {
    const carried = { steps: [], answers: [explained("2026-10-20T09:00:00Z")], decisions: [] };
    expect(standing(aMemory({ findings: [aRemembered(1, { carried })] }))).toMatchObject({ is: "explained", by: dana });
  });
});

describe("exempt", () => {
  const wasExempt = aRemembered(1, { finding: aFinding(1, { exempt: { reason: "cover", until: "2027-03-01" } }) });

  test("is what the file exempts now: a new line counts at once, one taken out no longer does", () => {
    expect(standing(aMemory(), aSource({ exemptions: [anExemption({ account: "1" })] }))).toMatchObject({
      is: "settled",
      by: "exempt",
      until: "2027-03-01",
    });
    expect(standing(aMemory({ findings: [wasExempt] }))).toMatchObject({ is: "open" });
  });

  test("is not what ended, what is of another system, or what the subject themselves approved", () => {
    for (const more of [{ until: "2026-11-22" }, { system: "calendly" }, { approver: "dw@acme.test" }]) {
      expect(standing(aMemory(), aSource({ exemptions: [anExemption({ account: "1", ...more })] }))).toMatchObject({
        is: "open",
      });
    }
  });

  test("is never a decision: that can be taken back", () => {
    const decided = anExemption({ from: "decision", key, account: null });
    const accepted = saidEvent("note:1", { decisions: [{ key, decision: acceptance("2026-11-23T10:00:00Z", "2027-03-01") }] });
    const memory = aMemory({ findings: [wasExempt], events: [accepted] });
    expect(standing(memory, aSource({ exemptions: [decided] }))).toMatchObject({ is: "settled", by: "accepted" });
    expect(standing(aMemory({ findings: [wasExempt] }), aSource({ exemptions: [decided] }))).toMatchObject({ is: "open" });
  });
});

test("ten thousand findings, half of them explained, take no more than 150 ms", () => {
  const many = Array.from({ length: 10_000 }, (_, index) => aRemembered(index + 1));
  const events = many
    .slice(0, 5_000)
    .map(({ finding }) =>
      saidEvent(`note:${finding.ref}`, { answers: [{ key: finding.key, answer: explained("2026-11-24T09:00:00Z") }] }),
    );
  const exemptions = Array.from({ length: 200 }, (_, index) => anExemption({ account: String(index * 7) }));
  const memory = aMemory({ findings: many, events });
  const times = Array.from({ length: 8 }, () => {
    const start = performance.now();
    followUpState(memory, aSource({ exemptions }));
    return performance.now() - start;
  });
  // The best of a few: what else the machine does meanwhile is not ours.
  expect(Math.min(...times)).toBeLessThan(150);
});
