import type { AuditState } from "../model/event.ts";
import type { Period } from "../model/period.ts";
import type {
  FindingCounts,
  PeriodReport,
  PeriodSeats,
  PeriodSystem,
  PeriodTotals,
  UnseenSource,
} from "../model/period-report.ts";
import type { SystemSeats } from "../model/seats.ts";
import { isRead } from "../model/source.ts";
import { daysToSettle, type FindingTimes, findingTimes, medianOf, type StandingAudit } from "./finding-times.ts";

/** One system in one period: what is remembered of its audit, and its seats as then read. */
export interface PeriodAudit {
  system: string;
  name: string;
  platform: string;
  /** `null` = none was begun. */
  audit: StandingAudit | null;
  /** `null` = it has none, or nothing was read. */
  seats: Pick<SystemSeats, "currency" | "total"> | null;
}

/** All audits of a period on one page, beside those before it (newest first). Pure. */
export function periodReport(
  audits: readonly PeriodAudit[],
  of: {
    organization: string;
    now: string;
    period: Period;
    earlier: readonly { period: string; audits: readonly PeriodAudit[] }[];
  },
): PeriodReport {
  const { organization, now, period, earlier } = of;
  return {
    schema: "rollcall.period/1",
    ...{ organization, generated_at: now, period },
    total: totals(period.id, audits),
    systems: audits.map(periodSystem),
    earlier: earlier.map((one) => totals(one.period, one.audits)),
  };
}

function periodSystem({ system, name, platform, audit, seats }: PeriodAudit): PeriodSystem {
  const { id = null, state = null, issue = null } = audit?.memory.audit ?? {};
  return {
    ...{ system, name, platform, audit: id, state, issue },
    status: audit?.memory.last.whole?.status ?? null,
    findings: countFindings(audit ? [...findingTimes(audit)] : []),
    unseen: unseenOf(audit),
    waiver: waiverOf(audit),
    seats: seats && sumSeats([seats]),
  };
}

function unseenOf(audit: StandingAudit | null): UnseenSource[] {
  const sources = audit?.memory.last.whole?.sources ?? [];
  return sources.flatMap(({ name, status, reason }) =>
    status === "unavailable" || status === "failed" ? [{ source: name, status, reason }] : [],
  );
}

/** Of the last review: an audit that was opened again may be signed again. */
function waiverOf(audit: StandingAudit | null): PeriodSystem["waiver"] {
  const reviews = audit?.memory.events.flatMap((event) => (event.kind === "reviewed" ? [event.review] : [])) ?? [];
  const last = reviews.at(-1);
  return audit?.memory.audit.state === "waived" && last?.waiver ? { by: last.by, reason: last.waiver } : null;
}

function totals(period: string, audits: readonly PeriodAudit[]): PeriodTotals {
  const known = audits.flatMap(({ audit }) => audit ?? []);
  const counts = { done: 0, waived: 0, open: 0, cancelled: 0, not_begun: audits.length - known.length };
  for (const { memory } of known) counts[auditWord[memory.audit.state]] += 1;
  return {
    period,
    audits: counts,
    findings: countFindings(known.flatMap((audit) => [...findingTimes(audit)])),
    unseen: known.reduce((sum, { memory }) => sum + (memory.last.whole?.sources ?? []).filter((one) => !isRead(one)).length, 0),
    seats: sumSeats(audits.flatMap(({ seats }) => seats ?? [])),
  };
}

const auditWord: Record<AuditState, Exclude<keyof PeriodTotals["audits"], "not_begun">> = {
  ...{ draft: "open", "following-up": "open", "in-review": "open" },
  ...{ closed: "done", waived: "waived", cancelled: "cancelled" },
};

function countFindings(times: readonly FindingTimes[]): FindingCounts {
  const counts = {
    by_severity: { critical: 0, high: 0, medium: 0, low: 0 },
    open_by_severity: { critical: 0, high: 0, medium: 0, low: 0 },
  };
  for (const { severity, settled } of times) {
    counts.by_severity[severity] += 1;
    if (settled === null) counts.open_by_severity[severity] += 1;
  }
  const days = daysToSettle(times);
  const median = medianOf(days);
  return {
    ...{ found: times.length, settled: days.length, open: times.length - days.length },
    accepted: times.filter(({ isAccepted }) => isAccepted).length,
    ...counts,
    days_to_settle: median === null ? null : { median, worst: days.at(-1) ?? median },
  };
}

/** Seats of several systems together; amounts by currency, in their order. */
export function sumSeats(seats: readonly Pick<SystemSeats, "currency" | "total">[]): PeriodSeats {
  const saved = new Map<string, number>();
  for (const { currency, total } of seats) {
    if (currency !== null && total.could_be_saved !== null)
      saved.set(currency, (saved.get(currency) ?? 0) + total.could_be_saved);
  }
  return {
    bought: seats.some(({ total }) => total.bought === null) ? null : sumOf(seats.map(({ total }) => total.bought)),
    used: sumOf(seats.map(({ total }) => total.used)),
    idle: sumOf(seats.map(({ total }) => total.idle.seats)),
    could_be_saved: [...saved].map(([currency, a_month]) => ({ currency, a_month })),
    at_least: {
      used: seats.some(({ total }) => total.used === null),
      idle: seats.some(({ total }) => total.idle.seats === null || (total.no_signal ?? 0) > 0),
    },
  };
}

/** Of those that are known; `null` where none is. */
function sumOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}
