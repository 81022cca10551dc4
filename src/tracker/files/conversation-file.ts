import type { Comment, Thread } from "../../model/conversation.ts";
import { type Part, partsOf, topThread } from "./conversation-parts.ts";

/** The beginning of a file. */
export function newConversation(title: string): string {
  const how =
    "Answer by writing below what you answer to, on lines of your own. Leave the headings and the hidden comments as they are.";
  return `# ${title}\n\n${how}\n\n<!-- rollcall:conversation -->\n`;
}

/** A comment of ours. */
export interface OurComment {
  id: string;
  /** Its own id where it opens a thread. */
  thread: string;
  /** ISO 8601. */
  at: string;
  body: string;
}

export function hasThread(text: string, thread: string): boolean {
  return thread === topThread || partsOf(text).some((part) => part.thread === thread);
}

/** The text with a comment of ours: a reply at the end of its thread, everything else at the end. */
export function withComment(text: string, { id, thread, at, body }: OurComment): string {
  const isReply = id !== thread;
  const where = isReply ? (partsOf(text).findLast((part) => part.thread === thread)?.to ?? text.length) : text.length;
  const when = `${at.slice(0, 16).replace("T", " ")} UTC`;
  const heading = `${isReply ? "### Reply" : "## Rollcall"}, ${when} <!-- rollcall:said id="${id}" thread="${thread}" at="${at}" -->`;
  return joined(text.slice(0, where), `${heading}\n\n${body}\n\n<!-- /rollcall:said ${id} -->\n`, text.slice(where));
}

/** The text with a 👍 below that comment; the same text where it has one, or the comment is gone. */
export function withThumb(text: string, { comment, at }: { comment: string; at: string }): string {
  const parts = partsOf(text);
  const part = parts.find(({ id }) => id === comment);
  if (!part || parts.some(({ thumbOf }) => thumbOf === comment)) return text;
  return joined(text.slice(0, part.to), `👍 <!-- rollcall:thumb of="${comment}" at="${at}" -->\n`, text.slice(part.to));
}

/** @param changedAt when the file was changed last, ISO 8601 with milliseconds: later than that nobody wrote anything */
export function parseConversation(text: string, changedAt: string): Thread[] {
  const threads = new Map<string, Comment[]>();
  for (const part of timed(partsOf(text), changedAt)) {
    if (part.thumbOf !== null) continue;
    const comment: Comment = { id: part.id, author: null, at: part.at, editedAt: null, body: part.body };
    const known = threads.get(part.thread);
    if (known) known.push(comment);
    else threads.set(part.thread, [comment]);
  }
  return [...threads].map(([id, comments]) => ({ id, comments }));
}

/** Nobody says when they wrote; what stands above a later mark of ours in its thread was there when that was made. */
function timed(parts: readonly Part[], changedAt: string): (Part & { at: string })[] {
  const next = new Map<string, string>();
  return parts
    .toReversed()
    .map((part) => {
      const known = next.get(part.thread);
      const at = part.at ?? (known !== undefined && known < changedAt ? known : changedAt);
      if (part.at !== null) next.set(part.thread, part.at);
      return { ...part, at };
    })
    .toReversed();
}

/** With an empty line between what is there and the block, and below it. */
function joined(before: string, block: string, after: string): string {
  const gap = before === "" || /\n\r?\n$/.test(before) ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const below = after === "" || /^\r?\n/.test(after) ? "" : "\n";
  return `${before}${gap}${block}${below}${after}`;
}
