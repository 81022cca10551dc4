import type { ListItem, PhrasingContent, RootContent } from "mdast";
import type { Contact } from "../model/contact.ts";
import type { Finding } from "../model/finding.ts";
import type { Act, ActItem, FollowUpSettings, Standing } from "../model/follow-up.ts";
import { normalEmail } from "../model/identity.ts";
import { type ActWords, actWords, waitWords } from "./act-words.ts";
import { gitlabMarkdown } from "./escape-gitlab.ts";
import { findingPhrases } from "./finding-line.ts";
import { item, list, paragraph, sentence, strong, text } from "./markdown-nodes.ts";
import { contactName, mention } from "./mention.ts";
import { stepMarker } from "./step-marker.ts";
import { shortText, webAddress } from "./text.ts";
import { grouped, subjectName } from "./wording.ts";

/** What a message is made from besides its act. */
export interface MessageContext {
  audit: string;
  /** "Zendesk Global". */
  name: string;
  /** "FY27-Q4". */
  period: string;
  settings: Pick<FollowUpSettings, "wait" | "ladder">;
  /** By key. A finding that is gone may be missing: then its ref must do. */
  findings: ReadonlyMap<string, Finding>;
  /** By key. */
  standings: ReadonlyMap<string, Standing>;
  /** By `normalEmail`. Somebody who is missing is named by their e-mail. */
  contacts: ReadonlyMap<string, Contact>;
  issueUrl: string | null;
}

/** As many findings as anybody reads; the Notes have them all. */
const mostLines = 50;

/** An act as a comment of the issue, its marker in the first line. Nobody but those it is addressed to is mentioned. @param at ISO 8601 */
export function actMarkdown(act: Act, context: MessageContext, at: string): string {
  const { lead, notes, todo } = wordsOf(act, context);
  const lines = act.items.slice(0, mostLines).map((one) => itemNode(one, context));
  const more = moreWords(act);
  const body: RootContent[] = [
    paragraph(...addressees(act, context), ...withPeople(lead, act, context)),
    ...notes.map((note) => paragraph(sentence(note))),
    ...(lines.length > 0 ? [list(lines)] : []),
    ...(more ? [paragraph(text(more))] : []),
    ...todo.map((one) => paragraph(...withCode(one))),
  ];
  return `${stepMarker(context.audit, { ...act, at })}\n\n${gitlabMarkdown(body)}`;
}

/** The same as plain text, for Slack and mail: outside text is visible and on one line, but whoever sends it escapes for its channel. */
export function actText(act: Act, context: MessageContext): string {
  const { lead, notes, todo } = wordsOf(act, context);
  const about = shortText(contactOf(act.about, context).name ?? act.about);
  const sentences = [capital(lead.replace("{about}", () => about)), ...notes];
  const lines = act.items.slice(0, mostLines).map((one) => `- ${itemText(one, context)}`);
  const more = moreWords(act);
  const address = webAddress(context.issueUrl);
  return [
    sentences.join(" "),
    ...lines,
    ...(more ? [more] : []),
    ...todo.map((one) => one.replaceAll("`", "")),
    ...(address ? [address] : []),
  ].join("\n");
}

function wordsOf(act: Act, { name, period, settings, standings }: MessageContext): ActWords {
  const title = shortText(`${name} ${period}`);
  const about = act.items.flatMap(({ key }) => standings.get(key) ?? []);
  return actWords(act, { title, wait: waitWords(settings.wait), ladder: settings.ladder, standings: about });
}

function addressees({ to }: Act, context: MessageContext): PhrasingContent[] {
  return to.flatMap((email, index) => [
    mention(contactOf(email, context)),
    text(index === to.length - 1 ? ": " : index === to.length - 2 ? " and " : ", "),
  ]);
}

function contactOf(email: string, { contacts }: MessageContext): Contact {
  return contacts.get(normalEmail(email)) ?? { email, name: null, gitlab: null, slack: null };
}

/** `{about}` as the name of whose items they are: they were pinged already, and are not again. */
function withPeople(lead: string, act: Act, context: MessageContext): PhrasingContent[] {
  const words = act.to.length > 0 ? lead : capital(lead);
  const [before = "", after] = words.split("{about}");
  if (after === undefined) return [text(before)];
  return [...(before ? [text(before)] : []), contactName(contactOf(act.about, context)), text(after)];
}

/** Every other part of a sentence that stands between backticks is code. Only our own words come here. */
function withCode(words: string): PhrasingContent[] {
  return words.split("`").flatMap((part, index): PhrasingContent[] => {
    if (part === "") return [];
    return [index % 2 === 1 ? { type: "inlineCode", value: part } : text(part)];
  });
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function moreWords({ items }: Act): string | null {
  return items.length > mostLines
    ? `And ${grouped(items.length - mostLines)} more: the Notes of this audit list them all.`
    : null;
}

function itemNode({ key, ref }: ActItem, context: MessageContext): ListItem {
  const finding = context.findings.get(key);
  const phrases = finding ? findingPhrases({ ...finding, ref }) : [strong(ref)];
  const said = standingWords(context.standings.get(key), context);
  return item([...phrases, ...(said ? [text(" · "), sentence(said)] : [])]);
}

function itemText({ key, ref }: ActItem, context: MessageContext): string {
  const finding = context.findings.get(key);
  const said = standingWords(context.standings.get(key), context);
  const what = finding ? [`${finding.severity}: ${shortText(finding.message)}`, shortText(subjectName(finding))] : [];
  return [`${ref} ${what[0] ?? ""}`.trim(), ...what.slice(1), ...(said ? [shortText(said, 1_000)] : [])].join(" · ");
}

/** What is to be known of where it stands; "" where it is simply open. Holds outside text. */
function standingWords(standing: Standing | undefined, context: MessageContext): string {
  if (!standing) return "";
  const { reason } = standing.turn;
  const why = reason ? `: ${reason}` : "";
  if (standing.is === "settled")
    return standing.by === "accepted" ? `accepted until ${standing.until}` : settledWord[standing.by];
  if (standing.is === "explained") return `explained by ${standing.by ? nameOf(standing.by, context) : "somebody"}${why}`;
  const claim = standing.claim ? [claimWord[standing.claim]] : [];
  return [`${turnWord[standing.turn.why]}${turnWord[standing.turn.why] ? why : ""}`, ...claim].filter(Boolean).join(" · ");
}

function nameOf(email: string, context: MessageContext): string {
  return contactOf(email, context).name ?? email;
}

const claimWord = {
  fixed: "said to be fixed, but the platform does not show it yet",
  roster: "said to be put right in the roster, but it does not show yet",
} as const;

const settledWord = { fixed: "seen fixed", roster: "put right in the roster", exempt: "exempt" } as const;

const turnWord = {
  found: "",
  explained: "",
  rejected: "the explanation was rejected",
  reopened: "reopened",
  "re-granted": "it was fixed, and has come back since",
  "acceptance-ended": "it was accepted, and that has ended",
} as const;
