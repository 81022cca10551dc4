import { findNotes, isCommentOf } from "../notes-block.ts";
import { refOf } from "./find.ts";
import type { Session } from "./session.ts";
import type { GitlabIssue, GitlabNote } from "./shapes.ts";

export interface EarlierNotes {
  /** What earlier runs wrote, with the boxes people ticked in it. */
  text: string;
  /** The comment they wrote it into, where the description could not take it. */
  comment: GitlabNote | null;
}

/** The Notes of earlier runs: between the markers; else in a comment; beside damaged markers in both. */
export async function earlierNotes(
  session: Session,
  issue: GitlabIssue,
  of: { auditId: string; signal: AbortSignal },
): Promise<EarlierNotes> {
  const block = findNotes(issue.description);
  if (block.kind === "whole") return { text: block.notes, comment: null };
  const comment = await notesComment(session, issue, of);
  const beside = block.kind === "damaged" ? `${issue.description}\n` : "";
  return { text: beside + (comment?.body ?? ""), comment };
}

/** Only one of our own: another's could not be edited. */
async function notesComment(
  session: Session,
  issue: GitlabIssue,
  { auditId, signal }: { auditId: string; signal: AbortSignal },
): Promise<GitlabNote | null> {
  const me = await session.me(signal);
  for await (const page of session.api.notes(refOf(issue), { only: "comments", signal })) {
    const ours = page.find((note) => note.author?.id === me.id && isCommentOf(note.body, auditId));
    if (ours) return ours;
  }
  return null;
}
