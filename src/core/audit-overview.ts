import type { AuditState } from "../model/event.ts";
import type { FollowUpState, Standing, StepName } from "../model/follow-up.ts";
import type { AuditMemory } from "../model/memory.ts";
import { daysBetween } from "../model/period.ts";
import type { IssueLink } from "../model/report.ts";
import { compareSeverity, type Severity } from "../model/severity.ts";
import { step, type UpcomingStep, upcoming } from "./follow-up.ts";
import { pastOf } from "./follow-up-past.ts";
import { opsManagerFor } from "./ladder.ts";
import { runningClock } from "./running-clock.ts";
import { settle } from "./settle.ts";

/** Somebody an audit waits for. */
export interface WaitedFor {
  /** E-mail. */
  email: string;
  /** ISO 8601: since when they have been asked; `null` = they have not been yet. */
  since: string | null;
  /** How many findings; 0 where it is their word on the audit as a whole. */
  items: number;
  worst: Severity | null;
  /** What comes next if nothing happens; `null` = nothing that comes by itself. `at` null = not within any time that counts. */
  next: { step: StepName; at: string | null } | null;
}

/** One audit in a few numbers, for lists and pages. */
export interface AuditOverview {
  audit: string;
  system: string;
  period: string;
  state: AuditState;
  issue: IssueLink | null;
  /** When people are asked from; `null` = nobody has said so. */
  startedAt: string | null;
  findings: number;
  /** Findings by where they stand. */
  counts: { open: number; explained: number; fixed: number; roster: number; accepted: number; exempt: number };
  /** Of those that are not settled. */
  bySeverity: Record<Severity, number>;
  /** Longest waited for first. */
  waitsFor: WaitedFor[];
  /** Days since the oldest finding that is not settled was found; `null` = all are settled. */
  oldest: number | null;
  /** When something is sent next, ISO 8601: now, where something is due; `null` = nothing comes by itself. */
  nextAct: string | null;
  /** When all its sources were last read whole. */
  completeAt: string | null;
}

/** Where an audit stands. Pure; ten thousand findings take about as long as one step of the follow-up. @param now ISO 8601 */
export function auditOverview({ memory, state }: { memory: AuditMemory; state: FollowUpState }, now: string): AuditOverview {
  const { audit, last } = memory;
  const clock = runningClock(state.clock);
  const counts = { open: 0, explained: 0, fixed: 0, roster: 0, accepted: 0, exempt: 0 };
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 };
  let oldest: number | null = null;
  for (const finding of state.findings) {
    const standing = settle(finding, { clock, now: Date.parse(now) });
    counts[countOf(standing)] += 1;
    if (standing.is === "settled") continue;
    bySeverity[finding.severity] += 1;
    oldest = Math.max(oldest ?? 0, daysBetween(finding.foundAt, now));
  }
  const { due, next } = step(state, now);
  return {
    ...{ audit: audit.id, system: audit.system, period: audit.period, state: audit.state, issue: audit.issue },
    startedAt: state.startedAt,
    findings: state.findings.length,
    ...{ counts, bySeverity },
    waitsFor: waitsFor(state, { now, state: audit.state, open: counts.open + counts.explained }),
    oldest,
    nextAct: due.length > 0 ? now : next,
    completeAt: last.complete?.takenAt ?? null,
  };
}

function countOf(standing: Standing): keyof AuditOverview["counts"] {
  return standing.is === "settled" ? standing.by : standing.is;
}

function waitsFor(state: FollowUpState, of: { now: string; state: AuditState; open: number }): WaitedFor[] {
  if (state.closed) return [];
  const steps = upcoming(state, of.now);
  if (of.state === "draft" && of.open > 0) return [{ ...auditorToStart(state), items: of.open, worst: null }];
  const whole = steps.filter(isOfTheWhole);
  if (whole.length > 0) return [reviewer(state, whole)];
  const past = pastOf(state);
  const severity = new Map(state.findings.map((finding) => [finding.key, finding.severity]));
  const found = new Map<string, WaitedFor>();
  for (const { step: name, at, items } of steps) {
    for (const { key, turn, of: email } of items) {
      const asked = past
        .stepsOf(key)
        .filter((made) => made.of === email && made.turn === (turn === null ? null : Date.parse(turn)))
        .reduce((first, made) => Math.min(first, made.at), Number.POSITIVE_INFINITY);
      const one = { email, since: isoOf(asked), items: 1, worst: severity.get(key) ?? null, next: { step: name, at } };
      const known = found.get(email);
      found.set(email, known ? together(known, one) : one);
    }
  }
  return [...found.values()].sort(
    (a, b) => timeOf(a.since) - timeOf(b.since) || b.items - a.items || (a.email < b.email ? -1 : 1),
  );
}

function isOfTheWhole({ step: name, items }: UpcomingStep): boolean {
  return name === "review" || name === "carry-over" || items.length === 0;
}

/** Nobody is asked before the auditor has gone through the findings. */
function auditorToStart({ roles, recordedAt }: FollowUpState): Pick<WaitedFor, "email" | "since" | "next"> {
  return { email: roles.auditor, since: recordedAt, next: null };
}

/** Whose word on the audit as a whole is waited for. */
function reviewer(state: FollowUpState, [first]: readonly UpcomingStep[]): WaitedFor {
  const email = opsManagerFor(
    state.findings.flatMap(({ subjects }) => subjects),
    state,
  );
  const asked = pastOf(state).lastAskedToClose;
  const next = first ? { step: first.step, at: first.at } : null;
  return { email, since: asked === null ? null : isoOf(asked), items: 0, worst: null, next };
}

function together(a: WaitedFor, b: WaitedFor): WaitedFor {
  const worst = a.worst && b.worst ? (compareSeverity(a.worst, b.worst) <= 0 ? a.worst : b.worst) : (a.worst ?? b.worst);
  const next = timeOf(b.next?.at ?? null) < timeOf(a.next?.at ?? null) ? b.next : a.next;
  const since = timeOf(b.since) < timeOf(a.since) ? b.since : a.since;
  return { email: a.email, since, items: a.items + b.items, worst, next };
}

/** What has no time comes last. */
function timeOf(time: string | null): number {
  return time === null ? Number.POSITIVE_INFINITY : Date.parse(time);
}

function isoOf(at: number): string | null {
  return Number.isFinite(at) ? new Date(at).toISOString() : null;
}
