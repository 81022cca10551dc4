import { credentialsError, RollcallError } from "../../model/errors.ts";
import { auditNotes } from "../audit-notes.ts";
import { asDuplicate, auditMarker, hasNotesHeading, mergeDescription, withStatus } from "../notes-block.ts";
import { builtInTemplate, issueTitle } from "../template.ts";
import type { Published } from "../tracker.ts";
import { attach, checkLength } from "./attach.ts";
import { isOpen, issuesOf, refOf } from "./find.ts";
import { memberOf } from "./members.ts";
import { doOrPlan, type Publication, published } from "./publication.ts";
import { rollcallLabel, writing } from "./session.ts";
import type { GitlabIssue } from "./shapes.ts";
import { updateIssue } from "./update.ts";

/** Opens the audit's issue, marker and Notes in the first write: whatever happens after it, the issue is found again. */
export async function createIssue(on: Publication): Promise<Published> {
  const { session, draft, signal } = on;
  const project = (await session.project(signal)).id;
  const body = await issueBody(on, project);
  if (on.options.dryRun) {
    on.planned.push(`${session.name}: ${createLine(on, body)}`);
    return published(on, null, "created");
  }
  const { made, isCertain } = await createOnce(on, { project, body });
  await checkLabel(on, made);
  const winner = (await issuesOf(session, draft.auditId, signal)).find(isOpen) ?? made;
  if (winner.iid >= made.iid && isCertain) return published(on, made, "created");
  if (winner.iid >= made.iid) return { ...((await updateIssue(on, made)) ?? published(on, made, "created")), action: "created" };
  // Somebody else opened one in the same moment.
  await closeDuplicate(on, made, winner);
  return (await updateIssue(on, winner)) ?? published(on, winner, "updated");
}

interface IssueBody extends Record<string, unknown> {
  title: string;
  description: string;
  labels: string;
  confidential: boolean;
  due_date: string;
  assignee_ids?: string[];
}

async function issueBody(on: Publication, project: string): Promise<IssueBody> {
  const { draft, session } = on;
  const [description, assignee] = await Promise.all([descriptionOf(on, project), assigneeId(on)]);
  return {
    title: issueTitle(draft.title),
    description,
    labels: [...new Set([rollcallLabel, ...session.config.labels])].join(","),
    confidential: session.config.confidential,
    due_date: draft.dueDate,
    ...(assignee ? { assignee_ids: [assignee] } : {}),
  };
}

async function descriptionOf(on: Publication, project: string): Promise<string> {
  const base = `${auditMarker(on.draft.auditId)}\n\n${await templateText(on, project)}`;
  const notes = auditNotes(on.draft, { earlier: "", around: base.length });
  checkLength(on, base.length + notes.length);
  const links = await attach(on, { notes, project, earlier: "" });
  return withStatus(mergeDescription(base, notes.render(links)) ?? base, { auditId: on.draft.auditId, status: notes.status });
}

/** The project's template as it is: its quick actions are meant to run. */
async function templateText(on: Publication, project: string): Promise<string> {
  const { draft, signal, warnings } = on;
  const template = await on.session.api.template(project, { name: draft.template, signal });
  if (template === null) warnings.push(`there is no issue template "${draft.template}": the built-in one was used`);
  if (template === null) return builtInTemplate(draft);
  if (mergeDescription(template, "\n") === null) {
    warnings.push(`the issue template "${draft.template}" holds damaged Notes markers: the built-in one was used`);
    return builtInTemplate(draft);
  }
  if (!hasNotesHeading(template))
    warnings.push(`the issue template "${draft.template}" has no heading "## Notes": it was added at the end`);
  return template;
}

async function assigneeId(on: Publication): Promise<string | null> {
  const { assignee } = on.draft;
  if (!assignee) return null;
  const id = memberOf(await on.session.members(on.signal), assignee)?.id ?? null;
  if (!id)
    on.warnings.push(`the issue is assigned to nobody: ${assignee.name ?? assignee.email} is not a member of ${on.session.name}`);
  return id;
}

function createLine({ draft }: Publication, body: IssueBody): string {
  const to = body.assignee_ids ? `, assigned to ${draft.assignee?.gitlab}` : "";
  const who = body.confidential ? "confidential issue" : "issue";
  return `open the ${who} "${body.title}", labels ${body.labels}, due ${body.due_date}${to}`;
}

/** A write whose answer was lost is looked up by its marker before anyone makes it again; what is found may be another's. */
async function createOnce(
  on: Publication,
  { project, body }: { project: string; body: IssueBody },
): Promise<{ made: GitlabIssue; isCertain: boolean }> {
  const { session, signal, draft } = on;
  const create = () => session.api.createIssue(project, { body, signal });
  try {
    return { made: await writing(`open the audit's issue in ${session.name}`, create), isCertain: true };
  } catch (error) {
    const mayExist = error instanceof RollcallError && error.actor === "later";
    const made = mayExist ? (await issuesOf(session, draft.auditId, signal)).find(isOpen) : undefined;
    if (!made) throw error;
    return { made, isCertain: false };
  }
}

/** Who may not set labels has them dropped without a word, and then the issue would never be found again. */
async function checkLabel(on: Publication, issue: GitlabIssue): Promise<void> {
  if (issue.labels.includes(rollcallLabel)) return;
  const { api } = on.session;
  const update = () => api.updateIssue(refOf(issue), { body: { add_labels: rollcallLabel }, signal: on.signal });
  const after = await writing(`put the label ${rollcallLabel} on ${issue.web_url}`, update);
  if (after.labels.includes(rollcallLabel)) return;
  throw credentialsError(
    `GitLab: the issue ${issue.web_url} was opened, but GitLab dropped its label ${rollcallLabel}, by which it is found`,
    "give the token's user the role Planner, Reporter or higher, then put the label on the issue",
  );
}

/**
 * Closes an issue of ours for another one of the same audit. The quick action links both; closing does not rely on it. Without
 * its marker it is not found again, also when the other one is gone.
 */
export async function closeDuplicate(on: Publication, issue: GitlabIssue, winner: GitlabIssue): Promise<void> {
  const { api } = on.session;
  const ref = refOf(issue);
  const { auditId } = on.draft;
  on.warnings.push(`#${issue.iid} and #${winner.iid} are both of ${auditId}: #${issue.iid} is closed as a duplicate`);
  await doOrPlan(on, `close #${issue.iid} as a duplicate of #${winner.iid}`, async () => {
    const now = await api.issue(ref, on.signal);
    if (!now || !isOpen(now)) return;
    const comment = `This audit already has its issue: ${winner.web_url}\n\n/duplicate #${winner.iid}`;
    await writing(`comment on ${issue.web_url}`, () => api.comment(ref, { body: comment, signal: on.signal }));
    const body = { description: asDuplicate(now.description, auditId), state_event: "close" };
    await writing(`close ${issue.web_url}`, () => api.updateIssue(ref, { body, signal: on.signal }));
  });
}
