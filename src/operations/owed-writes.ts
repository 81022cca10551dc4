import type { EventContent, Review } from "../model/event.ts";
import type { Intent } from "../model/memory.ts";
import { closedMarkdown } from "../reports/record-message.ts";
import { commentsOf, type Desk, isOurs, write } from "./desk.ts";
import { sealAudit } from "./seal-audit.ts";

/** A write into the issue besides the ladder's acts, whole as it is kept in its intent: after a crash it is made from there. */
export type OwedWrite =
  | { do: "thumb"; comment: string }
  /** `note`: what it replies to, as its marker says. `thread` null, or gone: it opens one of its own. */
  | { do: "reply"; thread: string | null; note: string; body: string }
  | { do: "say"; body: string }
  /** Seals the evidence of what was reviewed, and says in the issue what was signed, and the digest. `reviewed`: number of that event. */
  | { do: "seal"; reviewed: number; review: Review; at: string }
  | { do: "close" }
  | { do: "reopen" };

export function owed(desk: Desk, id: string, content: OwedWrite): Intent {
  return { id, at: desk.context.now, content };
}

/** Makes what is owed, unless it is there already. One that has no issue to stand in is dropped. */
export async function makeOwed(desk: Desk, { id, content }: Intent): Promise<void> {
  const one = content as OwedWrite;
  // One that was found standing there is remembered already.
  const isKnown = one.do === "reply" && desk.memory.events.some((event) => event.kind === "replied" && event.note === one.note);
  const events: EventContent[] = one.do === "reply" && !isKnown ? [{ kind: "replied", note: one.note }] : [];
  const written = one.do === "seal" ? await sealed(desk, one) : one;
  if (desk.issue && !isThere(desk, written)) await make(desk, written);
  await write(desk, { confirm: [id], events });
}

/** Everything owed, in the order it was decided on. */
export async function makeAllOwed(desk: Desk): Promise<void> {
  for (const intent of [...desk.memory.unconfirmed]) if (!isAct(intent)) await makeOwed(desk, intent);
}

/** What is said once the evidence is sealed. It is sealed also where there is no issue to say it in. */
async function sealed(
  { context, store, memory }: Desk,
  { reviewed, review, at }: Extract<OwedWrite, { do: "seal" }>,
): Promise<Extract<OwedWrite, { do: "say" }>> {
  const { id: audit } = memory.audit;
  const bundle = await sealAudit(context, store, { audit, reviewed });
  return { do: "say", body: closedMarkdown({ audit, at, review, evidence: bundle.sha256 }) };
}

export function isAct({ id }: Pick<Intent, "id">): boolean {
  return id.startsWith("act:");
}

async function make({ issue, context: { signal } }: Desk, one: Exclude<OwedWrite, { do: "seal" }>): Promise<void> {
  if (!issue) return;
  if (one.do === "thumb") return issue.thumb(one.comment, signal);
  if (one.do === "close") return issue.close(signal);
  if (one.do === "reopen") return issue.reopen(signal);
  if (one.do === "reply" && one.thread !== null && (await issue.reply(one.thread, one.body, signal)) !== null) return;
  await issue.say(one.body, signal);
}

/** Known by its marker, the first line of every comment of ours. What has no text is the same however often it is done. */
function isThere(desk: Desk, one: OwedWrite): boolean {
  if (one.do !== "reply" && one.do !== "say") return false;
  return commentsOf(desk).some(({ comment }) => isOurs(desk, comment) && markerOf(comment.body) === markerOf(one.body));
}

function markerOf(body: string): string {
  return body.trimStart().split(/\r?\n/, 1)[0] ?? "";
}
