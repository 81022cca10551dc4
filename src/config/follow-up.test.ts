import { describe, expect, it } from "vitest";
import { months, periodOf } from "../model/period.ts";
import { configOf, minimal, refusalOf } from "./testing/written.ts";

describe("follow_up", () => {
  it("is read for all systems and for one, only what is written, times in days", async () => {
    const config = await configOf(
      minimal({
        more: "    follow_up: { start: by-auditor, wait: 12h }",
        all: [
          "follow_up:",
          "  { wait: 48h, start: 3d, at_most: 25, ladder: full, weekends: pause, holidays: [2026-12-25, 2027-01-01],",
          "    absences: [{ person: Dana+x@acme.test, from: 2026-12-01, to: 2026-12-01 }] }",
        ].join("\n"),
      }),
    );
    expect(config.followUp).toEqual({ wait: 2, startAfter: 3, atMost: 25, ladder: "full" });
    expect(config.systems[0]?.followUp).toEqual({ wait: 0.5, startAfter: null });
    expect(config.pauses).toEqual({
      weekends: true,
      holidays: ["2026-12-25", "2027-01-01"],
      absences: [{ email: "Dana+x@acme.test", from: "2026-12-01", to: "2026-12-01" }],
    });
    expect(config.warnings).toEqual([]);
  });

  it("left out says nothing, and the clock always runs", async () => {
    const { followUp, systems, pauses, decisionsOnCommandLine, keepSnapshots } = await configOf(minimal());
    expect([followUp, systems[0]?.followUp]).toEqual([{}, {}]);
    expect(pauses).toEqual({ weekends: false, holidays: [], absences: [] });
    expect([decisionsOnCommandLine, keepSnapshots]).toEqual([true, 400]);
  });

  it.each([
    ["weekends: stop", 'follow_up.weekends: expected run or pause, found "stop"'],
    ["at_most: 0", 'follow_up.at_most: expected a whole number above 0, found "0"'],
    ["at_most: many", 'follow_up.at_most: expected a whole number above 0, found "many"'],
    ["holidays: [2026-02-30]", 'follow_up.holidays.0: expected a day such as 2027-03-01, found "2026-02-30"'],
    ["holidays: 2026-12-25", 'follow_up.holidays: expected a list, found "2026-12-25"'],
    [
      "absences: [{ person: dana, from: 2026-12-01, to: 2026-12-02 }]",
      'follow_up.absences.0.person: expected an e-mail address, found "dana"',
    ],
    [
      "absences: [{ person: dana@acme.test, from: 2026-12-02, to: 2026-12-01 }]",
      'follow_up.absences.0.to: expected a last day that is not before the first, found "2026-12-01"',
    ],
    [
      "absences: [{ person: dana@acme.test, until: 2026-12-02 }]",
      [
        "3 problems:",
        "rollcall.yaml:9: follow_up.absences.0.from: missing: expected a day such as 2027-03-01",
        "rollcall.yaml:9: follow_up.absences.0.to: missing: expected a day such as 2027-03-01",
        'rollcall.yaml:9: follow_up.absences.0: unknown key "until": expected person, from or to',
      ].join("\n  "),
    ],
  ])("%s is refused", async (keys, message) => {
    const told = message.startsWith("3 ") ? message : `rollcall.yaml:9: ${message}`;
    expect(await refusalOf(minimal({ more: `follow_up: { ${keys} }` }))).toBe(told);
  });

  it("pauses are of the whole team: a system has none of its own", async () => {
    expect(await refusalOf(minimal({ more: "    follow_up: { weekends: pause }" }))).toBe(
      'rollcall.yaml:9: systems.zendesk-global.follow_up: unknown key "weekends": expected wait, start, at_most or ladder',
    );
  });
});

describe("schedule", () => {
  it.each(months)("by default audits run on the first day of Q1 and Q3 where the year starts in %s", async (month) => {
    const { schedule } = await configOf(minimal({ more: `fiscal_year_starts: ${month}` }));
    const [minute, hour, day, ofMonths = "", weekday] = schedule.audit.split(" ");
    expect([minute, hour, day, weekday]).toEqual(["0", "6", "1", "*"]);
    const starts = ofMonths.split(",").map((one) => `2026-${one.padStart(2, "0")}-01`);
    expect(starts.map((start) => periodOf(start, month).id.slice(-2))).toEqual(["Q1", "Q3"]);
    expect(starts.map((start) => periodOf(start, month).start)).toEqual(starts);
  });

  it("is read as written, and without it follows up hourly on working days and rechecks nightly", async () => {
    const more = 'schedule: { audit: "30 5 1 JAN,APR,JUL,OCT *", follow_up: "*/30 8-18 * * MON-FRI", recheck: " 0 3 * * * " }';
    expect((await configOf(minimal({ more }))).schedule).toEqual({
      audit: "30 5 1 JAN,APR,JUL,OCT *",
      followUp: "*/30 8-18 * * MON-FRI",
      recheck: "0 3 * * *",
    });
    expect((await configOf(minimal())).schedule).toMatchObject({ followUp: "0 * * * 1-5", recheck: "0 4 * * *" });
  });

  it.each(["daily", "@daily", "0 6 1 *", "0 0 6 1 * *", "60 * * * *", "0 6 1 13 *", "0 6 1 2;8 *"])(
    "%s is no line",
    async (line) => {
      expect(await refusalOf(minimal({ more: `schedule: { audit: "${line}" }` }))).toBe(
        `rollcall.yaml:9: schedule.audit: expected five fields of cron such as 0 6 1 2,8 * (minute, hour, day, month, weekday), found "${line}"`,
      );
    },
  );

  it("a day that never comes is refused, one that seldom comes is not", async () => {
    expect(await refusalOf(minimal({ more: 'schedule: { recheck: "0 0 31 2 *" }' }))).toBe(
      'rollcall.yaml:9: schedule.recheck: expected a time that comes: there is no such day in any year, found "0 0 31 2 *"',
    );
    expect((await configOf(minimal({ more: 'schedule: { recheck: "0 0 29 2 *" }' }))).schedule.recheck).toBe("0 0 29 2 *");
  });
});

describe("decisions and snapshots", () => {
  it("are read", async () => {
    const config = await configOf(minimal({ more: "decisions: { command_line: false }\nsnapshots: { keep: 800d }" }));
    expect([config.decisionsOnCommandLine, config.keepSnapshots]).toEqual([false, 800]);
  });

  it.each([
    ["decisions: { command_line: maybe }", 'decisions.command_line: expected true or false, found "maybe"'],
    ["snapshots: { keep: forever }", 'snapshots.keep: expected a duration such as 90d or 72h, found "forever"'],
    ["snapshots: { keep: 0d }", 'snapshots.keep: expected at least a day, such as 400d, found "0d"'],
  ])("%s is refused", async (more, message) => {
    expect(await refusalOf(minimal({ more }))).toBe(`rollcall.yaml:9: ${message}`);
  });
});
