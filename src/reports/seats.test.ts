import { expect, it } from "vitest";
import type { SeatsReport, SystemSeats } from "../model/seats.ts";
import { notesMarkdown } from "./markdown.ts";
import { seatsCsv, seatsJson, seatsTable } from "./seats.ts";
import { seatsSentence } from "./seats-wording.ts";
import { aContext, anAuditView } from "./testing/views.ts";

const use = {
  bought: 120,
  used: 109,
  idle: { suspended: 2, never_signed_in: 1, inactive: 0, seats: 3 },
  no_signal: 0,
  cost_a_month: 13_800,
  could_be_saved: 1_610.5,
};
const full = { type: "full", monthly_cost: 115, free: 11, ...use };
const nothing = { suspended: null, never_signed_in: null, inactive: null, seats: null };
const unread = { used: null, idle: nothing, no_signal: null, could_be_saved: null };

function seats(more: Partial<SystemSeats> = {}): SystemSeats {
  return {
    system: "zendesk-global",
    name: "Zendesk Global",
    platform: "zendesk",
    status: "complete",
    reason: null,
    currency: "USD",
    renews: "2027-02-01",
    days_to_renewal: 71,
    inactive_after: 90,
    never_signed_in_after: 14,
    types: [full],
    total: use,
    ...more,
  };
}

const lost = seats({
  status: "failed",
  reason: "users could not be read: 403",
  types: [{ ...full, ...unread, free: null }],
  total: { ...use, ...unread },
});

function report(...systems: SystemSeats[]): SeatsReport {
  return { schema: "rollcall.seats/1", organization: "Acme", generated_at: "2026-11-22T12:00:00Z", systems };
}

function table(...systems: SystemSeats[]): string {
  return seatsTable(report(...systems), { width: 100, colour: false });
}

it("the line of the Notes says used, idle, cost and renewal of each type", () => {
  expect(seatsSentence(seats())).toBe(
    "Seats: full 109 of 120 bought, 3 idle (suspended 2, never signed in 1), USD 1,610.50 of USD 13,800 a month could be saved; renews in 71 days.",
  );
  expect(seatsSentence(seats({ types: [{ ...full, used: 130, free: -10, no_signal: 4 }], days_to_renewal: -1 }))).toBe(
    "Seats: full 130 of 120 bought (10 more than that), at least 3 idle (suspended 2, never signed in 1, no signal 4), at least USD 1,610.50 of USD 13,800 a month could be saved; renewal is past.",
  );
  const bare = { ...full, bought: null, free: null, idle: nothing, cost_a_month: null, could_be_saved: null };
  expect(seatsSentence(seats({ types: [bare], days_to_renewal: null }))).toBe(
    "Seats: full 109 used, bought not known, idle not known.",
  );
});

it("seats that could not be counted have no number, in no format", () => {
  expect(seatsSentence(lost)).toBe("Seats: full 120 bought, used not known.");
  expect(table(lost)).toContain("Seats used are not known: users could not be read: 403");
  expect(table(lost)).toMatch(/full +120 +\? +\? +\? +\? +\? +USD 13,800 +\?/);
  expect(seatsCsv(report(lost)).split("\r\n")[1]).toBe(
    "zendesk-global,Zendesk Global,full,120,,,,,,,,USD,115,13800,,2027-02-01,71,failed,users could not be read: 403",
  );
  expect(JSON.parse(seatsJson(report(lost))).systems[0]).toMatchObject({ reason: lost.reason, total: { used: null } });
});

it("the table has a row a type, and one for all where there are several", () => {
  const light = { ...full, type: "light", monthly_cost: null, cost_a_month: null, could_be_saved: null };
  expect(table(seats())).toMatch(/full +120 +109 +11 +2 +1 +0 +USD 13,800 +USD 1,610.50/);
  expect(table(seats())).not.toContain("all ");
  expect(table(seats({ types: [full, light] }))).toMatch(/all +120 +109 +2 +1 +0/);
  expect(table(seats())).toContain("Renews on 2027-02-01, in 71 days.");
  expect(table(seats({ renews: "2026-11-21", days_to_renewal: -1 }))).toContain("Was to renew on 2026-11-21, 1 day ago");
});

it("numbers stay numbers in CSV, negative ones too; names cannot become formulas", () => {
  const [, row] = seatsCsv(report(seats({ name: "=cmd()", types: [{ ...full, free: -3 }] }))).split("\r\n");
  expect(row).toContain(",120,109,-3,");
  expect(row).toContain("'=cmd()");
  expect(seatsCsv(report(seats({ types: [] })))).toContain("zendesk-global,Zendesk Global,,120,109");
});

it("the JSON has the contract's keys and nothing a terminal acts on", () => {
  const text = seatsJson(report(seats({ name: "a\u202eb" })));
  expect(text).toContain("\\u202e");
  expect(JSON.parse(text)).toEqual(report(seats({ name: "a\u202eb" })));
});

it("the Notes of an audit have the line, and none where the platform has no seats", () => {
  const notes = (of: SystemSeats | null) => notesMarkdown(anAuditView({}, { seats: of }), aContext, { attachments: null });
  expect(notes(seats())).toContain("Seats: full 109 of 120 bought");
  expect(notes(null)).not.toContain("Seats");
});
