import type { Note, Thread } from "./account.ts";
import { answer, obey } from "./answering.ts";
import { close, decide, nudge, startAsking, waive } from "./leading.ts";
import { mentionsIn, readable, refsIn, wantsOf } from "./messages.ts";
import { forget, settle } from "./settling.ts";
import type { Visit } from "./visit.ts";

/** Reads what is new in an issue as whoever it is about, and does what they do about it. */
export async function readOn(visit: Visit): Promise<void> {
  const { me } = visit;
  if (visit.isAuditor) await startAsking(visit);
  for (const thread of visit.threads) {
    for (const note of thread.notes) {
      if (note.system || note.author === me.account.username || me.read.has(note.id)) continue;
      me.read.add(note.id);
      await heed(visit, note, thread);
    }
  }
}

async function heed(visit: Visit, note: Note, thread: Thread): Promise<void> {
  const me = visit.me.account.username;
  const wants = wantsOf(note.body);
  const isMine = thread.notes.some(({ author }) => author === me);
  if (wants === "unseen" && isMine) {
    forget(visit, refsIn(note.body));
    return settle(visit, refsIn(note.body), thread.id);
  }
  if (isMine && visit.me.expects.has(visit.place) && /close it with a waiver/.test(note.body)) return waive(visit, thread.id);
  if (!mentionsIn(note.body).includes(me)) return;
  const refs = refsIn(note.body);
  switch (wants) {
    case "ask":
      return answer(visit, refs, thread.id);
    case "escalate":
      // Where a manager is asked too, it is theirs.
      return visit.isOpsManager && mentionsIn(note.body).length > 1 ? undefined : nudge(visit, refs);
    case "tell":
      return pressOn(visit, refs);
    case "decide":
      return leavesIt(visit) ? undefined : decide(visit, refs, thread.id);
    case "review":
      return close(visit, thread.id);
    default:
      return obey(visit, note.author, { refs: refsFor(me, note.body), thread });
  }
}

/** What a direct message wants. */
export async function heedMessage(visit: Visit, text: string): Promise<void> {
  if (wantsOf(text) === "review") return close(visit);
  return pressOn(visit, refsIn(text));
}

/** Told directly, the ops manager asks once more by name, and a day later does what is left. */
async function pressOn(visit: Visit, refs: readonly string[]): Promise<void> {
  forget(visit, refs);
  await nudge(visit, refs);
  visit.later(3, { is: "sweep", refs: [...refs] });
}

/** The auditor is no admin of PagerDuty, and leaves what people explain there to the ops manager. */
function leavesIt({ isAuditor, issue }: Visit): boolean {
  return isAuditor && issue.title.startsWith("PagerDuty");
}

/** Of a comment to several people, what is on the lines with one's own name. */
function refsFor(username: string, body: string): string[] {
  const lines = readable(body).split("\n");
  return lines.filter((line) => mentionsIn(line).includes(username)).flatMap(refsIn);
}
