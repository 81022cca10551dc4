import { daysToSettle, findingTimes, medianOf } from "../core/finding-times.ts";
import { sumSeats } from "../core/period-report.ts";
import type { AuditLine, Overview, Trend } from "../model/api/audit.ts";
import type { Mark } from "../model/api/shapes.ts";
import type { SystemConfig } from "../model/config.ts";
import { type AuditState, endedStates } from "../model/event.ts";
import { normalEmail } from "../model/identity.ts";
import type { MatchedPerson } from "../model/matching.ts";
import { addDays, daysBetween } from "../model/period.ts";
import type { Severity } from "../model/severity.ts";
import { auditsOf, type Dashboard, periodsOf } from "./dashboard.ts";
import type { LookedAt } from "./look-at-audits.ts";
import type { Reading } from "./readings.ts";
import { namedBy } from "./show-findings.ts";

/** Every system in one period, and how the periods went. */
export async function showOverview(dashboard: Dashboard, period: string): Promise<Overview> {
  const { context } = dashboard;
  const { roster, now } = context;
  const systems = await Promise.all(
    context.config.systems.map(async (system) => {
      const audit = dashboard.audits.get(`${system.id}/${period}`) ?? null;
      const reading = audit && (await dashboard.reading(audit));
      return { ...auditLine(dashboard, { system, audit, reading }), marks: marksOf(dashboard, audit, reading) };
    }),
  );
  const waiting = systems.flatMap((one) => one.waits_for);
  const nexts = systems.flatMap(({ next_at: at }) => at ?? []).sort();
  return {
    period,
    at: now,
    roster: { source: roster.source, revision: roster.revision, people: roster.people.length },
    open: systems.reduce((sum, { standings }) => sum + standings.open + standings.explained, 0),
    open_before: openBefore(dashboard, period),
    waiting: { people: new Set(waiting.map(({ who }) => who.email)).size, next_at: nexts[0] ?? null },
    seats: await seatsTotal(dashboard, period),
    people: roster.people.map(({ id, name }) => ({ id, name })),
    systems,
    trends: await trendsOf(dashboard),
  };
}

/** One system in one period, in a line. */
export function auditLine(
  dashboard: Dashboard,
  { system, audit, reading }: { system: SystemConfig; audit: LookedAt | null; reading: Reading | null },
): AuditLine {
  const { context } = dashboard;
  const overview = audit && dashboard.overview(audit);
  const { whole = null, complete = null } = audit?.memory.last ?? {};
  const state = audit?.memory.audit.state ?? null;
  return {
    ...{ system: system.id, name: system.name, platform: system.platform },
    audit: audit?.memory.audit.id ?? null,
    ...{ state, status: whole?.status ?? null },
    ...{ read_at: whole?.takenAt ?? null, complete_at: complete?.takenAt ?? null },
    accounts: reading?.view.audit.counts.accounts ?? null,
    counts: reading?.view.audit.counts ?? {},
    unread: unreadOf(reading?.sources ?? whole?.sources ?? []),
    findings: overview?.findings ?? 0,
    standings: overview?.counts ?? { open: 0, explained: 0, fixed: 0, roster: 0, accepted: 0, exempt: 0 },
    by_severity: overview?.bySeverity ?? { critical: 0, high: 0, medium: 0, low: 0 },
    ladder: ladderOf(audit, state),
    waits_for: (overview?.waitsFor ?? []).map(({ email, ...rest }) => ({ ...rest, who: namedBy(email, context) })),
    ...{ next_at: overview?.nextAct ?? null, oldest_days: overview?.oldest ?? null },
    issue: audit?.memory.audit.issue ?? null,
  };
}

/** How far the furthest finding that is not settled has come. */
function ladderOf(audit: LookedAt | null, state: AuditState | null): AuditLine["ladder"] {
  if (!audit || !state || state === "draft") return { step: 0, word: "not begun" };
  if (endedStates.includes(state)) return { step: 3, word: "closed" };
  if (state === "in-review") return { step: 3, word: "in review" };
  const open = new Set([...audit.standings].filter(([, { is }]) => is !== "settled").map(([key]) => key));
  const acts = audit.state?.done.filter(({ items }) => items.some(({ key }) => open.has(key))) ?? [];
  if (acts.some(({ step }) => step === "escalate" || step === "tell")) return { step: 2, word: "escalated" };
  return acts.length > 0 ? { step: 1, word: "asked" } : { step: 0, word: "not begun" };
}

export function unreadOf(sources: Reading["sources"]): AuditLine["unread"] {
  return sources.flatMap(({ name, status, reason }) =>
    status === "unavailable" || status === "failed" ? [{ source: name, status, reason }] : [],
  );
}

