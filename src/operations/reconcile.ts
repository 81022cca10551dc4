import { isTakingBack } from "../core/said.ts";
import type { Answer, Decision } from "../model/answer.ts";
import type { Comment } from "../model/conversation.ts";
import type { EventContent, Said } from "../model/event.ts";
import { parseRecord, parseReply, parseStarted, parseTakenBack, type Recorded } from "../reports/record-message.ts";
import { parseStepMarker } from "../reports/step-marker.ts";
import { commentsOf, type Desk, isOurs, write } from "./desk.ts";
import { settleAct } from "./make-act.ts";
import { isAct, makeOwed } from "./owed-writes.ts";

/**
 * Brings what is remembered and what the issue shows together, both ways: messages of ours the store has never heard of (its
 * database is new, or whoever wrote them died) are taken from their markers; writes that were meant and never confirmed are looked
 * up, and made again only where they surely are not there.
 */
export async function reconcile(desk: Desk): Promise<void> {
  const { memory } = desk;
  const events = unheardOf(desk);
  const startsNow = memory.audit.state === "draft" && events.some(({ kind }) => kind === "follow-up-started");
  await write(desk, {
    events: [
      ...events,
      ...(startsNow ? [{ kind: "state-changed", from: "draft", to: "following-up", reason: null } as const] : []),
    ],
    set: startsNow ? { state: "following-up" } : {},
  });
  for (const intent of [...memory.unconfirmed]) await (isAct(intent) ? settleAct(desk, intent) : makeOwed(desk, intent));
}

/** What our messages tell that is not remembered, in the order they stand. */
function unheardOf(desk: Desk): EventContent[] {
  const known = knownTo(desk);
  const refs = refsOf(desk);
  const told = commentsOf(desk)
    .filter(({ comment }) => isOurs(desk, comment))
    .flatMap(({ comment }) => toldBy(comment, { audit: desk.memory.audit.id, keyOf: (ref) => refs.get(ref) ?? null }));
  return told.filter((event) => {
    const names = namesOf(event);
    const isNew = names.some((name) => !known.has(name));
    for (const name of names) known.add(name);
    return isNew;
  });
}

/** Ref → finding key: what is remembered goes before what the Notes say. */
function refsOf({ memory, conversation }: Desk): Map<string, string> {
  const inNotes = [...(conversation?.refs ?? [])].map(([key, ref]) => [ref, key] as const);
  return new Map([...inNotes, ...memory.findings.map(({ finding }) => [finding.ref, finding.key] as const)]);
}

function toldBy({ id, body }: Comment, of: { audit: string; keyOf(ref: string): string | null }): EventContent[] {
  const step = parseStepMarker(body, of.keyOf);
  if (step?.audit === of.audit) return [{ kind: "act-made", act: step.act, sent: "yes", where: null }];
  const started = parseStarted(body);
  if (started?.audit === of.audit) return [{ kind: "follow-up-started", by: started.by, since: started.at }];
  const reply = parseReply(body);
  if (reply?.audit === of.audit) return [{ kind: "replied", note: reply.note }];
  const back = parseTakenBack(body);
  if (back?.audit === of.audit) return [{ kind: "said", said: { ...nothingSaid, source: back.source } }];
  const record = parseRecord(body);
  return record?.audit === of.audit ? [{ kind: "said", said: saidBy(record, id) }] : [];
}

const nothingSaid = { digest: null, answers: [], decisions: [], refusals: [] } satisfies Omit<Said, "source">;

/** With the source it had, so that it can be taken back. */
function saidBy({ source, items, what }: Recorded, comment: string): Said {
  const said: Said = { ...nothingSaid, source: source ?? `record:${comment}` };
  if (isDecision(what)) return { ...said, decisions: items.map(({ key }) => ({ key, decision: what })) };
  return { ...said, answers: items.map(({ key }) => ({ key, answer: what })) };
}

function isDecision(what: Answer | Decision): what is Decision {
  return "until" in what;
}

function knownTo({ memory }: Desk): Set<string> {
  return new Set(memory.events.flatMap(namesOf));
}

/** What makes two events the same happening, whoever tells of it. */
function namesOf(event: EventContent): string[] {
  switch (event.kind) {
    case "act-made":
      return [`act ${event.act.id}`];
    case "follow-up-started":
      return ["started"];
    case "replied":
      return [`replied ${event.note}`];
    case "said":
      if (isTakingBack(event.said)) return [`taken back ${event.said.source}`];
      return [...event.said.answers, ...event.said.decisions].map((one) => {
        const { kind, at } = "answer" in one ? one.answer : one.decision;
        return `${kind} ${one.key} ${Date.parse(at)}`;
      });
    default:
      return [];
  }
}
