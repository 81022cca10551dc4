import { resolveContact } from "../core/contacts.ts";
import type { SystemConfig } from "../model/config.ts";
import type { Contact } from "../model/contact.ts";
import type { RollcallError } from "../model/errors.ts";
import { normalEmail } from "../model/identity.ts";
import { addDays, dayIn } from "../model/period.ts";
import { shortRevision } from "../model/person.ts";
import type { AuditView, IssueLink } from "../model/report.ts";
import type { IssueDraft, Published, Tracker } from "../tracker/tracker.ts";
import type { Context } from "./context.ts";
import { faultOf } from "./fault.ts";
import type { Earlier, RunOptions } from "./run-audits.ts";

/** Days an audit issue is due after its audit starts. */
const dueAfterDays = 14;

export interface Publication {
  link: IssueLink | null;
  error: RollcallError | null;
  planned: string[];
  warnings: string[];
  /** What was done that is right, and worth knowing. */
  notes: string[];
}

type PublishOptions = RunOptions & {
  system: SystemConfig;
  auditId: string;
  tracker: Tracker | null;
  earlier: Earlier;
  period: string;
};

/** Fills the audit's issue. What goes wrong in it is told beside the report, never instead of it. */
export async function publishAudit(context: Context, view: AuditView, options: PublishOptions): Promise<Publication> {
  const { tracker, earlier, publish } = options;
  const nothing: Publication = { link: null, error: earlier.error, planned: [], warnings: [], notes: [] };
  if (publish === "no" || publish === "remember" || earlier.error) return nothing;
  if (!tracker) return { ...nothing, warnings: ["no tracker is configured, so no issue was written"] };
  context.progress({ kind: "publishing", system: options.system.id, where: tracker.name });
  try {
    const draft = draftOf(context, view, options);
    const absentees = await tracker.absentees(mentioned(context, view), context.signal);
    const published = await tracker.publish(draft, { reopen: options.reopen, dryRun: publish === "dry-run" }, context.signal);
    const warnings = [...published.warnings, ...(absentees.length > 0 ? [absenteeWarning(absentees, tracker)] : [])];
    return { link: published.link, error: null, planned: published.planned, warnings, notes: notesOf(published, tracker) };
  } catch (error) {
    return { ...nothing, error: faultOf(error, context.signal) };
  }
}

/** Without a memory a first run and a deleted issue look the same; whoever deleted one is told. */
function notesOf({ action, link }: Published, tracker: Tracker): string[] {
  if (action !== "created" || !link) return [];
  return [`created issue #${link.iid} in ${tracker.name}: it had none of this audit (if there was one before, it was deleted)`];
}

function draftOf(context: Context, view: AuditView, { system, auditId, period }: PublishOptions): IssueDraft {
  const { config, roster, now } = context;
  return {
    auditId,
    title: `${system.name} audit ${period}`,
    template: system.template,
    fallbackTemplate: system.platform,
    view,
    organization: config.organization,
    period,
    generatedAt: now,
    rosterLine: `${roster.source} at ${shortRevision(roster.revision)}, ${roster.people.length} people`,
    assignee: resolveContact(config.people.auditor, roster),
    dueDate: addDays(dayIn(now, config.timeZone), dueAfterDays),
  };
}

/** Everyone who will be asked something about this audit, once each. */
function mentioned(context: Context, view: AuditView): Contact[] {
  const { people } = context.config;
  const emails = [
    people.auditor.email,
    people.opsManager.email,
    ...view.audit.findings.map((finding) => finding.answers_to.email),
  ];
  const byEmail = new Map<string, Contact>();
  for (const email of emails) {
    if (!email || byEmail.has(normalEmail(email))) continue;
    const configured = [people.auditor, people.opsManager, people.deputy].find(
      (contact) => contact && normalEmail(contact.email) === normalEmail(email),
    );
    byEmail.set(
      normalEmail(email),
      resolveContact(configured ?? { email, name: null, gitlab: null, slack: null }, context.roster),
    );
  }
  return [...byEmail.values()];
}

function absenteeWarning(absentees: readonly Contact[], tracker: Tracker): string {
  const names = absentees.map((contact) => contact.name ?? contact.email).join(", ");
  return `not a member of ${tracker.name}, so a mention there will not reach: ${names}`;
}
