import { randomUUID } from "node:crypto";
import type { Contact } from "../model/contact.ts";
import { configurationError } from "../model/errors.ts";
import type { EventContent } from "../model/event.ts";
import type { Act, DoneAct } from "../model/follow-up.ts";
import { normalEmail } from "../model/identity.ts";
import type { Intent } from "../model/memory.ts";
import type { Channel, Delivery } from "../notify/channel.ts";
import { actMarkdown, actText, type MessageContext } from "../reports/act-message.ts";
import { parseStepMarker } from "../reports/step-marker.ts";
import { commentsOf, type Desk, isOurs, write } from "./desk.ts";

type By = "issue" | "slack" | "email" | "nobody";

/** One act as it went out. */
export interface MadeAct {
  act: Act;
  /** `nobody`: it had no addressee and was only noted. */
  by: By;
  sent: "yes" | "perhaps";
  /** Its address, where it has one. */
  where: string | null;
  /** What went otherwise than meant, a sentence each: a direct message that was refused, and went into the issue instead. */
  remarks: string[];
}

/** Makes one act, once: kept as an intent, sent with its marker in it, confirmed. @throws where nothing was sent: it is tried again */
export async function makeAct(desk: Desk, act: Act, words: MessageContext): Promise<MadeAct> {
  const { id, step, about, to, items } = act;
  const done: DoneAct = { id, step, about, to, items, at: desk.context.now };
  const remarks: string[] = [];
  for (const way of waysOf(desk, act, words)) {
    const intent = actIntent(desk, { act: done, by: way.by });
    await write(desk, { intend: [intent] });
    const delivery = await way.send();
    if (delivery.ended !== "sent") remarks.push(delivery.why);
    const went = wentOut(delivery);
    await write(desk, { confirm: [intent.id], events: went ? [madeEvent(done, went)] : [] });
    if (went) return { act, by: way.by, ...went, remarks };
  }
  throw configurationError(
    `there is no way to reach ${to.join(", ")}: ${remarks.join("; ") || "this audit has no issue"}`,
    "configure tracker, and run rollcall audit to open the issue",
  );
}

interface ActIntent {
  act: DoneAct;
  by: By;
}

/** One an attempt: what was looked up and not found was not made, and is decided on anew. */
function actIntent({ context }: Desk, content: ActIntent): Intent {
  return { id: `act:${content.act.id}~${randomUUID()}`, at: context.now, content };
}

/** `null` = it surely did not. */
function wentOut(delivery: Delivery): Pick<MadeAct, "sent" | "where"> | null {
  if (delivery.ended === "refused") return null;
  return delivery.ended === "sent" ? { sent: "yes", where: delivery.where } : { sent: "perhaps", where: null };
}

function madeEvent(act: DoneAct, { sent, where }: Pick<MadeAct, "sent" | "where">): EventContent {
  return { kind: "act-made", act, sent, where };
}

/** An act nobody confirmed: comments were looked for when the issue was read; a direct message is asked for where it can be. */
export async function settleAct(desk: Desk, intent: Intent): Promise<void> {
  const { act, by } = intent.content as ActIntent;
  const isKnown = desk.memory.events.some((event) => event.kind === "act-made" && event.act.id === act.id);
  const found = isKnown ? "not-sent" : await lookUp(desk, { act, by });
  const sent = found === "sent" ? "yes" : "perhaps";
  await write(desk, { confirm: [intent.id], events: found === "not-sent" ? [] : [madeEvent(act, { sent, where: null })] });
}

async function lookUp(desk: Desk, { act, by }: ActIntent): Promise<"sent" | "not-sent" | "unknown"> {
  if (by === "nobody") return "sent";
  // Had the issue it, reading it would have told.
  if (by === "issue") return desk.issue ? "not-sent" : "unknown";
  const channel = desk.context.channels[by];
  const [email = ""] = act.to;
  return channel ? channel.find({ to: contactOf(email, desk), marker: markerOf(desk, act) }, desk.context.signal) : "unknown";
}

interface Way {
  by: By;
  send(): Promise<Delivery>;
}

/** In the order they are tried. Whom nothing reaches directly is written to in the issue. */
function waysOf(desk: Desk, act: Act, words: MessageContext): Way[] {
  const { channels, signal } = desk.context;
  if (act.to.length === 0) return [{ by: "nobody", send: async () => ({ ended: "sent", where: null }) }];
  const issue: Way[] = desk.issue ? [{ by: "issue", send: () => comment(desk, act, words) }] : [];
  if (act.channel === "issue") return issue;
  const [email = ""] = act.to;
  const message = {
    to: contactOf(email, desk),
    subject: `Access audit ${words.name} ${words.period}`,
    text: actText(act, words),
    marker: markerOf(desk, act),
  };
  const direct = (["slack", "email"] as const).flatMap((by): Way[] => {
    const channel: Channel | null = channels[by];
    return channel ? [{ by, send: () => channel.send(message, signal) }] : [];
  });
  return [...direct, ...issue];
}

/** In the thread where the person was asked, so that whoever is pinged sees what it is about; else it opens one. */
async function comment(desk: Desk, act: Act, words: MessageContext): Promise<Delivery> {
  const { issue, context } = desk;
  if (!issue) return { ended: "refused", why: "this audit has no issue" };
  const body = actMarkdown(act, words, context.now);
  const thread = act.step === "escalate" ? threadOf(desk, act.about) : null;
  const replied = thread === null ? null : await issue.reply(thread, body, context.signal);
  const written = replied ?? (await issue.say(body, context.signal));
  return { ended: "sent", where: written.url };
}

function threadOf(desk: Desk, about: string): string | null {
  const asked = commentsOf(desk).findLast(({ comment: one }) => {
    const act = isOurs(desk, one) ? parseStepMarker(one.body, () => null)?.act : undefined;
    return act?.step === "ask" && act.about === about;
  });
  return asked?.thread.id ?? null;
}

function markerOf({ memory }: Desk, { id }: Pick<DoneAct, "id">): string {
  return `${memory.audit.id} ${id}`;
}

function contactOf(email: string, { contacts }: Desk): Contact {
  return contacts.get(normalEmail(email)) ?? { email, name: null, gitlab: null, slack: null };
}
