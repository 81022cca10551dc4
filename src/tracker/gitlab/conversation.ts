import { isTooLarge } from "../../http/exchange.ts";
import type { Author, Comment, Conversation, Thread } from "../../model/conversation.ts";
import { laterError } from "../../model/errors.ts";
import { refsOf } from "../audit-notes.ts";
import { boxesOf, type ToldChange } from "../boxes.ts";
import { boxChange } from "../checklist.ts";
import { findNotes, isCommentOf } from "../notes-block.ts";
import { editTime } from "./edit-time.ts";
import type { IssueRef } from "./paths.ts";
import type { Session } from "./session.ts";
import type { GitlabDiscussion, GitlabIssue, GitlabSaid, GitlabUser } from "./shapes.ts";

const mostTries = 3;
/** A thread may hold many comments of a MB: where a page is more than is taken as one answer, it is asked for in smaller ones. */
const pageSizes = [100, 20, 5, 1];

export interface ReadIssue {
  session: Session;
  ref: IssueRef;
  auditId: string;
  signal: AbortSignal;
}

/**
 * Everything people said in an issue, and its boxes. Text and threads are of one moment: where either changed while they were read,
 * all of it is read again.
 * @throws later error where it keeps changing, was moved, or is gone
 */
export async function readConversation(read: ReadIssue): Promise<Conversation> {
  const me = authorOf(await read.session.me(read.signal));
  const { issue, discussions } = await inOnePiece(read);
  const threads = await Promise.all(discussions.map((discussion) => threadOf(discussion, read)));
  const notes = notesOf(issue, { discussions, me, auditId: read.auditId });
  return {
    link: { url: issue.web_url, iid: issue.iid },
    state: issue.state === "closed" ? "closed" : "opened",
    closed: issue.state === "closed" && issue.closed_at ? { by: authorOf(issue.closed_by), at: issue.closed_at } : null,
    me,
    refs: refsOf(notes),
    threads: threads.filter(({ comments }) => comments.length > 0),
    boxes: boxesOf(notes, { changes: changesOf(discussions), me }),
  };
}

/** A deleted user's comments are the ghost's: nobody's. */
export function authorOf(user: GitlabUser | null | undefined): Author | null {
  if (!user || user.username === "ghost") return null;
  return { id: user.id, username: user.username, name: user.name ?? null };
}

async function inOnePiece(read: ReadIssue): Promise<{ issue: GitlabIssue; discussions: GitlabDiscussion[] }> {
  let before = await present(read);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { rows, moved } = await listing(read);
    const issue = await present(read);
    if (!moved && isSame(before, issue)) return { issue, discussions: rows };
    before = issue;
  }
  throw laterError(`GitLab: ${before.web_url} kept changing while it was read; nothing of it was used`, "run again in a minute");
}

/** @throws later error where it is not there any more: the next look finds where it went */
async function present({ session, ref, signal }: ReadIssue): Promise<GitlabIssue> {
  const issue = await session.api.issue(ref, signal);
  if (!issue) throw laterError(`GitLab: issue #${ref.iid} was deleted just now, or hidden from this token`, "run again");
  if (issue.moved_to_id)
    throw laterError(`GitLab: ${issue.web_url} was moved just now`, "run again: it is followed to where it went");
  return issue;
}

function isSame(a: GitlabIssue, b: GitlabIssue): boolean {
  // `updated_at` alone would not do: GitLab moves it once a minute at most when comments come.
  return (
    a.description === b.description &&
    a.state === b.state &&
    a.updated_at === b.updated_at &&
    a.user_notes_count === b.user_notes_count
  );
}

async function listing({ session, ref, signal }: ReadIssue) {
  for (const perPage of pageSizes) {
    try {
      return await session.api.discussions(ref, { perPage, signal });
    } catch (error) {
      if (perPage === 1 || !isTooLarge(error)) throw error;
    }
  }
  return { rows: [], moved: true };
}

async function threadOf({ id, notes }: GitlabDiscussion, read: ReadIssue): Promise<Thread> {
  const comments = notes.filter(({ system }) => system !== true).map((note) => commentOf(note, { notes, ...read }));
  return { id, comments: await Promise.all(comments) };
}

async function commentOf(note: GitlabSaid, of: ReadIssue & { notes: GitlabSaid[] }): Promise<Comment> {
  const { id, body, author, created_at } = note;
  return { id: String(id), author: authorOf(author), at: created_at, editedAt: await editTime(note, of), body };
}

function changesOf(discussions: readonly GitlabDiscussion[]): ToldChange[] {
  return discussions
    .flatMap(({ notes }) => notes)
    .filter(({ system }) => system === true)
    .sort((a, b) => a.id - b.id)
    .flatMap(({ body, author, created_at }) => {
      const change = boxChange(body);
      return change ? [{ ...change, by: authorOf(author), at: created_at }] : [];
    });
}

/** As `earlierNotes`, from what was read anyway: between the markers; else in our comment; beside damaged markers in both. */
function notesOf(
  { description }: GitlabIssue,
  { discussions, me, auditId }: { discussions: readonly GitlabDiscussion[]; me: Author | null; auditId: string },
): string {
  const block = findNotes(description);
  if (block.kind === "whole") return block.notes;
  const comment = discussions
    .flatMap(({ notes }) => notes)
    .findLast(({ body, author, system }) => system !== true && author?.id === me?.id && isCommentOf(body, auditId));
  return `${block.kind === "damaged" ? `${description}\n` : ""}${comment?.body ?? ""}`;
}
