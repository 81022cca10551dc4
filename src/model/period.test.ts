import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, dayIn, daysBetween, months, periodNamed, periodOf } from "./period.ts";

test.each([
  ["2026-02-01", "FY27-Q1", "2026-02-01", "2026-04-30"],
  ["2026-01-31", "FY26-Q4", "2025-11-01", "2026-01-31"],
  ["2026-11-22", "FY27-Q4", "2026-11-01", "2027-01-31"],
])("with years starting in February, %s is in %s", (day, id, start, end) => {
  expect(periodOf(day, "february")).toEqual({ id, start, end });
});

test("a fiscal year that starts in January is named by its own calendar year", () => {
  expect(periodOf("2026-12-31", "january")).toEqual({ id: "FY26-Q4", start: "2026-10-01", end: "2026-12-31" });
});

test("quarters tile the calendar: every day is in one, and the day after its end is in the next", () => {
  const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays("1990-01-01", days));
  fc.assert(
    fc.property(day, fc.constantFrom(...months), (today, yearStarts) => {
      const period = periodOf(today, yearStarts);
      expect(period.start <= today && today <= period.end).toBe(true);
      expect(periodOf(period.start, yearStarts)).toEqual(period);
      expect(periodOf(addDays(period.end, 1), yearStarts).start).toBe(addDays(period.end, 1));
      expect(periodOf(addDays(period.end, 1), yearStarts).id).not.toBe(period.id);
    }),
  );
});

test("the day is the one in the configured time zone, over date lines and leap days", () => {
  expect(dayIn("2026-11-22T23:30:00Z", "Asia/Tokyo")).toBe("2026-11-23");
  expect(dayIn("2026-11-22T03:30:00Z", "America/Los_Angeles")).toBe("2026-11-21");
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(daysBetween("2026-11-01", "2026-11-22T12:00:00Z")).toBe(21);
});

test("a quarter is found again by its name, up to decades from it", () => {
  const day = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays("1960-01-01", days));
  const apart = fc.integer({ min: -40 * 365, max: 40 * 365 });
  fc.assert(
    fc.property(day, apart, fc.constantFrom(...months), (today, days, yearStarts) => {
      const period = periodOf(today, yearStarts);
      expect(periodNamed(period.id, { yearStarts, near: addDays(today, days) })).toEqual(period);
    }),
  );
  for (const name of ["FY27", "FY27-Q5", "Q4", ""])
    expect(periodNamed(name, { yearStarts: "may", near: "2026-11-22" })).toBeNull();
});
