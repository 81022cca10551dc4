import { type BoxChange, boxChange, setBoxes, standsSo } from "../checklist.ts";
import type { IssueRef } from "./paths.ts";
import type { Publication } from "./publication.ts";
import { writing } from "./session.ts";
import type { GitlabNote } from "./shapes.ts";

/** Somebody would have to tick again within each of these writes. */
const mostTries = 4;

/** Number of the issue's newest system note; 0 where it has none. */
export async function newestActivity(on: Publication, ref: IssueRef): Promise<number> {
  if (on.options.dryRun) return 0;
  for await (const [note] of on.session.api.notes(ref, { only: "activity", signal: on.signal })) return note?.id ?? 0;
  return 0;
}

/**
 * GitLab knows no conditional writing: what somebody ticked between our reading and our writing is gone from the text, but not
 * from the activity. Such boxes are set again; of other edits the activity has no text, so they are told.
 * @param written `newest`: last activity before the text was read; `sent`: the text that was written
 */
export async function restore(on: Publication, ref: IssueRef, written: { newest: number; sent: string }): Promise<void> {
  let { newest, sent } = written;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const since = await activitySince(on, ref, newest);
    if (since.length === 0) return;
    const me = await on.session.me(on.signal);
    const changes = since.flatMap((note) => changeOf(note, { me: me.id, sent }));
    if (tries === 0) tellEdits(on, since, me.id);
    const issue = changes.length > 0 ? await on.session.api.issue(ref, on.signal) : null;
    const mended = issue ? setBoxes(issue.description, changes) : null;
    if (!issue || mended === null || mended === issue.description) return;
    const body = { description: mended };
    await writing(`restore ticked boxes in ${issue.web_url}`, () => on.session.api.updateIssue(ref, { body, signal: on.signal }));
    // What is known of is settled; only what came after it may have been overwritten by this writing.
    newest = since.at(-1)?.id ?? newest;
    sent = mended;
  }
}

/** Oldest first. */
async function activitySince(on: Publication, ref: IssueRef, newest: number): Promise<GitlabNote[]> {
  const since: GitlabNote[] = [];
  for await (const page of on.session.api.notes(ref, { only: "activity", signal: on.signal })) {
    since.push(...page.filter((note) => note.system && note.id > newest));
    if (page.some((note) => note.id <= newest)) break;
  }
  return since.sort((a, b) => a.id - b.id);
}

/** Our own writing leaves notes too where it undid a tick; they say what was sent. A tick of the token's user says otherwise. */
function changeOf(note: GitlabNote, { me, sent }: { me: string; sent: string }): BoxChange[] {
  const change = boxChange(note.body);
  if (!change || (note.author?.id === me && standsSo(sent, change))) return [];
  return [change];
}

function tellEdits(on: Publication, notes: readonly GitlabNote[], me: string): void {
  const names = notes
    .filter((note) => note.author?.id !== me && /^changed the description/.test(note.body))
    .map((note) => note.author?.name ?? "somebody");
  if (names.length === 0) return;
  on.warnings.push(
    `${[...new Set(names)].join(", ")} changed the description in the same moment; that change may be lost: compare in the issue's activity`,
  );
}
