import { createHash } from "node:crypto";
import { emailOfAuthor } from "../core/author.ts";
import { type Heeded, heed, heedWords } from "../core/heed.ts";
import { isInCharge } from "../core/may-decide.ts";
import { lastSaid } from "../core/said.ts";
import type { Comment, Thread } from "../model/conversation.ts";
import type { Said } from "../model/event.ts";
import { normalEmail } from "../model/identity.ts";
import { isOurComment } from "../reports/message-marker.ts";
import { replyMarkdown } from "../reports/record-message.ts";
import { parseStepMarker } from "../reports/step-marker.ts";
import { parseComment } from "../tracker/answers.ts";
import { authorText, commentsOf, type Desk, isOurs, refsOf, stateOf, write } from "./desk.ts";
import { makeAllOwed, owed } from "./owed-writes.ts";

/** Somebody asks to close the audit. */
export interface CloseRequest {
  /** E-mail; `null` = somebody nobody knows. */
  by: string | null;
  reason: string | null;
  actor: string;
  said: Said;
  thread: string;
  /** What a reply to it is known by. */
  note: string;
}

/** What was taken from the issue in one reading. */
export interface Answers {
  taken: { ref: string; kind: string; by: string | null }[];
  /** Sentences said back, with whom. */
  refused: { by: string | null; why: string[] }[];
  closes: CloseRequest[];
}

/**
 * Takes what people said in the issue since it was read last: new comments, changed and deleted ones. Understood: one thumb up; not
 * allowed or not understood: one reply saying why.
 */
export async function takeAnswers(desk: Desk): Promise<Answers> {
  const answers: Answers = { taken: [], refused: [], closes: [] };
  const before = lastSaid(desk.memory.events);
  const comments = commentsOf(desk).sort((a, b) => Date.parse(timeOf(a.comment)) - Date.parse(timeOf(b.comment)));
  for (const one of comments) {
    // One with our marker from somebody else is a copy, or made up: neither asks for anything.
    if (isOurs(desk, one.comment) || isOurComment(one.comment.body)) continue;
    const source = `note:${one.comment.id}`;
    const digest = createHash("sha256").update(one.comment.body).digest("hex");
    const said = before.get(source);
    before.delete(source);
    if (said?.digest === digest) continue;
    await take(desk, answers, { ...one, source, digest, before: said ?? null });
  }
  await withdraw(desk, [...before.values()]);
  return answers;
}

interface New {
  comment: Comment;
  thread: Thread;
  source: string;
  digest: string;
  before: Said | null;
}

async function take(desk: Desk, answers: Answers, of: New): Promise<void> {
  const { comment, thread, source, digest } = of;
  const by = emailOfAuthor(comment.author, desk.context);
  const heeded = read(desk, of, by);
  const said: Said = { source, digest, answers: heeded.answers, decisions: heeded.decisions, refusals: heeded.refusals };
  const isEmpty = said.answers.length + said.decisions.length + said.refusals.length === 0;
  const actor = authorText(comment.author);
  for (const { reason } of heeded.closes)
    answers.closes.push({ by, reason, actor, said, thread: thread.id, note: replyKey(comment, digest) });
  if (heeded.closes.length > 0 || (isEmpty && of.before === null)) return;
  await write(desk, { actor, events: [{ kind: "said", said }], intend: reaction(desk, { said, comment, thread }) });
  await makeAllOwed(desk);
  const refs = refsOf(desk);
  for (const { key, answer } of said.answers) answers.taken.push({ ref: refs.get(key) ?? key, kind: answer.kind, by });
  for (const { key, decision } of said.decisions) answers.taken.push({ ref: refs.get(key) ?? key, kind: decision.kind, by });
  if (said.refusals.length > 0) answers.refused.push({ by, why: said.refusals });
}

type Read = Pick<Heeded, "answers" | "decisions" | "refusals"> & { closes: { reason: string | null }[] };

