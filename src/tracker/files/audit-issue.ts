import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import type { Conversation } from "../../model/conversation.ts";
import { configurationError, interruptedError, laterError } from "../../model/errors.ts";
import { refsOf } from "../audit-notes.ts";
import { boxesOf } from "../boxes.ts";
import type { AuditIssue, Written } from "../tracker.ts";
import { conversationPathOf, earlierNotes, linkTo, ourText, pathOf } from "./audit-file.ts";
import { hasThread, newConversation, parseConversation, withComment, withThumb } from "./conversation-file.ts";
import { changedAt, readText, writeWhole } from "./disk.ts";
import { isClosed, withState } from "./document.ts";

/** How often a file is read anew because a person saved it while it was being written. */
const mostTries = 5;

export interface Shelf {
  folder: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** One write at a time. */
  queued<T>(work: () => Promise<T>): Promise<T>;
}

/** An audit's file and the conversation beside it, to talk in. `text` is the file's, which is there. */
export function auditIssue(shelf: Shelf, auditId: string, text: string): AuditIssue {
  const path = pathOf(shelf.folder, auditId);
  const talk = conversationPathOf(shelf.folder, auditId);
  const now = () => new Date(shelf.now()).toISOString();
  const edit = (change: (text: string) => string | null, signal: AbortSignal) =>
    shelf.queued(() => changeFile(talk, { change, signal, fresh: () => newConversation(`${auditId}: conversation`) }));
  const write = async (body: string, thread: string | null, signal: AbortSignal): Promise<Written | null> => {
    const id = randomUUID();
    const into = thread ?? id;
    const isThere = (before: string) => thread === null || hasThread(before, thread);
    const add = (before: string) => (isThere(before) ? withComment(before, { id, thread: into, at: now(), body }) : null);
    return (await edit(add, signal)) ? { thread: into, comment: id, url: `${pathToFileURL(talk).href}#${id}` } : null;
  };
  const set = (state: "open" | "closed", signal: AbortSignal) =>
    shelf.queued(
      async () => void (await changeFile(path, { change: (before) => withState(before, state), signal, fresh: null })),
    );
  return {
    link: linkTo(path, text),
    read: () => read(shelf, { auditId, path, talk }),
    async say(body, signal) {
      const written = await write(body, null, signal);
      if (!written) throw laterError(`${talk} could not be written`, "run again");
      return written;
    },
    reply: (thread, body, signal) => write(body, thread, signal),
    thumb: async (comment, signal) => void (await edit((before) => withThumb(before, { comment, at: now() }), signal)),
    close: (signal) => set("closed", signal),
    reopen: (signal) => set("open", signal),
  };
}

async function read(
  { now }: Shelf,
  { auditId, path, talk }: { auditId: string; path: string; talk: string },
): Promise<Conversation> {
  const text = await ourText(path, auditId);
  if (text === null) throw laterError(`${path} was deleted just now`, "run again");
  const notes = (await earlierNotes(text, path)).text;
  const latest = new Date(now()).toISOString();
  const timeOf = async (file: string) => [await changedAt(file), latest].sort()[0] ?? latest;
  const state = isClosed(text) ? "closed" : "opened";
  return {
    link: linkTo(path, text),
    state,
    closed: state === "closed" ? { by: null, at: await timeOf(path) } : null,
    me: null,
    refs: refsOf(notes),
    threads: parseConversation((await readText(talk)) ?? "", await timeOf(talk)),
    boxes: boxesOf(notes, { changes: [], me: null }),
  };
}

/**
 * Writes a file anew, never over what somebody saved meanwhile.
 * @param of `fresh`: its text where there is none, `null` = it must be there; `change` gives `null` to leave it as it is
 * @returns whether `change` gave a text
 */
async function changeFile(
  path: string,
  of: { change(text: string): string | null; signal: AbortSignal; fresh: (() => string) | null },
): Promise<boolean> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (of.signal.aborted) throw interruptedError();
    const before = await readText(path);
    if (before === null && of.fresh === null) throw laterError(`${path} was deleted just now`, "run again");
    const after = of.change(before ?? of.fresh?.() ?? "");
    if (after === null) return false;
    if (after === before) return true;
    if (before !== (await readText(path))) continue;
    await writeWhole(path, after);
    return true;
  }
  throw configurationError(`${path} changes faster than it can be written`, "close whatever saves it, then run again");
}
