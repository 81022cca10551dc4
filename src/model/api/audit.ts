import { z } from "zod";
import {
  auditId,
  auditState,
  auditStatus,
  bySeverity,
  count,
  issue,
  named,
  severity,
  stepName,
  time,
  unreadSource,
} from "./shapes.ts";

export const waitsFor = z
  .object({
    who: named,
    since: time.nullable(),
    items: count,
    worst: severity.nullable(),
    next: z.object({ step: stepName, at: time.nullable() }).nullable(),
  })
  .meta({ id: "WaitsFor", description: "Somebody an audit waits for" });

/** A reading that is going on. */
export const running = z
  .object({
    audit: auditId,
    system: z.string(),
    what: z.enum(["audit", "recheck"]),
    by: z.string(),
    started_at: time,
    heard_at: time.meta({ description: "When it last said anything" }),
    sources: z.array(
      z.object({
        name: z.string(),
        rows: count,
        expected: count.nullable(),
        requests: count,
        state: z.enum(["waiting", "reading", "complete", "absent", "unavailable", "failed"]),
        note: z.string().nullable(),
      }),
    ),
    note: z.string().nullable(),
  })
  .meta({ id: "Running" });
export type Running = z.infer<typeof running>;

/** One system in one period, in a line. */
export const auditLine = z
  .object({
    system: z.string(),
    name: z.string(),
    platform: z.string(),
    /** null = not begun in this period. */
    audit: auditId.nullable(),
    state: auditState.nullable(),
    status: auditStatus.nullable(),
    read_at: time.nullable().meta({ description: "When all its sources were last read" }),
    complete_at: time.nullable(),
    accounts: count.nullable(),
    counts: z.record(z.string(), count),
    unread: z.array(unreadSource),
    findings: count,
    standings: z.object({ open: count, explained: count, fixed: count, roster: count, accepted: count, exempt: count }),
    by_severity: bySeverity.meta({ description: "Of those that are not settled" }),
    ladder: z
      .object({ step: z.number().int().min(0).max(3), word: z.enum(["not begun", "asked", "escalated", "in review", "closed"]) })
      .meta({ description: "How far the furthest finding has come: 0 to 3 bars" }),
    waits_for: z.array(waitsFor),
    next_at: time.nullable().meta({ description: "When something is sent next" }),
    oldest_days: count.nullable(),
    issue: issue.nullable(),
  })
  .meta({ id: "AuditLine" });
export type AuditLine = z.infer<typeof auditLine>;

export const trend = z
  .object({
    period: z.string(),
    found: count,
    settled: count,
    open: count,
    by_severity: bySeverity.meta({ description: "Of all that were found" }),
    days_to_settle: z.number().nullable().meta({ description: "Half of the findings were settled within these days" }),
    seats: z.object({ used: count.nullable(), idle: count.nullable() }),
    systems: z.record(z.string(), count).meta({ description: "Findings by system" }),
  })
  .meta({ id: "Trend" });
export type Trend = z.infer<typeof trend>;

export const overview = z
  .object({
    period: z.string(),
    at: time,
    roster: z.object({ source: z.string(), revision: z.string(), people: count }),
    open: count,
    open_before: z
      .object({ period: z.string(), open: count })
      .nullable()
      .meta({ description: "Open at this point of the period before; null = it was not audited" }),
    waiting: z.object({ people: count, next_at: time.nullable() }),
    seats: z.object({
      used: count.nullable(),
      idle: count.nullable(),
      /** One entry a currency; empty = no costs are configured. */
      could_be_saved: z.array(z.object({ currency: z.string(), a_month: z.number() })),
      next_renewal: z.object({ system: z.string(), day: z.string(), days: count }).nullable(),
    }),
    /** Everybody in the order of the marks. */
    people: z.array(z.object({ id: z.string(), name: z.string().nullable() })),
    systems: z.array(
      auditLine.extend({ marks: z.string().meta({ description: "One letter a person, in the order of `people`" }) }),
    ),
    trends: z.array(trend).meta({ description: "Oldest first" }),
  })
  .meta({ id: "Overview" });
export type Overview = z.infer<typeof overview>;

export const sourceLedger = z
  .object({
    name: z.string(),
    status: z.enum(["complete", "absent", "unavailable", "failed"]),
    rows: count,
    expected: count.nullable(),
    requests: count,
    sha256: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: "SourceLedger" });

export const auditDetail = auditLine
  .extend({
    period: z.string(),
    opened_at: time,
    started_at: time.nullable(),
    ended_at: time.nullable(),
    sources: z.array(sourceLedger),
    checks: z.array(
      z.object({
        id: z.string(),
        outcome: z.enum(["pass", "fail", "not-assessed"]),
        assessed: count,
        failing: count,
        exempt: count,
        unknown: count,
        reason: z.string().nullable(),
      }),
    ),
    /** Other periods of this system there is an audit of, newest first. */
    others: z.array(auditId),
  })
  .meta({ id: "AuditDetail" });
export type AuditDetail = z.infer<typeof auditDetail>;

/** What closing an audit would come to now. */
export const closing = z
  .object({
    audit: auditId,
    sentence: z.string().nullable().meta({ description: "What whoever closes it signs; null = it stays open" }),
    refusals: z.array(z.string()).meta({ description: "Why it stays open, a sentence each" }),
    needs_waiver: z.boolean().meta({ description: "Not everything could be looked at: it is closed for a reason, or not" }),
    is_stale: z.boolean().meta({ description: "Its listings are too old and are read again first" }),
  })
  .meta({ id: "Closing" });
export type Closing = z.infer<typeof closing>;

/** How closing an audit ended. */
export const closed = z
  .object({
    audit: auditId,
    state: auditState,
    sentence: z.string().nullable().meta({ description: "What was signed" }),
    refusals: z.array(z.string()).meta({ description: "Why it is not closed, a sentence each; empty = it is" }),
  })
  .meta({ id: "Closed" });

export const newClosing = z
  .object({
    reason: z.string().trim().max(4000).nullable().meta({ description: "The waiver, where one is needed" }),
  })
  .meta({ id: "NewClosing" });

/** A reading that was begun. */
export const begun = z.object({ audit: auditId, what: z.enum(["audit", "recheck"]) }).meta({ id: "Begun" });

export const newRun = z.object({ system: z.string() }).meta({ id: "NewRun" });

export const accessMap = z
  .object({
    period: z.string(),
    people: z.array(
      z.object({
        id: z.string(),
        name: z.string().nullable(),
        title: z.string().nullable(),
        region: z.string().nullable(),
        left: z.boolean(),
      }),
    ),
    systems: z.array(
      z.object({
        system: z.string(),
        name: z.string(),
        audit: auditId.nullable(),
        unread: z.array(unreadSource),
        marks: z.string().meta({ description: "One letter a person" }),
        /** Words of `levels`, by index, one a person; -1 = no access, or nobody could look. */
        level_of: z.array(z.number().int()),
        levels: z.array(z.string()),
        /** Accounts of nobody in the roster. */
        strangers: count.nullable(),
      }),
    ),
  })
  .meta({ id: "AccessMap" });
export type AccessMap = z.infer<typeof accessMap>;
