import { describe, expect, it } from "vitest";
import { step } from "./follow-up.ts";
import { carriedSteps } from "./follow-up-past.ts";
import { plan, recorded } from "./plan.ts";
import {
  aFollowed,
  aPerson,
  aState,
  climbed,
  dana,
  decision,
  kim,
  lines,
  monday,
  opal,
  peopleMap,
  settings,
} from "./testing/follow-up.ts";

describe("the ladder of DOMAIN §2", () => {
  it("asks, escalates, tells, and then reminds once a week until the period ends", () => {
    expect(lines(aState({ periodEnd: "2026-12-14" }), "2026-12-31T00:00:00Z")).toEqual([
      "11-23 09:00 ask dana@acme.test F1",
      "11-26 09:00 escalate kim@acme.test+opal@acme.test F1",
      "11-29 09:00 tell opal@acme.test F1",
      "12-06 09:00 remind opal@acme.test F1",
      "12-13 09:00 remind opal@acme.test F1",
      "12-15 00:00 carry-over opal@acme.test F1",
      "12-22 00:00 remind opal@acme.test",
      "12-29 00:00 remind opal@acme.test",
    ]);
  });

  it("tells the ops manager in Slack, and in the issue where there is no Slack", () => {
    const [told] = plan(aState(), { from: monday, until: "2026-11-30T00:00:00Z" }).slice(-1);
    expect(told?.act).toMatchObject({ step: "tell", channel: "slack", notes: [] });
    const without = plan(aState({ settings: settings({ slack: false }) }), { from: monday, until: "2026-11-30T00:00:00Z" });
    expect(without.at(-1)?.act).toMatchObject({ step: "tell", channel: "issue", notes: ["no-slack"] });
  });

  it("pings nobody before the follow-up is started, not even at the period's end", () => {
    const draft = aState({ startedAt: null });
    expect(lines(draft, "2027-03-01T00:00:00Z")).toEqual(["02-01 00:00 carry-over  F1 (not-started)"]);
    expect(step(draft, "2026-12-01T00:00:00Z")).toEqual({ due: [], next: "2027-02-01T00:00:00.000Z" });
  });

  it("starts by itself after `start`, where a team sets that", () => {
    const state = aState({ startedAt: null, settings: settings({ startAfter: 3 }) });
    expect(lines(state, "2026-11-24T00:00:00Z")).toEqual(["11-23 06:00 ask dana@acme.test F1"]);
  });

  it("asks a person once about all of their findings, worst first", () => {
    const findings = [aFollowed(1, { severity: "low" }), aFollowed(10), aFollowed(2), aFollowed(3, { severity: "critical" })];
    expect(lines(aState({ findings }), monday)).toEqual(["11-23 09:00 ask dana@acme.test F3 F2 F10 F1"]);
  });

  it("asks about a finding that comes later, but not twice on one day", () => {
    const state = aState();
    const first = recorded(state, step(state, monday).due, monday);
    const later = { ...first, findings: [aFollowed(1), aFollowed(2)] };
    const noon = "2026-11-23T12:00:00Z";
    expect(step(later, noon)).toEqual({ due: [], next: "2026-11-24T00:00:00.000Z" });
    expect(lines(later, "2026-11-27T12:00:00Z", noon)).toEqual([
      "11-24 00:00 ask dana@acme.test F2",
      "11-26 09:00 escalate kim@acme.test+opal@acme.test F1",
      "11-27 00:00 escalate kim@acme.test+opal@acme.test F2",
    ]);
  });

  it("pings at most so many people a day, worst first, and forgets nobody", () => {
    const owners = ["a@acme.test", "b@acme.test", "c@acme.test"];
    const people = peopleMap([...aState().people.values(), ...owners.map((email) => aPerson(email))]);
    const findings = owners.map((owner, n) =>
      aFollowed(n + 1, { owner, subjects: [owner], severity: n === 2 ? "critical" : "low" }),
    );
    expect(lines(aState({ people, findings, settings: settings({ atMost: 2 }) }), "2026-11-26T12:00:00Z")).toEqual([
      "11-23 09:00 ask c@acme.test F3",
      "11-23 09:00 ask a@acme.test F1",
      "11-24 00:00 ask b@acme.test F2",
      "11-26 09:00 escalate kim@acme.test+opal@acme.test F3",
      "11-26 09:00 escalate kim@acme.test+opal@acme.test F1",
    ]);
  });

  it("sends everything straight to one person on a direct ladder", () => {
    const direct = settings({ ladder: "direct" });
    expect(lines(aState({ settings: direct }), "2026-12-01T00:00:00Z")).toEqual([
      "11-23 09:00 ask opal@acme.test F1",
      "11-30 09:00 remind opal@acme.test F1",
    ]);
    expect(climbed({ settings: settings({ ladder: "direct", directTo: "auditor" }) })[0]).toBe("ask lee@acme.test F1");
    expect(climbed({ settings: direct, findings: [aFollowed(1, { subjects: [opal] })] })[0]).toBe("ask dora@acme.test F1");
  });
});

