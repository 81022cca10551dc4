import { expect, test } from "vitest";
import { slotAfter } from "./hours.ts";

test.each([
  ["2026-11-23T08:00:00Z", 1, "2026-11-23T10:00:00.000Z"],
  ["2026-11-23T10:00:00Z", 1, "2026-11-23T13:00:00.000Z"],
  ["2026-11-23T10:00:00Z", 3, "2026-11-24T10:00:00.000Z"],
  ["2026-11-27T16:00:00Z", 1, "2026-11-30T10:00:00.000Z"],
  ["2026-11-28T11:00:00Z", 2, "2026-11-30T13:00:00.000Z"],
])("after %s people look into their mail for time %d at %s", (at, count, slot) => {
  expect(slotAfter(at, count)).toBe(slot);
});
