import { credentialsError } from "../../model/errors.ts";
import type { AuditIssue, Written } from "../tracker.ts";
import { readConversation } from "./conversation.ts";
import { refOf } from "./find.ts";
import { type Session, writing } from "./session.ts";
import type { GitlabIssue } from "./shapes.ts";

/** An audit's issue, to talk in. */
export function auditIssue(session: Session, issue: GitlabIssue, auditId: string): AuditIssue {
  const { api } = session;
  const ref = refOf(issue);
  const { web_url: url, iid } = issue;
  const written = (thread: string, note: number): Written => ({ thread, comment: String(note), url: `${url}#note_${note}` });
  const set = async (event: "close" | "reopen", signal: AbortSignal) => {
    const body = { state_event: event };
    const after = await writing(`${event} ${url}`, () => api.updateIssue(ref, { body, signal }));
    // GitLab answers 200 here too where the discussion is locked.
    if (after.state === (event === "close" ? "closed" : "opened")) return;
    throw credentialsError(`GitLab: ${url} stays ${after.state}: its discussion is locked`, "unlock it, then run again");
  };
  return {
    link: { url, iid },
    read: (signal) => readConversation({ session, ref, auditId, signal }),
    async say(body, signal) {
      const { id, notes } = await writing(`comment on ${url}`, () => api.openThread(ref, { body, signal }));
      return written(id, notes[0]?.id ?? 0);
    },
    async reply(thread, body, signal) {
      const note = await writing(`comment on ${url}`, () => api.reply(ref, { thread, body, signal }));
      return note && written(thread, note.id);
    },
    thumb: (comment, signal) => writing(`react to a comment on ${url}`, () => api.thumb(ref, { note: comment, signal })),
    close: (signal) => set("close", signal),
    reopen: (signal) => set("reopen", signal),
  };
}
