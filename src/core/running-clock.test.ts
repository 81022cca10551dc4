import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { ClockRules } from "../model/follow-up.ts";
import { dayMs, runningClock } from "./running-clock.ts";

const zones = ["UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "America/Santiago", "Africa/Cairo", "Pacific/Chatham"];

function clock(over: Partial<ClockRules> = {}) {
  return runningClock({ timeZone: "UTC", pauseWeekends: true, holidays: [], ...over });
}

function at(time: string): number {
  return Date.parse(time);
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

const hours72 = 3 * dayMs;

describe("the start of a day", () => {
  test.each([
    ["America/New_York", "2026-11-23", "2026-11-23T05:00:00.000Z"],
    ["America/New_York", "2026-07-01", "2026-07-01T04:00:00.000Z"],
    ["Europe/Berlin", "2026-10-26", "2026-10-25T23:00:00.000Z"],
    // Santiago goes from 24:00 to 01:00: that day has no midnight.
    ["America/Santiago", "2026-09-06", "2026-09-06T04:00:00.000Z"],
    ["Asia/Kolkata", "2026-11-23", "2026-11-22T18:30:00.000Z"],
  ])("%s %s", (timeZone, day, start) => {
    expect(iso(clock({ timeZone }).startOf(day))).toBe(start);
  });

  it("is the first moment of that day in every zone, on every day", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 1500 }), (timeZone, days) => {
        const { dayOf, startOf } = clock({ timeZone });
        const day = iso(at("2025-01-01T00:00:00Z") + days * dayMs).slice(0, 10);
        expect(dayOf(startOf(day))).toBe(day);
        expect(dayOf(startOf(day) - 1) < day).toBe(true);
      }),
    );
  });
});

describe("a wait", () => {
  it("passes by the hour where nothing pauses it, over a change of the clocks too", () => {
    const plain = clock({ pauseWeekends: false, timeZone: "Europe/Berlin" });
    expect(iso(plain.after(at("2026-10-24T12:00:00Z"), hours72))).toBe("2026-10-27T12:00:00.000Z");
  });

  it("does not pass at weekends", () => {
    // Thursday noon: a day and a half of Thursday and Friday, then from Monday on.
    expect(iso(clock().after(at("2026-11-19T12:00:00Z"), hours72))).toBe("2026-11-24T12:00:00.000Z");
  });

  it("does not pass on holidays, nor while the person is away", () => {
    const rules = clock({ holidays: ["2026-11-26"] });
    const monday = at("2026-11-23T09:00:00Z");
    expect(iso(rules.after(monday, hours72))).toBe("2026-11-27T09:00:00.000Z");
    expect(iso(rules.after(monday, hours72, [{ from: "2026-11-24", to: "2026-11-25" }]))).toBe("2026-12-01T09:00:00.000Z");
  });

  it("that would end with Friday ends on Monday", () => {
    expect(iso(clock().after(at("2026-11-18T00:00:00Z"), hours72))).toBe("2026-11-23T00:00:00.000Z");
  });

  it("for somebody who never comes back does not end", () => {
    expect(clock().after(at("2026-11-23T09:00:00Z"), 1, [{ from: "2026-01-01", to: "9999-12-31" }])).toBe(Infinity);
  });

  it("is never shortened by anything that pauses it, and ends while the clock runs", () => {
    const days = fc.integer({ min: 0, max: 400 });
    const day = days.map((count) => iso(at("2026-01-01T00:00:00Z") + count * dayMs).slice(0, 10));
    const rules = fc.record({ timeZone: fc.constantFrom(...zones), pauseWeekends: fc.boolean(), holidays: fc.array(day) });
    const start = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2026-12-31T00:00:00Z") });
    fc.assert(
      fc.property(rules, start, fc.integer({ min: 0, max: 10 * dayMs }), day, (given, from, wait, away) => {
        const rules = runningClock(given);
        const end = rules.after(from, wait, [{ from: away, to: away }]);
        expect(end).toBeGreaterThanOrEqual(from + wait);
        expect(end).toBeGreaterThanOrEqual(rules.after(from, wait));
        expect(rules.running(end)).toBe(end);
        expect(rules.dayOf(end)).not.toBe(away);
      }),
    );
  });
});
