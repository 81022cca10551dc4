import type { Author, Box, Comment, Conversation, Thread } from "../../model/conversation.ts";
import { laterError } from "../../model/errors.ts";
import type { AuditIssue, Tracker, Written } from "../../tracker/tracker.ts";

export const bot: Author = { id: "900", username: "audit-bot", name: "Audit bot" };

/** An audit's issue in memory, as a tracker gives it: for the rounds of the follow-up, which only see this much of one. */
export class HeldIssue implements AuditIssue {
  readonly link = { url: "https://gitlab.test/acme/audits/-/issues/7", iid: 7 };
  state: Conversation["state"] = "opened";
  closed: Conversation["closed"] = null;
  boxes: Box[] = [];
  thumbs: string[] = [];
  readonly refs = new Map<string, string>();
  readonly threads: Thread[] = [];
  now = "2026-11-23T09:00:00Z";
  /** Asked before each write, and after it was made: throws where the far side, or we, break there. */
  around: (write: string, when: "before" | "after") => void = () => {};
  #last = 0;

  async read(): Promise<Conversation> {
    const { link, state, closed, refs, boxes } = this;
    return structuredClone({ link, state, closed, me: bot, refs, threads: this.threads, boxes });
  }

  async say(body: string): Promise<Written> {
    return this.#write("say", () => this.write(bot, body));
  }

  async reply(thread: string, body: string): Promise<Written | null> {
    return this.#write("reply", () => (this.#thread(thread) ? this.write(bot, body, thread) : null));
  }

  async thumb(comment: string): Promise<void> {
    this.#write("thumb", () => {
      if (!this.thumbs.includes(comment)) this.thumbs.push(comment);
    });
  }

  async close(): Promise<void> {
    this.#write("close", () => {
      this.state = "closed";
      this.closed = { by: bot, at: this.now };
    });
  }

  async reopen(): Promise<void> {
    this.#write("reopen", () => {
      this.state = "opened";
      this.closed = null;
    });
  }

  /** Somebody writes, in a thread of their own or in one that is there. */
  write(author: Author | null, body: string, thread?: string): Written {
    this.#last += 1;
    const id = String(this.#last);
    const comment: Comment = { id, author, at: this.now, editedAt: null, body };
    const found = thread === undefined ? null : this.#thread(thread);
    const into = found ?? { id: `t${id}`, comments: [] };
    if (!found) this.threads.push(into);
    into.comments.push(comment);
    return { thread: into.id, comment: id, url: `${this.link.url}#note_${id}` };
  }

  edit(id: string, body: string): void {
    const comment = this.comments().find((one) => one.id === id);
    if (!comment) throw new Error(`no comment ${id}`);
    comment.body = body;
    comment.editedAt = this.now;
  }

  remove(id: string): void {
    for (const thread of this.threads) thread.comments = thread.comments.filter((one) => one.id !== id);
    this.threads.splice(0, this.threads.length, ...this.threads.filter(({ comments }) => comments.length > 0));
  }

  comments(): Comment[] {
    return this.threads.flatMap(({ comments }) => comments);
  }

  ours(): string[] {
    return this.comments().flatMap(({ author, body }) => (author?.id === bot.id ? [body] : []));
  }

  #thread(id: string): Thread | undefined {
    return this.threads.find((thread) => thread.id === id);
  }

  #write<T>(what: string, make: () => T): T {
    this.around(what, "before");
    const made = make();
    this.around(what, "after");
    return made;
  }
}

/** A tracker with this one issue. */
export function trackerOf(issue: HeldIssue | null): Tracker {
  const none = async () => {
    throw laterError("not part of this test");
  };
  return {
    name: "the tracker",
    probe: async () => ({ ok: true, message: "fine", fix: null }),
    find: none,
    absentees: async () => [],
    issue: async () => issue,
    audits: async () => [],
    publish: none,
  };
}
