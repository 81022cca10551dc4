import { z } from "zod";
import { auditId, auditState, day, named, pageOf, paging, ref, severity, stepName, time } from "./shapes.ts";

const thing = z.object({ id: z.string(), name: z.string().nullable() });

/** Where a finding stands. */
export const standing = z
  .object({
    is: z.enum(["open", "explained", "settled"]),
    by: z.enum(["fixed", "roster", "accepted", "exempt"]).nullable(),
    claim: z.enum(["fixed", "roster"]).nullable().meta({ description: "Said to be so; the platform does not show it yet" }),
    since: time.nullable(),
    until: day.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: "Standing" });

export const finding = z
  .object({
    audit: auditId,
    system: z.string(),
    system_name: z.string(),
    audit_state: auditState,
    ref,
    key: z.string(),
    check: z.string(),
    severity,
    message: z.string(),
    account: thing.extend({ email: z.string().nullable(), url: z.string().nullable() }).nullable(),
    person: named.nullable(),
    credential: thing.nullable(),
    resource: thing.nullable(),
    expected: z.unknown(),
    observed: z.unknown(),
    roster_at: z.string().nullable().meta({ description: "file:line@revision" }),
    source: z.string(),
    fixes: z.array(z.string()),
    change: z.enum(["new", "persisting", "changed"]),
    exempt: z.object({ reason: z.string(), until: day }).nullable(),
    found_at: time,
    standing,
    answers_to: named.nullable().meta({ description: "Who is asked" }),
    asked: z.array(z.object({ step: stepName, at: time, to: z.array(z.string()), where: z.string().nullable() })),
    waits_for: z
      .object({ email: z.string(), next: z.object({ step: stepName, at: time.nullable() }).nullable() })
      .nullable()
      .meta({ description: "Whose turn it is; null = nobody's, or nobody has been asked yet" }),
    version: z.string().meta({ description: "Changes when what it says or where it stands does: to be given with a decision" }),
    may: z
      .object({ answer: z.boolean(), decide: z.boolean(), why_not: z.string().nullable() })
      .meta({ description: "What whoever asks may do, and why not decide" }),
  })
  .meta({ id: "Finding" });
export type Finding = z.infer<typeof finding>;

export const findingsQuery = z.object({
  ...paging,
  audit: auditId.optional(),
  period: z.string().optional().meta({ description: "Default: this one" }),
  system: z.string().optional(),
  person: z.string().optional().meta({ description: "Id of somebody of the roster: about them, or asked of them" }),
  account: z.string().optional(),
  check: z.string().optional(),
  severity: severity.optional(),
  standing: z.enum(["open", "explained", "settled", "unsettled", "all"]).default("unsettled"),
  sort: z.enum(["worst", "person", "check", "found"]).default("worst"),
});

export const findingsPage = pageOf(finding).meta({ id: "FindingsPage" });
export type FindingsPage = z.infer<typeof findingsPage>;

/** One finding, and everything that was said and done about it, oldest first. */
export const findingDetail = finding
  .extend({
    history: z.array(
      z.object({ at: time, actor: z.string(), what: z.string(), words: z.string().nullable(), where: z.string().nullable() }),
    ),
  })
  .meta({ id: "FindingDetail" });
export type FindingDetail = z.infer<typeof findingDetail>;

/** A finding as somebody saw it when they said something about it. */
const seen = z.object({ ref, version: z.string() });

export const newAnswer = z
  .object({
    audit: auditId,
    findings: z.array(seen).min(1).max(1000),
    kind: z.enum(["fixed", "roster", "explain"]),
    reason: z.string().trim().max(4000).nullable(),
  })
  .meta({ id: "NewAnswer" });

export const newDecision = z
  .object({
    audit: auditId,
    findings: z.array(seen).min(1).max(1000),
    kind: z.enum(["accept", "reject", "reopen"]),
    until: day.nullable().meta({ description: "Last day; needed to accept, else null" }),
    reason: z.string().trim().min(1).max(4000),
  })
  .meta({ id: "NewDecision" });

/** Takes back what one call recorded. */
export const takingBack = z.object({ audit: auditId, source: z.string().max(200) }).meta({ id: "TakingBack" });

/** What came of an answer or a decision. */
export const recorded = z
  .object({
    recorded: z.array(z.object({ ref, kind: z.string(), until: day.nullable() })),
    refusals: z.array(z.string()).meta({ description: "Why the rest was not, a sentence each" }),
    findings: z.array(finding).meta({ description: "As they stand now" }),
    undo: z
      .object({ source: z.string(), until: time })
      .nullable()
      .meta({ description: "What to give to take it back, and until when; null = nothing new was said" }),
  })
  .meta({ id: "Recorded" });
export type Recorded = z.infer<typeof recorded>;
