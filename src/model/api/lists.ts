import { z } from "zod";
import { auditLine } from "./audit.ts";
import { finding } from "./finding.ts";
import { auditId, count, day, named, pageOf, paging, ref, severity, stepName, time } from "./shapes.ts";

const money = z.number().nullable();
const idle = z.object({
  suspended: count.nullable(),
  never_signed_in: count.nullable(),
  inactive: count.nullable(),
  seats: count.nullable(),
});
const use = z.object({
  bought: count.nullable(),
  used: count.nullable(),
  idle,
  no_signal: count.nullable(),
  cost_a_month: money,
  could_be_saved: money,
});

export const systemSeats = z
  .object({
    system: z.string(),
    name: z.string(),
    platform: z.string(),
    audit: auditId.nullable(),
    read_at: time.nullable(),
    status: z.enum(["complete", "incomplete", "failed"]),
    reason: z.string().nullable(),
    currency: z.string().nullable(),
    renews: day.nullable(),
    days_to_renewal: count.nullable(),
    inactive_after: z.number(),
    never_signed_in_after: z.number(),
    types: z.array(use.extend({ type: z.string(), free: count.nullable(), monthly_cost: money })),
    total: use,
    history: z.array(z.object({ period: z.string(), used: count.nullable(), idle: count.nullable(), cost_a_month: money })),
  })
  .meta({ id: "SystemSeats", description: "`null` = nobody knows; nothing is 0 for want of knowledge" });
export const seats = z.object({ period: z.string(), at: time, systems: z.array(systemSeats) }).meta({ id: "Seats" });
export type Seats = z.infer<typeof seats>;
export type SystemSeats = z.infer<typeof systemSeats>;

export const exemption = z
  .object({
    from: z.enum(["file", "decision"]),
    at: z.string().meta({ description: "exemptions.yaml:12, or an audit" }),
    system: z.string().nullable(),
    check: z.string().nullable(),
    subject: z.string(),
    reason: z.string(),
    approver: z.string(),
    until: day,
    days_left: count.meta({ description: "Negative = past" }),
    covers: z.array(z.object({ audit: auditId, ref })).meta({ description: "Findings of this period it keeps quiet" }),
    unused: z.boolean().meta({ description: "Of a file, in force, and covers nothing in audits that were read" }),
  })
  .meta({ id: "Exemption" });
export const exemptions = z
  .object({
    file: z.string().nullable(),
    exemptions: z.array(exemption),
    known_gaps: z.array(
      z.object({
        system: z.string(),
        source: z.string(),
        reason: z.string(),
        approver: z.string(),
        until: day,
        days_left: count,
        at: z.string(),
      }),
    ),
  })
  .meta({ id: "Exemptions" });
export type Exemptions = z.infer<typeof exemptions>;

export const upcomingAct = z
  .object({
    audit: auditId,
    at: time,
    step: stepName,
    channel: z.enum(["issue", "slack"]),
    to: z.array(named),
    about: named,
    items: z.array(z.object({ ref, severity, message: z.string() })),
  })
  .meta({ id: "UpcomingAct", description: "What will be sent if nothing happens" });
export const followUp = z
  .object({ at: time, until: time, audits: z.array(auditLine), upcoming: z.array(upcomingAct) })
  .meta({ id: "FollowUp" });
export type FollowUp = z.infer<typeof followUp>;

export const myItems = z
  .object({
    /** What is asked of me, open first. */
    items: z.array(finding),
    /** What waits for my decision. */
    to_decide: z.array(finding),
    /** Audits that wait for my review. */
    to_review: z.array(auditLine),
    settled: count,
  })
  .meta({ id: "MyItems" });
export type MyItems = z.infer<typeof myItems>;

export const activityItem = z
  .object({
    id: z.string(),
    at: time,
    audit: auditId.nullable().meta({ description: "null = of no audit: a sign-in, a token" }),
    kind: z.string(),
    actor: z.string(),
    sentence: z.string(),
    reason: z.string().nullable(),
    refs: z.array(ref),
    where: z.string().nullable().meta({ description: "Address of what was written" }),
  })
  .meta({ id: "ActivityItem" });
export const activityQuery = z.object({
  ...paging,
  audit: auditId.optional(),
  system: z.string().optional(),
  kind: z.string().optional(),
  actor: z.string().optional(),
});
export const activityPage = pageOf(activityItem).meta({ id: "ActivityPage" });
export type ActivityPage = z.infer<typeof activityPage>;
export type ActivityItem = z.infer<typeof activityItem>;
