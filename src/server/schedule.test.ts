import { expect, it } from "vitest";
import { lastTime } from "./schedule.ts";

it.each([
  ["0 6 1 2,8 *", "2026-02-01T06:00:00.000Z", "UTC", "2026-02-01T06:00:00.000Z"],
  ["0 6 1 2,8 *", "2026-02-01T06:00:00.900Z", "UTC", "2026-02-01T06:00:00.000Z"],
  ["0 6 1 2,8 *", "2026-02-01T05:59:59.999Z", "UTC", "2025-08-01T06:00:00.000Z"],
  ["0 6 1 2,8 *", "2026-07-31T23:00:00.000Z", "UTC", "2026-02-01T06:00:00.000Z"],
  ["0 6 1 2,8 *", "2026-02-01T12:00:00.000Z", "America/New_York", "2026-02-01T11:00:00.000Z"],
  ["0 6 1 2,8 *", "2026-08-01T12:00:00.000Z", "America/New_York", "2026-08-01T10:00:00.000Z"],
])("%s at %s in %s was last due at %s", (line, now, zone, expected) => {
  expect(lastTime(line, { now, zone })).toBe(expected);
});

it("an hour that is skipped in spring, or comes twice in autumn, is due once a day", () => {
  const days = new Set<string>();
  for (let hour = 0; hour < 24 * 3; hour += 1) {
    for (const start of ["2026-03-07T00:00:00Z", "2026-10-31T00:00:00Z"]) {
      const now = new Date(Date.parse(start) + hour * 3_600_000).toISOString();
      days.add(lastTime("30 2 * * *", { now, zone: "America/New_York" }) ?? "");
    }
  }
  const byDay = Map.groupBy(days, (at) => new Date(Date.parse(at) - 5 * 3_600_000).toISOString().slice(0, 10));
  for (const [, times] of byDay) expect(times).toHaveLength(1);
});
