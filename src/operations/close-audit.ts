import { createHash } from "node:crypto";
import { emailOfAuthor } from "../core/author.ts";
import { type Closing, type ClosingFacts, type ClosingWish, closingOf } from "../core/closing.ts";
import { knownGapsOf } from "../core/exempt.ts";
import type { Conversation } from "../model/conversation.ts";
import { type EventContent, endedStates, type Review } from "../model/event.ts";
import { canonicalJson } from "../model/json.ts";
import type { Look } from "../model/memory.ts";
import { dayIn } from "../model/period.ts";
import type { Context } from "./context.ts";
import { authorText, type Desk, standingsOf, stateOf, write } from "./desk.ts";
import { makeAllOwed, owed } from "./owed-writes.ts";
import { type CloseRequest, replyTo } from "./take-answers.ts";

/** How a wish to close ended. `stale`: it may be closed once its listings were read again. */
export type Closed = { ended: "closed" | "waived"; review: Review } | { ended: "refused"; why: string[] } | { ended: "stale" };

/** Closes an audit whose reviewer says so, or says why not. */
export async function closeAudit(desk: Desk, wish: ClosingWish & { actor?: string }): Promise<Closed> {
  const closing = closingOf(factsOf(desk), wish);
  if (closing.review === null) return { ended: "refused", why: closing.refusals };
  if (closing.isStale) return { ended: "stale" };
  await sign(desk, closing, wish.actor);
  return { ended: closing.to, review: closing.review };
}

/** What people asked in the issue: by a command, or by closing it. @returns those that wait for fresh listings */
export async function closeAsAsked(desk: Desk, closes: readonly CloseRequest[]): Promise<{ stale: boolean; refused: string[] }> {
  for (const request of closes) {
    const closed = await closeAudit(desk, request);
    if (closed.ended === "stale") return { stale: true, refused: [] };
    if (closed.ended !== "refused") return { stale: false, refused: [] };
    await refuse(desk, request, closed.why);
  }
  return closedByHand(desk);
}

async function refuse(desk: Desk, { said, thread, actor, note }: CloseRequest, why: string[]): Promise<void> {
  const refused = { ...said, refusals: [...said.refusals, ...why] };
  await write(desk, {
    actor,
    events: [{ kind: "said", said: refused }],
    intend: replyTo(desk, { note, thread, sentences: refused.refusals }),
  });
  await makeAllOwed(desk);
}

/** Closing the issue by hand is asking for it; one that is closed too early is opened again, with what is left. */
async function closedByHand(desk: Desk): Promise<{ stale: boolean; refused: string[] }> {
  const { conversation } = desk;
  if (conversation?.state !== "closed" || endedStates.includes(desk.memory.audit.state)) return { stale: false, refused: [] };
  const by = closerOf(desk, conversation);
  const closed = await closeAudit(desk, { by: by.email, reason: null, actor: by.actor });
  if (closed.ended === "stale") return { stale: true, refused: [] };
  if (closed.ended !== "refused") return { stale: false, refused: [] };
  const sentences = ["This audit is not done, so its issue is open again.", ...closed.why];
  const note = `closed@${conversation.closed?.at ?? ""}`;
  const reply = replyTo(desk, { note, thread: null, sentences });
  // Told once, it was opened once.
  await write(desk, { intend: reply.length > 0 ? [...reply, owed(desk, `reopen:${note}`, { do: "reopen" })] : [] });
  await makeAllOwed(desk);
  return { stale: false, refused: closed.why };
}

function closerOf({ context }: Desk, { closed }: Conversation): { email: string | null; actor: string } {
  const author = closed?.by ?? null;
  return { email: emailOfAuthor(author, context), actor: authorText(author) };
}

async function sign(desk: Desk, closing: Extract<Closing, { to: string }>, actor?: string): Promise<void> {
  const { memory } = desk;
  const { review, to } = closing;
  const { state: from } = memory.audit;
  const reviewed = (memory.events.at(-1)?.n ?? 0) + 1;
  const events: EventContent[] = [
    { kind: "reviewed", review },
    { kind: "state-changed", from, to, reason: review.waiver },
  ];
  await write(desk, {
    ...(actor === undefined ? {} : { actor }),
    set: { state: to, dueAt: null },
    events,
    intend: [
      owed(desk, `seal:${reviewed}`, { do: "seal", reviewed, review, at: desk.context.now }),
      ...(desk.issue ? [owed(desk, `close:${reviewed}`, { do: "close" })] : []),
    ],
  });
  await makeAllOwed(desk);
}

/** Ends an audit without a review: it was opened in error, or its system is gone. */
export async function cancelAudit(desk: Desk, { reason, actor }: { reason: string; actor: string }): Promise<void> {
  const { state: from } = desk.memory.audit;
  await write(desk, {
    actor,
    set: { state: "cancelled", dueAt: null },
    events: [{ kind: "state-changed", from, to: "cancelled", reason }],
    intend: desk.issue ? [owed(desk, "close", { do: "close" })] : [],
  });
  await makeAllOwed(desk);
}

export function factsOf(desk: Desk): ClosingFacts {
  return factsFrom(desk.context, { ...desk, state: stateOf(desk), standings: standingsOf(desk) });
}

/** The same without the audit's issue at hand. */
export function factsFrom(
  context: Pick<Context, "config" | "knownGaps" | "now">,
  { memory, system, state, standings }: Pick<Desk, "memory" | "system"> & Pick<ClosingFacts, "state" | "standings">,
): ClosingFacts {
  const today = dayIn(context.now, context.config.timeZone);
  const { inForce } = knownGapsOf(context.knownGaps, { system: system.id, today });
  const { whole } = memory.last;
  const look = whole && { ...whole, accounts: accountsOf(memory, whole), sha256: digestOf(whole) };
  return { name: system.name, state, standings, look, gaps: inForce, now: context.now };
}

function accountsOf(memory: Desk["memory"], { n }: Look): number | null {
  const taken = memory.events.findLast((event) => event.kind === "snapshot-taken" && event.snapshot === n);
  return taken?.kind === "snapshot-taken" ? (taken.counts?.accounts ?? null) : null;
}

/** Over the ledgers: each source's name, rows and own digest, so that one number stands for the whole listing. */
function digestOf({ sources }: Look): string {
  const ledgers = sources.map(({ name, status, rows, sha256 }) => ({ name, status, rows, sha256 }));
  return createHash("sha256").update(canonicalJson(ledgers)).digest("hex");
}