const letters: Record<Severity, Mark> = { critical: "c", high: "h", medium: "m", low: "l" };
const worseFirst: readonly Mark[] = ["c", "h", "m", "l", "u", "a", "o", "n"];

/** One letter a person of the roster, in its order. */
export function marksOf({ context }: Dashboard, audit: LookedAt | null, reading: Reading | null): string {
  const people = new Map(reading?.scene.matching.people.map((one) => [one.person.id, one]));
  const found = audit ? findingMarks(audit) : new Map<string, Mark>();
  const isUnread = reading === null || !reading.accountsRead;
  return context.roster.people
    .map((person) => {
      const base = isUnread ? "u" : baseMark(people.get(person.id) ?? null);
      const own = [person.email ?? "", ...person.aliases].flatMap((email) => found.get(normalEmail(email)) ?? []);
      return [base, ...own].sort((a, b) => worseFirst.indexOf(a) - worseFirst.indexOf(b))[0] ?? base;
    })
    .join("");
}

function baseMark(matched: MatchedPerson | null): Mark {
  return matched && matched.accounts.length > 0 ? "o" : "n";
}

/** By e-mail of whom it is about: the worst that is open, else that something is accepted. */
function findingMarks({ memory, state, standings }: LookedAt): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  const subjects = new Map(state?.findings.map((one) => [one.key, one.subjects]));
  for (const { finding } of memory.findings) {
    const standing = standings.get(finding.key);
    const isAccepted = standing?.is === "settled" && (standing.by === "accepted" || standing.by === "exempt");
    if (standing?.is === "settled" && !isAccepted) continue;
    const mark = isAccepted ? "a" : letters[finding.severity];
    for (const email of subjects.get(finding.key) ?? []) {
      const known = marks.get(normalEmail(email));
      if (!known || worseFirst.indexOf(mark) < worseFirst.indexOf(known)) marks.set(normalEmail(email), mark);
    }
  }
  return marks;
}

/** Open findings when the period before was as old as this one is now. */
function openBefore(dashboard: Dashboard, period: string): Overview["open_before"] {
  const before = periodsOf(dashboard).find((one) => one < period);
  const begun = openedAt(auditsOf(dashboard, period));
  if (before === undefined || begun === null) return null;
  const then = auditsOf(dashboard, before);
  const start = openedAt(then);
  if (start === null) return null;
  const age = daysBetween(begun, dashboard.context.now);
  const at = `${addDays(start.slice(0, 10), age)}T23:59:59.999Z`;
  const open = then
    .flatMap((audit) => [...findingTimes(audit)])
    .filter(({ found, settled }) => found <= at && !(settled !== null && settled <= at));
  return { period: before, open: open.length };
}

function openedAt(audits: readonly LookedAt[]): string | null {
  return audits.map(({ memory }) => memory.audit.openedAt).sort()[0] ?? null;
}

async function trendsOf(dashboard: Dashboard): Promise<Trend[]> {
  return Promise.all(
    periodsOf(dashboard)
      .slice(0, 8)
      .reverse()
      .map((period) => trendOf(dashboard, period)),
  );
}

async function trendOf(dashboard: Dashboard, period: string): Promise<Trend> {
  const audits = auditsOf(dashboard, period);
  const times = audits.flatMap((audit) => [...findingTimes(audit)]);
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity } of times) bySeverity[severity] += 1;
  const days = daysToSettle(times);
  const { used, idle } = await seatsTotal(dashboard, period);
  return {
    period,
    found: times.length,
    settled: days.length,
    open: times.length - days.length,
    by_severity: bySeverity,
    days_to_settle: medianOf(days),
    seats: { used, idle },
    systems: Object.fromEntries(audits.map((audit) => [audit.memory.audit.system, [...findingTimes(audit)].length])),
  };
}

async function seatsTotal(dashboard: Dashboard, period: string): Promise<Overview["seats"]> {
  const readings = await Promise.all(auditsOf(dashboard, period).map((audit) => dashboard.reading(audit)));
  const seats = readings.flatMap((reading) => reading?.view.seats ?? []);
  const { used, idle, could_be_saved } = sumSeats(seats);
  const next = seats
    .flatMap(({ name, renews, days_to_renewal: days }) =>
      renews && days !== null && days >= 0 ? [{ system: name, day: renews, days }] : [],
    )
    .sort((a, b) => a.days - b.days)[0];
  return {
    ...{ used, idle, could_be_saved },
    next_renewal: next ?? null,
  };
}
