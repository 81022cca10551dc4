import { credentialsError, usageError } from "../../model/errors.ts";
import { auditNotes } from "../audit-notes.ts";
import { findNotes, hasNotesHeading, mergeDescription, withStatus } from "../notes-block.ts";
import type { Published } from "../tracker.ts";
import { attach, checkLength } from "./attach.ts";
import { publishAsComment } from "./comment.ts";
import { earlierNotes } from "./earlier.ts";
import { refOf } from "./find.ts";
import { doOrPlan, type Publication, published } from "./publication.ts";
import { newestActivity, restore } from "./restore.ts";
import { writing } from "./session.ts";
import type { GitlabIssue } from "./shapes.ts";

/**
 * Puts the Notes into an issue that is there; everything else in it stays.
 * @returns `null` where it was deleted in the meantime
 * @throws usage error where a person closed it and it is not to be reopened
 */
export async function updateIssue(on: Publication, found: GitlabIssue): Promise<Published | null> {
  const { api } = on.session;
  const ref = refOf(found);
  // Read before the issue: whatever is newer than this and not in the text we read, our writing may have overwritten.
  const newest = await newestActivity(on, ref);
  const issue = await api.issue(ref, on.signal);
  if (!issue) return null;
  if (issue.state === "closed") await reopen(on, issue);
  const { auditId } = on.draft;
  const block = findNotes(issue.description);
  const known = await earlierNotes(on.session, issue, { auditId, signal: on.signal });
  if (block.kind === "damaged") return publishAsComment(on, issue, known);
  const earlier = known.text;
  const around = issue.description.length - (block.kind === "whole" ? block.notes.length : 0);
  const notes = auditNotes(on.draft, { earlier, around });
  checkLength(on, around + notes.length);
  const links = await attach(on, { notes, project: ref.project, earlier });
  const merged = mergeDescription(issue.description, notes.render(links)) ?? issue.description;
  const text = withStatus(merged, { auditId, status: notes.status });
  if (text === issue.description) return published(on, issue, issue.state === "closed" ? "updated" : "unchanged");
  if (block.kind === "none" && !hasNotesHeading(issue.description))
    on.warnings.push(`#${issue.iid} has no heading "## Notes": it was added at the end`);
  await doOrPlan(on, `put the Notes into the description of #${issue.iid} (${issue.web_url})`, async () => {
    const body = { description: text };
    await writing(`write the Notes into ${issue.web_url}`, () => api.updateIssue(ref, { body, signal: on.signal }));
    await restore(on, ref, { newest, sent: text });
  });
  return published(on, issue, "updated");
}

async function reopen(on: Publication, issue: GitlabIssue): Promise<void> {
  if (!on.options.reopen) {
    throw usageError(
      `the issue of ${on.draft.auditId} is closed: ${issue.web_url}; nothing was written to it`,
      "run again with --reopen to reopen it, or with --no-publish",
    );
  }
  await doOrPlan(on, `reopen #${issue.iid} (${issue.web_url})`, async () => {
    const body = { state_event: "reopen" };
    const update = () => on.session.api.updateIssue(refOf(issue), { body, signal: on.signal });
    const after = await writing(`reopen ${issue.web_url}`, update);
    // GitLab answers 200 here too where the discussion is locked.
    if (after.state === "closed")
      throw credentialsError(`GitLab: ${issue.web_url} stays closed: its discussion is locked`, "unlock it, then run again");
  });
}