describe("whom it falls to", () => {
  const everybody = [...aState().people.values()];
  const withDana = (over: object) => peopleMap([...everybody, aPerson(dana, over)]);

  it("the ops manager alone where there is no manager, the manager has left, or it is about the manager", () => {
    const ask = "ask dana@acme.test F1";
    const tell = "tell opal@acme.test F1";
    const only = (note: string) => [ask, `escalate opal@acme.test F1 (${note})`, tell];
    expect(climbed({ people: withDana({ manager: null }) })).toEqual(only("no-manager"));
    expect(climbed({ people: withDana({ manager: "gone@acme.test" }) })).toEqual(only("no-manager"));
    expect(climbed({ people: withDana({ manager: dana }) })).toEqual(only("manager-is-subject"));
    expect(climbed({ findings: [aFollowed(1, { subjects: [kim] })] })).toEqual(only("manager-is-subject"));
    expect(climbed({ people: peopleMap([...everybody, aPerson(kim, { left: true })]) })).toEqual(only("manager-left"));
  });

  it("the auditor where the person has left, is nobody, or was taken out of the roster", () => {
    expect(climbed({ people: withDana({ left: true }) })[0]).toBe("ask lee@acme.test F1 (owner-left)");
    expect(climbed({ findings: [aFollowed(1, { owner: null })] })[0]).toBe("ask lee@acme.test F1 (owner-unknown)");
    expect(climbed({ people: peopleMap(everybody.filter(({ email }) => email !== dana)) })[0]).toBe(
      "ask lee@acme.test F1 (owner-unknown)",
    );
  });

  it("the deputy where the ops manager is the subject or the one who does not answer", () => {
    const subject = climbed({ findings: [aFollowed(1, { subjects: [opal] })] });
    expect(subject.slice(1)).toEqual([
      "escalate kim@acme.test+dora@acme.test F1 (ops-manager-is-subject)",
      "tell dora@acme.test F1 (ops-manager-is-subject)",
    ]);
    expect(climbed({ findings: [aFollowed(1, { owner: opal, subjects: [dana] })] })[2]).toMatch(/^tell dora@acme.test/);
  });

  it("the new person, from the first rung on, where somebody else is to answer now", () => {
    const state = aState();
    const asked = recorded(state, step(state, monday).due, monday);
    const left = { ...asked, people: withDana({ left: true }) };
    expect(lines(left, "2026-11-28T12:00:00Z", "2026-11-25T09:00:00Z")).toEqual([
      "11-25 09:00 ask lee@acme.test F1 (owner-left)",
      "11-28 09:00 escalate opal@acme.test F1",
    ]);
  });
});

