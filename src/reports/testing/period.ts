import type { FindingCounts, PeriodReport, PeriodSystem, PeriodTotals } from "../../model/period-report.ts";

/** Builders of a period's page for tests. */

export function someCounts(over: Partial<FindingCounts> = {}): FindingCounts {
  return {
    ...{ found: 12, settled: 9, accepted: 2, open: 3 },
    by_severity: { critical: 1, high: 4, medium: 5, low: 2 },
    open_by_severity: { critical: 1, high: 2, medium: 0, low: 0 },
    days_to_settle: { median: 4, worst: 12 },
    ...over,
  };
}

const seats = {
  bought: 120,
  used: 109,
  idle: 4,
  could_be_saved: [{ currency: "USD", a_month: 460 }],
  at_least: { used: false, idle: false },
};

export function aPeriodSystem(over: Partial<PeriodSystem> = {}): PeriodSystem {
  return {
    ...{ system: "zendesk-global", name: "Zendesk Global", platform: "zendesk", audit: "zendesk-global/FY27-Q4" },
    ...{ state: "closed", status: "complete", issue: { url: "https://gitlab.acme.test/acme/audits/-/issues/12", iid: 12 } },
    ...{ findings: someCounts(), unseen: [], waiver: null, seats },
    ...over,
  };
}

export function periodTotals(period: string, over: Partial<PeriodTotals> = {}): PeriodTotals {
  const audits = { done: 1, waived: 1, open: 0, cancelled: 0, not_begun: 1 };
  return { period, audits, findings: someCounts(), unseen: 1, seats, ...over };
}

export function aPeriodReport(over: Partial<PeriodReport> = {}): PeriodReport {
  const unseen = [{ source: "api-tokens", status: "unavailable", reason: "403: an admin's token is needed" }] as const;
  const federal = { system: "zendesk-us-federal", name: "Zendesk US Federal", state: "waived", status: "incomplete" } as const;
  const waiver = { by: "kim@acme.test", reason: "reviewed by hand" };
  return {
    ...{ schema: "rollcall.period/1", organization: "Acme Support", generated_at: "2026-12-10T09:00:00.000Z" },
    period: { id: "FY27-Q4", start: "2026-11-01", end: "2027-01-31" },
    total: periodTotals("FY27-Q4"),
    systems: [
      aPeriodSystem(),
      aPeriodSystem({ ...federal, unseen: [...unseen], waiver }),
      aPeriodSystem({
        name: "Calendly",
        audit: null,
        state: null,
        status: null,
        issue: null,
        seats: null,
        findings: someCounts({ found: 0, settled: 0, open: 0, days_to_settle: null }),
      }),
    ],
    earlier: ["FY27-Q3", "FY27-Q2", "FY27-Q1", "FY26-Q4"].map((period, index) =>
      periodTotals(period, { findings: someCounts({ found: 20 + index }) }),
    ),
    ...over,
  };
}
