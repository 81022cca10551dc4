import { auditNotes } from "../audit-notes.ts";
import { commentMarker } from "../notes-block.ts";
import type { Published } from "../tracker.ts";
import { attach, checkLength } from "./attach.ts";
import type { EarlierNotes } from "./earlier.ts";
import { refOf } from "./find.ts";
import { doOrPlan, type Publication, published } from "./publication.ts";
import { writing } from "./session.ts";
import type { GitlabIssue } from "./shapes.ts";

const why = "The markers around the Notes in the description are damaged, so nothing was changed there. These are the Notes:";

/** Where the markers in the description are damaged, the Notes stand in a comment, one for all runs, and nothing is overwritten. */
export async function publishAsComment(on: Publication, issue: GitlabIssue, earlier: EarlierNotes): Promise<Published> {
  const { comment, text } = earlier;
  const ref = refOf(issue);
  const notes = auditNotes(on.draft, { earlier: text, around: 0 });
  checkLength(on, notes.length);
  const links = await attach(on, { notes, project: ref.project, earlier: text });
  const body = [commentMarker(on.draft.auditId), why, notes.render(links).trimEnd()].join("\n\n");
  on.warnings.push(
    `the markers of the Notes in #${issue.iid} are damaged: nothing there was overwritten, the Notes went into a comment; ` +
      "to mend it, delete what is left of them, markers and findings, from the description",
  );
  if (comment?.body === body) return published(on, issue, "unchanged");
  await doOrPlan(on, `put the Notes into a comment on #${issue.iid} (${issue.web_url})`, async () => {
    const { api } = on.session;
    const { signal } = on;
    const write = () => (comment ? api.editComment(ref, { note: comment.id, body, signal }) : api.comment(ref, { body, signal }));
    await writing(`comment on ${issue.web_url}`, write);
  });
  return published(on, issue, "updated");
}
