import { describe, expect, test } from "vitest";
import type { SeatUse } from "../model/seats.ts";
import { followUpState } from "./follow-up-state.ts";
import { type PeriodAudit, periodReport } from "./period-report.ts";
import { settleAll } from "./settle.ts";
import {
  acceptance,
  aFinding,
  aMemory,
  anExemption,
  aRemembered,
  aSource,
  type MemoryParts,
  saidEvent,
} from "./testing/memory.ts";

const now = "2026-12-10T09:00:00.000Z";
const period = { id: "FY27-Q4", start: "2026-11-01", end: "2027-01-31" };
const gone = (at: string) => ({ sightings: [{ at, seen: false }] });

function seatUse(more: Partial<SeatUse> = {}): SeatUse {
  const idle = { suspended: 1, never_signed_in: 0, inactive: 3, seats: 4 };
  return { bought: 120, used: 109, idle, no_signal: 0, cost_a_month: 6900, could_be_saved: 460, ...more };
}

function audit(parts: MemoryParts = {}, more: Partial<PeriodAudit> = {}, source = aSource({ now })): PeriodAudit {
  const memory = aMemory(parts);
  const standings = settleAll(followUpState(memory, source), now);
  return {
    ...{ system: "zendesk-global", name: "Zendesk Global", platform: "zendesk" },
    audit: { memory, standings },
    seats: null,
    ...more,
  };
}

function none(system: string): PeriodAudit {
  return { system, name: system, platform: "zendesk", audit: null, seats: null };
}

function report(audits: PeriodAudit[], earlier: { period: string; audits: PeriodAudit[] }[] = []) {
  return periodReport(audits, { organization: "Acme", now, period, earlier });
}

describe("findings", () => {
  test("are counted with how long they took; exempt ones were never open", () => {
    const findings = [
      aRemembered(1),
      aRemembered(2, gone("2026-11-22T06:00:00Z")),
      aRemembered(3, { ...gone("2026-12-02T06:00:00Z"), finding: aFinding(3, { severity: "critical" }) }),
      aRemembered(4, gone("2026-11-24T06:00:00Z")),
      aRemembered(5),
      aRemembered(6),
    ];
    const decisions = [{ key: aFinding(5).key, decision: acceptance("2026-11-25T06:00:00Z", "2027-03-01") }];
    const events = [saidEvent("note:1", { decisions })];
    const exempt = aSource({ now, exemptions: [anExemption({ account: "6" })] });

    const { total } = report([audit({ findings, events }, {}, exempt)]);

    expect(total.findings).toEqual({
      ...{ found: 5, settled: 4, accepted: 1, open: 1 },
      by_severity: { critical: 1, high: 4, medium: 0, low: 0 },
      open_by_severity: { critical: 0, high: 1, medium: 0, low: 0 },
      days_to_settle: { median: 4, worst: 12 },
    });
  });

  test("that nobody settled take no time, not none", () => {
    expect(report([audit()]).total.findings.days_to_settle).toBeNull();
    expect(report([audit({ findings: [] })]).total.findings).toMatchObject({ found: 0, days_to_settle: null });
  });

  test("carried over count from when this audit has them", () => {
    const old = aRemembered(1, { foundAt: "2026-08-01T00:00:00Z", ...gone("2026-11-22T06:00:00Z") });
    expect(report([audit({ findings: [old] })]).total.findings.days_to_settle).toEqual({ median: 2, worst: 2 });
  });
});

test("audits are told apart by how they stand, and a system without one is not begun", () => {
  const states = ["draft", "following-up", "in-review", "closed", "waived", "cancelled"] as const;
  const audits = [...states.map((state) => audit({ audit: { state }, findings: [] })), none("calendly")];
  expect(report(audits).total.audits).toEqual({ done: 1, waived: 1, open: 3, cancelled: 1, not_begun: 1 });
  expect(report(audits).systems.at(-1)).toMatchObject({ audit: null, state: null, status: null, seats: null });
});

test("what nobody could look at is named, with who waived it", () => {
  const one = audit({
    audit: { state: "waived" },
    events: [
      {
        kind: "reviewed",
        review: {
          by: "kim@acme.test",
          sentence: "I reviewed it",
          listedAt: now,
          sha256: "",
          carriedOver: 0,
          waiver: "by hand this quarter",
        },
      },
    ],
  });
  const refused = {
    name: "api-tokens",
    status: "unavailable",
    rows: 0,
    expected: null,
    requests: 1,
    sha256: null,
    reason: "403",
  } as const;
  const read = { ...refused, name: "users", status: "complete", reason: null } as const;
  if (one.audit) one.audit.memory.last.whole = { n: 1, takenAt: now, status: "incomplete", sources: [refused, read] };

  const { systems, total } = report([one]);

  expect(systems[0]).toMatchObject({
    status: "incomplete",
    unseen: [{ source: "api-tokens", status: "unavailable", reason: "403" }],
    waiver: { by: "kim@acme.test", reason: "by hand this quarter" },
  });
  expect(total.unseen).toBe(1);
});

test("seats add up where they are known, by currency; nothing known is null, not 0", () => {
  const seats = (currency: string | null, more: Partial<SeatUse>) => ({ seats: { currency, total: seatUse(more) } });
  const unknown = {
    bought: null,
    used: null,
    could_be_saved: null,
    idle: { suspended: null, never_signed_in: null, inactive: null, seats: null },
  };
  const audits = [
    audit({}, seats("USD", {})),
    audit({}, seats("EUR", { used: 10, could_be_saved: 40 })),
    audit({}, seats("USD", unknown)),
  ];
  expect(report(audits).total.seats).toEqual({
    ...{ bought: null, used: 119, idle: 8, at_least: { used: true, idle: true } },
    could_be_saved: [
      { currency: "USD", a_month: 460 },
      { currency: "EUR", a_month: 40 },
    ],
  });
  expect(report([audit({}, seats(null, unknown))]).total.seats).toEqual({
    bought: null,
    used: null,
    idle: null,
    could_be_saved: [],
    at_least: { used: true, idle: true },
  });
  const known = [audit({}, seats("USD", {})), audit({}, seats("USD", { used: 10 }))];
  expect(report(known).total.seats).toMatchObject({ bought: 240, used: 119, at_least: { used: false, idle: false } });
});

test("earlier periods keep their order", () => {
  const earlier = ["FY27-Q3", "FY27-Q2"].map((id) => ({
    period: id,
    audits: [audit({ audit: { period: id, state: "closed" } })],
  }));
  expect(report([audit()], earlier).earlier.map((one) => [one.period, one.audits.done])).toEqual([
    ["FY27-Q3", 1],
    ["FY27-Q2", 1],
  ]);
});
