import type { IssueRef } from "./paths.ts";
import type { Session } from "./session.ts";
import type { GitlabSaid } from "./shapes.ts";

/** Two rows of one act differ by what GitLab takes for it. */
const sameActMs = 1_000;

/**
 * When a comment was edited last, ISO 8601; `null` = not, as far as can be told. GitLab's REST API has only `updated_at`, which an
 * emoji moves too (app/models/award_emoji.rb, `bump_updated_at`), and so does the first reply, which makes a thread of a lone
 * comment. A change that coincides with one of these is none. What was found out is kept with the session.
 */
export async function editTime(
  note: GitlabSaid,
  of: { notes: readonly GitlabSaid[]; session: Session; ref: IssueRef; signal: AbortSignal },
): Promise<string | null> {
  const { updated_at: updated, created_at: created, last_edited_at: told } = note;
  if (told !== undefined) return told;
  if (!updated || updated === created) return null;
  const [first, reply] = of.notes;
  if (note === first && reply && isSameAct(updated, reply.created_at)) return null;
  const { edits, api } = of.session;
  const key = `${note.id} ${updated}`;
  const known = edits.get(key);
  if (known !== undefined) return known;
  const awarded = await api.awardedAt(of.ref, { note: note.id, signal: of.signal });
  const edited = awarded.some((at) => isSameAct(updated, at)) ? null : updated;
  edits.set(key, edited);
  return edited;
}

function isSameAct(a: string, b: string): boolean {
  return a === b || Math.abs(Date.parse(a) - Date.parse(b)) <= sameActMs;
}
