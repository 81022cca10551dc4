import { expect, test } from "vitest";
import type { Source } from "../../model/source.ts";
import { pagerduty } from "./index.ts";
import { kept, policy, type Rows, schedule, shifts, systemOf } from "./testing/rows.ts";

function source(name: string, more: Partial<Source> = {}): Source {
  return { name, status: "complete", rows: 3, sha256: "ab", reason: null, refused: false, ...more } as Source;
}

const all = ["token-user", "schedules", "shift-schedules", "escalation-policies", "on-calls"].map((name) => source(name));

function settled(rows: Rows, of: { settings?: object; sources?: Source[] } = {}): string[] {
  const sources = pagerduty.settle(of.sources ?? all, kept(rows), systemOf(of.settings));
  return sources.filter(({ status }) => status !== "complete").map(({ name, status }) => `${name} ${status}`);
}

const lists = ["schedules unavailable", "shift-schedules unavailable"];

test("a schedule met anywhere and listed nowhere makes both lists unread", () => {
  const met = {
    "escalation-policies": [
      policy("E1", [
        ["S1", "schedule_reference"],
        ["U1", "user_reference"],
      ]),
    ],
  };
  const called = { "on-calls": [{ user: { id: "U1" }, schedule: { id: "S1" }, escalation_policy: { id: "E1" } }] };
  for (const rows of [met, called] as Rows[]) {
    expect(settled(rows)).toEqual(lists);
    expect(settled({ ...rows, schedules: [schedule("S1", {})] })).toEqual([]);
    expect(settled({ ...rows, "shift-schedules": [shifts("S1", [])] })).toEqual([]);
  }
  expect(settled({}, { settings: { schedules: ["S1"] } })).toEqual(lists);
});

test("beside a list that was not read there is nothing to compare with", () => {
  const sources = [source("schedules", { status: "failed" }), source("shift-schedules")];
  const rows = { "escalation-policies": [policy("E1", [["S1", "schedule_reference"]])] };
  expect(settled(rows, { sources })).toEqual(["schedules failed"]);
});

test.each([
  [{ id: "account-key" }, []],
  [{ id: "U1", role: "owner" }, []],
  [{ id: "U1", role: "admin" }, []],
  [{ id: "U1", role: "restricted_access" }, ["schedules", "shift-schedules", "escalation-policies", "on-calls"]],
  [{ id: "U1", role: null }, ["schedules", "shift-schedules", "escalation-policies", "on-calls"]],
])("of the token of %j may be cut: %j", (row, names) => {
  expect(settled({ "token-user": [row] })).toEqual(names.map((name) => `${name} unavailable`));
});
