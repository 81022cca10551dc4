import type { PhrasingContent } from "mdast";
import type { Answer, Decision } from "../model/answer.ts";
import type { Contact } from "../model/contact.ts";
import type { Review } from "../model/event.ts";
import { gitlabMarkdown } from "./escape-gitlab.ts";
import { item, list, paragraph, sentence, strong, text } from "./markdown-nodes.ts";
import { contactName } from "./mention.ts";
import { messageMarker, parseMessageMarker } from "./message-marker.ts";

/** The other comments Rollcall writes: what was said elsewhere, so that the issue alone can rebuild the store, and replies. */

/** Where something was said that the issue does not show by itself. */
export type RecordedVia = "page" | "command line" | "box";

/** What somebody said of findings, the same of each. */
export interface Recorded {
  audit: string;
  /** As the event has it; `null` = an older Rollcall wrote it, a comment a finding. */
  source: string | null;
  items: { key: string; ref: string }[];
  what: Answer | Decision;
  via: RecordedVia;
}

const kinds: readonly string[] = ["fixed", "roster", "explain", "accept", "reject", "reopen"] satisfies (
  | Answer
  | Decision
)["kind"][];

const ways: readonly string[] = ["page", "command line", "box"] satisfies RecordedVia[];

/** Answers or decisions that were not made by a comment, one comment for all. `who` is named, not mentioned; `null` = nobody knows them. */
export function recordMarkdown({ audit, source, items, what, via }: Recorded, who: Contact | null): string {
  const { kind, by, at, reason } = what;
  const until = "until" in what ? what.until : null;
  const keys = items.map(({ ref, key }) => `${ref}=${key}`).join("\n");
  const marker = messageMarker("record", { audit, source, keys, kind, by, at, until, reason, via });
  const named = items.flatMap(({ ref }, index): PhrasingContent[] => [...(index > 0 ? [text(", ")] : []), strong(ref)]);
  const body: PhrasingContent[] = [who ? contactName(who) : text("Somebody"), text(` ${saidWords[kind]} `), ...named];
  const why = reason ? [text(": "), sentence(reason)] : [];
  const end = [text(until ? ` until ${until}` : ""), ...why, text(` · ${viaWords[via]}`)];
  return `${marker}\n\n${gitlabMarkdown([paragraph(...body, ...end)])}`;
}

/** @returns `null` where the comment is no record of ours, or was damaged */
export function parseRecord(body: string): Recorded | null {
  const marker = parseMessageMarker(body);
  if (marker?.kind !== "record") return null;
  const { audit, source = null, kind = "", by = null, at = "", until = null, reason = null, via = "" } = marker.values;
  const items = itemsIn(marker.values);
  if (!audit || items.length === 0 || !kinds.includes(kind) || !ways.includes(via) || Number.isNaN(Date.parse(at))) return null;
  const about = { audit, source, items, via: via as RecordedVia };
  if (kind === "fixed" || kind === "roster" || kind === "explain") return { ...about, what: { kind, by, at, reason } };
  if (by === null || reason === null || (kind === "accept") !== (until !== null)) return null;
  return { ...about, what: { kind: kind as Decision["kind"], by, at, until, reason } };
}

/** Older comments name one finding. */
function itemsIn({ keys, key, ref }: Readonly<Record<string, string>>): Recorded["items"] {
  if (key && ref) return [{ key, ref }];
  return (keys ?? "").split("\n").flatMap((line) => {
    const [, name = "", of = ""] = /^(F[1-9]\d{0,8})=([\s\S]+)$/.exec(line) ?? [];
    return name === "" ? [] : [{ ref: name, key: of }];
  });
}

/** What was said is taken back by who said it. */
export interface TakenBack {
  audit: string;
  /** Of what is taken back, as its event has it. */
  source: string;
  at: string;
}

export function takenBackMarkdown(of: TakenBack & { refs: readonly string[] }, who: Contact | null): string {
  const { audit, source, at, refs } = of;
  const named = refs.flatMap((ref, index): PhrasingContent[] => [...(index > 0 ? [text(", ")] : []), strong(ref)]);
  const body = [who ? contactName(who) : text("Somebody"), text(" takes back what they said of "), ...named];
  return `${messageMarker("undone", { audit, source, at })}\n\n${gitlabMarkdown([paragraph(...body)])}`;
}