describe("the clock", () => {
  const friday = "2026-11-27T15:00:00Z";

  it("sends nothing at weekends and on holidays, and lets no wait pass", () => {
    const clock = { timeZone: "UTC", pauseWeekends: true, holidays: ["2026-12-02"] };
    const saturday = "2026-11-28T09:00:00Z";
    expect(lines(aState({ clock, startedAt: saturday }), "2026-12-04T12:00:00Z", saturday)).toEqual([
      "11-30 00:00 ask dana@acme.test F1",
      "12-04 00:00 escalate kim@acme.test+opal@acme.test F1",
    ]);
    const late = recorded(aState({ clock, startedAt: friday }), step(aState({ clock, startedAt: friday }), friday).due, friday);
    expect(step(late, friday).next).toBe("2026-12-03T15:00:00.000Z");
  });

  it("waits for a person who is away", () => {
    const absences = [{ from: "2026-11-24", to: "2026-12-01" }];
    const people = peopleMap([...aState().people.values(), aPerson(dana, { absences })]);
    expect(lines(aState({ people }), "2026-12-05T00:00:00Z")).toEqual([
      "11-23 09:00 ask dana@acme.test F1",
      "12-04 09:00 escalate kim@acme.test+opal@acme.test F1",
    ]);
  });

  it("opens no other round where it goes back", () => {
    const people = peopleMap([...aState().people.values(), aPerson("ann@acme.test")]);
    const findings = [aFollowed(1, { severity: "critical" }), aFollowed(2, { owner: "ann@acme.test" })];
    const state = aState({ people, findings, settings: settings({ atMost: 1 }) });
    const asked = recorded(state, step(state, "2026-11-25T09:00:00Z").due, "2026-11-25T09:00:00Z");
    expect(step(asked, "2026-11-24T09:00:00Z").due).toEqual([]);
    expect(step(asked, "2026-11-26T09:00:00Z").due).toMatchObject([{ to: ["ann@acme.test"] }]);
  });

  it("does not undo the end of an acceptance where it goes back", () => {
    const findings = [aFollowed(1, { decisions: [decision("accept", monday, { until: "2026-12-20" })] })];
    const ended = "2026-12-21T09:00:00Z";
    const asked = recorded(aState({ findings }), step(aState({ findings }), ended).due, ended);
    expect(asked.done).toMatchObject([{ step: "ask" }]);
    expect(step(asked, "2026-12-20T09:00:00Z").due).toEqual([]);
  });

  it("leaves no rung out after days without a tick", () => {
    expect(lines(aState(), "2026-12-22T00:00:00Z", "2026-12-18T08:00:00Z")).toEqual([
      "12-18 08:00 ask dana@acme.test F1",
      "12-21 08:00 escalate kim@acme.test+opal@acme.test F1",
    ]);
  });
});

describe("over audits and over a lost store", () => {
  it("keeps a finding's place on the ladder in the next audit", () => {
    const old = aState();
    const asked = recorded(old, step(old, monday).due, monday);
    const carried = carriedSteps(asked).get(aFollowed().key) ?? [];
    const next = aState({ startedAt: "2027-02-10T09:00:00Z", periodEnd: "2027-04-30", findings: [aFollowed(1, { carried })] });
    expect(lines(next, "2027-02-14T00:00:00Z", "2027-02-10T09:00:00Z")).toEqual([
      "02-13 09:00 escalate kim@acme.test+opal@acme.test F1",
    ]);
  });

  it("goes on with a turn only the issue's markers know of", () => {
    const turn = "2026-11-25T06:00:00Z";
    const items = [{ key: aFollowed().key, ref: "F1", turn, of: dana }];
    const done = [{ id: "x", step: "ask" as const, about: dana, to: [dana], items, at: "2026-11-25T09:00:00Z" }];
    expect(lines(aState({ done }), "2026-11-28T12:00:00Z", "2026-11-25T09:00:00Z")).toEqual([
      "11-28 09:00 escalate kim@acme.test+opal@acme.test F1",
    ]);
  });
});