const changedAfterwards =
  "This comment was changed after a decision of it was recorded: what was decided stands. To decide otherwise, write a new comment.";

function read(desk: Desk, of: New, by: string | null): Read {
  const { comment, thread, before } = of;
  if (before && before.decisions.length > 0)
    return { answers: before.answers, decisions: before.decisions, refusals: [changedAfterwards], closes: [] };
  const { commands, problems, words } = parseComment(comment.body);
  const heeded: Read = { answers: [], decisions: [], refusals: [...problems], closes: [] };
  const state = stateOf(desk);
  const said = { by, at: timeOf(comment) };
  for (const command of commands) add(heeded, heed(command, said, state));
  if (words !== null) {
    const refs = askedIn(desk, thread);
    if (refs.length > 0 && !isOnlyDeciding(desk, thread, by)) add(heeded, heedWords(words, said, { ...state, refs }));
  }
  return heeded;
}

function add(to: Read, { answers, decisions, refusals, close }: Heeded): void {
  to.answers.push(...answers);
  to.decisions.push(...decisions);
  to.refusals.push(...refusals);
  if (close) to.closes.push(close);
}

function stepsIn(desk: Desk, thread: Thread) {
  return thread.comments.flatMap((comment) => {
    const step = isOurs(desk, comment) ? parseStepMarker(comment.body, () => null) : null;
    return step?.audit === desk.memory.audit.id ? [step.act] : [];
  });
}

const pings = ["ask", "escalate", "tell", "remind"];

/** Refs of what somebody was asked in this thread. */
function askedIn(desk: Desk, thread: Thread): string[] {
  const asked = stepsIn(desk, thread).filter(({ step }) => pings.includes(step));
  return [...new Set(asked.flatMap(({ items }) => items.map(({ ref }) => ref)))];
}

/** Words of those who decide explain nothing in somebody else's thread: they ask, or talk to them. */
function isOnlyDeciding(desk: Desk, thread: Thread, by: string | null): boolean {
  if (by === null || !isInCharge(by, desk.context.config)) return false;
  const asked = stepsIn(desk, thread).filter(({ step }) => step === "ask");
  return !asked.some(({ about }) => normalEmail(about) === normalEmail(by));
}

function reaction(desk: Desk, { said, comment, thread }: { said: Said; comment: Comment; thread: Thread }) {
  const note = replyKey(comment, said.digest);
  if (said.refusals.length === 0) {
    const isHeard = said.answers.length + said.decisions.length > 0;
    return isHeard ? [owed(desk, `thumb:${note}`, { do: "thumb", comment: comment.id })] : [];
  }
  return replyTo(desk, { note, thread: thread.id, sentences: said.refusals });
}

/** By writer, time and words: where an issue is moved, its comments have other ids. */
function replyKey({ id, author, at }: Comment, digest: string | null): string {
  return `${author?.id ?? id}.${Date.parse(at)}@${digest?.slice(0, 8)}`;
}

/** A reply is made once, also where the store is new and the issue shows it already. */
export function replyTo(desk: Desk, { note, thread, sentences }: { note: string; thread: string | null; sentences: string[] }) {
  if (desk.memory.events.some((event) => event.kind === "replied" && event.note === note)) return [];
  const body = replyMarkdown({ audit: desk.memory.audit.id, note }, sentences);
  return [owed(desk, `reply:${note}`, { do: "reply", thread, note, body })];
}

/** A deleted comment answers nothing any more; what was decided by it stands. */
async function withdraw(desk: Desk, gone: readonly Said[]): Promise<void> {
  if (!desk.conversation) return;
  for (const said of gone) {
    if (!said.source.startsWith("note:") || said.answers.length === 0) continue;
    const { source, decisions } = said;
    await write(desk, { events: [{ kind: "said", said: { source, digest: null, answers: [], decisions, refusals: [] } }] });
  }
}

/** An edited comment says what it says since it was edited. */
function timeOf({ at, editedAt }: Comment): string {
  return editedAt ?? at;
}