export function parseTakenBack(body: string): TakenBack | null {
  const marker = parseMessageMarker(body);
  const { audit, source, at = "" } = marker?.values ?? {};
  return marker?.kind === "undone" && audit && source && !Number.isNaN(Date.parse(at)) ? { audit, source, at } : null;
}

export interface Started {
  audit: string;
  /** E-mail; `null` = it started by itself. */
  by: string | null;
  at: string;
}

/** Says that people are asked from now on. */
export function startedMarkdown({ audit, by, at }: Started, who: Contact | null): string {
  const said =
    by === null
      ? [text("The follow-up has started by itself")]
      : [who ? contactName(who) : text("Somebody"), text(" started the follow-up")];
  return `${messageMarker("started", { audit, by, at })}\n\n${gitlabMarkdown([paragraph(...said, text(": people are asked from now on."))])}`;
}

export function parseStarted(body: string): Started | null {
  const marker = parseMessageMarker(body);
  if (marker?.kind !== "started") return null;
  const { audit, by = null, at = "" } = marker.values;
  return audit && !Number.isNaN(Date.parse(at)) ? { audit, by, at } : null;
}

export interface Signed {
  audit: string;
  at: string;
  review: Review;
  /** Hex: sha256 of the whole bundle. */
  evidence: string;
}

/** The sentence the reviewer signed. Their name stands in it, nobody is mentioned: it is theirs. */
export function closedMarkdown({ audit, at, review, evidence }: Signed): string {
  const { by, sentence: signed, waiver, sha256, listedAt } = review;
  const marker = messageMarker("closed", { audit, by, at, listed: listedAt, sha256, waiver, evidence });
  const why = waiver === null ? [] : [paragraph(text("Closed although not everything could be looked at: "), sentence(waiver))];
  const sealed = paragraph(text("Its evidence is sealed: sha256 "), text(evidence), text(". To get it: "), {
    type: "inlineCode",
    value: `rollcall export ${audit}`,
  });
  return `${marker}\n\n${gitlabMarkdown([paragraph(text("“"), sentence(signed), text("” – "), text(by)), ...why, sealed])}`;
}

/** What a reply is to: the comment's id, so that nobody is answered twice. */
export interface Replied {
  audit: string;
  note: string;
}

/** Why something of a comment was not done, a sentence each, or that a fix is not seen yet. Mentions nobody: it stands in their thread. */
export function replyMarkdown({ audit, note }: Replied, sentences: readonly string[]): string {
  const [first = "", ...rest] = sentences;
  const body = rest.length === 0 ? [paragraph(sentence(first))] : [list(sentences.map((one) => item([sentence(one)])))];
  return `${messageMarker("reply", { audit, note })}\n\n${gitlabMarkdown(body)}`;
}

export function parseReply(body: string): Replied | null {
  const marker = parseMessageMarker(body);
  const { audit, note } = marker?.values ?? {};
  return marker?.kind === "reply" && audit && note ? { audit, note } : null;
}

/** The reply to a "fixed" that the platform does not show. @param seenAt ISO 8601 time of the listing */
export function notSeenSentence(refs: readonly string[], seenAt: string): string {
  const it = refs.length === 1 ? "it is" : "they are";
  return `${refs.join(", ")}: not seen fixed in the listing of ${seenAt.slice(0, 16).replace("T", " ")} UTC, so ${it} still open. The next recheck looks again.`;
}

const saidWords: Record<(Answer | Decision)["kind"], string> = {
  fixed: "says this is fixed:",
  roster: "says the roster was corrected:",
  explain: "explains",
  accept: "accepts",
  reject: "rejects the explanation of",
  reopen: "reopens",
};

const viaWords: Record<RecordedVia, string> = {
  page: "said on the page",
  "command line": "said on the command line, as claimed",
  box: "the box was ticked",
};
