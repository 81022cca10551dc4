import { z } from "zod";
import { months } from "../model/period.ts";
import { evidenceSchema, retentionSchema } from "./evidence-keys.ts";
import { topFollowUpSchema } from "./follow-up-keys.ts";
import { type Keys, someText, strict } from "./keys.ts";
import { notifySchema } from "./notify-keys.ts";
import { peopleKeys } from "./people-keys.ts";
import { rosterSchema } from "./roster-keys.ts";
import { decisionsSchema, scheduleSchema, snapshotsSchema } from "./schedule-keys.ts";
import { serveSchema } from "./serve-keys.ts";
import { trackerSchema } from "./tracker-keys.ts";
import { webhooksSchema } from "./webhook-keys.ts";

const timeZone = someText.refine(isTimeZone, "expected a time zone such as UTC or America/New_York");
const domain = z
  .string({ error: "expected a domain such as acme.test" })
  .regex(/^@?[^\s@]+\.[^\s@]+$/, "expected a domain such as acme.test");
const rate = z
  .number({ error: "expected a number above 0, at most 1" })
  .gt(0, "expected a number above 0, at most 1")
  .lte(1, "expected a number above 0, at most 1");

/** rollcall.yaml. `checks` and `systems` are read with schemas of their own: they depend on the checks and platforms there are. */
export const topKeys = {
  organization: { doc: "Name in titles and reports.", schema: someText },
  fiscal_year_starts: {
    doc: "First month of the fiscal year, in English. Names the periods: FY27-Q4.",
    schema: someText.toLowerCase().pipe(z.enum(months)).default("january"),
    default: "january",
  },
  time_zone: { doc: "In which a person's last day ends.", schema: timeZone.default("UTC"), default: "UTC" },
  people: { doc: "Who audits, reviews and is skipped.", schema: strict(peopleKeys) },
  roster: { doc: "Where the people who should be there are listed.", schema: rosterSchema },
  exemptions: { doc: "File of accepted findings.", schema: someText.optional() },
  email_domains: {
    doc: "Domains of your own people: accounts of others are findings.",
    schema: z.array(domain.transform((text) => text.replace(/^@/, "").toLowerCase())).default([]),
    default: "[]",
  },
  systems: { doc: "What is audited; each key is the system's id.", schema: z.record(z.string(), z.unknown()) },
  tracker: { doc: "Where audit issues go; without it audits are only printed.", schema: trackerSchema.optional() },
  notify: { doc: "Messages besides the issue.", schema: notifySchema.optional() },
  follow_up: {
    doc: "How findings are followed up: see [Follow-up](../guides/follow-up.md).",
    schema: topFollowUpSchema.optional(),
  },
  decisions: { doc: "Who may decide where.", schema: decisionsSchema.optional() },
  schedule: { doc: "When the workers of `rollcall serve` do what, in `time_zone`.", schema: scheduleSchema.optional() },
  snapshots: { doc: "What is kept of readings.", schema: snapshotsSchema.optional() },
  serve: { doc: "Where `rollcall serve` listens, and who may come in.", schema: serveSchema.optional() },
  evidence: { doc: "How evidence is sealed: see [Evidence](../guides/evidence.md).", schema: evidenceSchema.optional() },
  webhooks: {
    doc: "Where events are sent, for other programs: see [Webhooks](../guides/webhooks.md).",
    schema: webhooksSchema.optional(),
  },
  retention: { doc: "How long it stays known who somebody was.", schema: retentionSchema.optional() },
  rate: {
    doc: "Share of a platform's remaining request limit Rollcall may take, above 0, at most 1.",
    schema: rate.default(0.5),
    default: "0.5",
  },
  checks: {
    doc: "Check id → `off`, or its severity and limits.",
    schema: z.unknown().optional(),
    default: "every check as it is",
  },
} satisfies Keys;

export const topSchema = strict(topKeys);

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
