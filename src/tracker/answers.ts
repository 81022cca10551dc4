import { didYouMean } from "../core/did-you-mean.ts";
import { isDay } from "../core/setting-types.ts";
import type { Command } from "../model/answer.ts";
import { shortText } from "../reports/text.ts";
import { saidLines } from "./said-lines.ts";

/** What one comment says. */
export interface ParsedComment {
  /** In their order. */
  commands: Command[];
  /** A sentence for each line that begins as a command and is none. May hold outside text. */
  problems: string[];
  /** What it says besides, one line; `null` where that is nothing, or where it holds commands: then the rest is beside the point. */
  words: string | null;
}

export type ParsedCommand = { command: Command; problem: null } | { command: null; problem: string };

/** Longer reasons are cut, with an ellipsis. */
const longestReason = 2_000;

/**
 * A comment of the issue. Commands count at the start of a line, outside quotes and code. Our own comments are not to be given
 * here: they are known by their marker.
 */
export function parseComment(body: string): ParsedComment {
  const lines = saidLines(body);
  const parsed = lines
    .filter(({ text, isOpen }) => isOpen && /^ {0,3}\/rollcall(?![\w/-])/i.test(text))
    .map(({ text }) => parseCommand(text));
  const words = shortText(lines.map(({ text }) => text).join("\n"), longestReason);
  return {
    commands: parsed.flatMap(({ command }) => (command === null ? [] : [command])),
    problems: parsed.flatMap(({ problem }) => (problem === null ? [] : [problem])),
    words: parsed.length > 0 || words === "" ? null : words,
  };
}

/** One command as text, with or without `/rollcall` in front: a line of a comment, the command line's words, the page's box. */
export function parseCommand(text: string): ParsedCommand {
  const line = text.trim().replace(/^\/rollcall(?![\w/-])\s*/i, "");
  const written = /^[^\s:：,;]+/u.exec(line)?.[0] ?? "";
  const verb = verbs.find((known) => known === written.toLowerCase());
  if (!verb) return { command: null, problem: verbProblem(written) };
  const rest = line.slice(written.length);
  if (verb === "close") return closing(rest);
  const { refs, rest: behind } = refsAt(rest.replace(/^\s*[:：]/u, ""));
  if (refs.length === 0) return problem(`${noRef(behind)}: write ${example(verb)}.`);
  return verb === "accept" ? acceptance(refs, behind) : answer(verb, { refs, behind });
}

/** The command as people write it; `parseCommand` gives it back. */
export function printCommand(command: Command): string {
  const refs = "refs" in command ? ` ${command.refs.join(" ")}` : "";
  const until = command.verb === "accept" ? ` until ${command.until}` : "";
  return `/rollcall ${command.verb}${refs}${until}${command.reason === null ? "" : `: ${command.reason}`}`;
}

const verbs = ["fixed", "roster", "explain", "accept", "reject", "reopen", "close"] as const;

type Verb = (typeof verbs)[number];

const examples: Record<Verb, string> = {
  fixed: "/rollcall fixed F12",
  roster: "/rollcall roster F12",
  explain: "/rollcall explain F12: why it is right as it is",
  accept: "/rollcall accept F12 until 2027-03-01: why it may stay",
  reject: "/rollcall reject F12: why it may not stay",
  reopen: "/rollcall reopen F12: why it is open again",
  close: "/rollcall close",
};

function example(verb: Verb): string {
  return `“${examples[verb]}”`;
}

function problem(sentence: string): ParsedCommand {
  return { command: null, problem: sentence };
}

function verbProblem(written: string): string {
  const list = `${verbs.slice(0, -1).join(", ")} or ${verbs.at(-1)}`;
  if (written === "") return `After /rollcall must come what to do: ${list}.`;
  const near = didYouMean(written.slice(0, 40), verbs);
  const wrong = `${quoted(written)} is nothing Rollcall can do`;
  return near ? `${wrong}: did you mean ${example(near as Verb)}?` : `${wrong}: it knows ${list}.`;
}

/** The refs a text begins with: F1 F2, F3 and F4. */
function refsAt(text: string): { refs: string[]; rest: string } {
  const refs = new Set<string>();
  let rest = text;
  for (;;) {
    const found = /^[\s,;&]*(?:and\s+)?(F[1-9]\d{0,8})(?![\p{L}\p{N}])/iu.exec(rest);
    if (!found) return { refs: [...refs], rest: rest.replace(/^[\s,;]+/u, "") };
    refs.add((found[1] ?? "").toUpperCase());
    rest = rest.slice(found[0].length);
  }
}

function noRef(behind: string): string {
  const word = /^[^\s:：]+/u.exec(behind)?.[0];
  return word ? `${quoted(word)} names no finding` : "No finding is named";
}

/** Behind a colon the reason begins; `null` = there is something else. */
function reasonAt(text: string): { reason: string | null } | null {
  const behind = text.trim();
  if (behind === "") return { reason: null };
  if (!/^[:：]/u.test(behind)) return null;
  return { reason: shortText(behind.slice(1), longestReason) || null };
}

function answer(verb: Exclude<Verb, "accept" | "close">, { refs, behind }: { refs: string[]; behind: string }): ParsedCommand {
  const found = reasonAt(behind);
  if (!found) return problem(misplaced(behind, verb));
  const { reason } = found;
  if (verb === "fixed" || verb === "roster") return { command: { verb, refs, reason }, problem: null };
  if (reason === null) return problem(`To ${verb} takes a reason behind a colon: write ${example(verb)}.`);
  return { command: { verb, refs, reason }, problem: null };
}

function acceptance(refs: string[], behind: string): ParsedCommand {
  const dated = /^until(?:\s*[:：]\s*|\s+)([^\s:：]+)/iu.exec(behind);
  if (!dated) return problem(`To accept takes a last day: write ${example("accept")}.`);
  const until = (dated[1] ?? "").replace(/[.,;]$/, "");
  if (!isDay(until)) return problem(`${quoted(until)} is no day of the calendar: write the last day as 2027-03-01.`);
  const rest = behind.slice(dated[0].length);
  const found = reasonAt(rest);
  if (!found) return problem(misplaced(rest, "accept"));
  if (found.reason === null) return problem(`To accept takes a reason behind a colon: write ${example("accept")}.`);
  return { command: { verb: "accept", refs, until, reason: found.reason }, problem: null };
}

function closing(rest: string): ParsedCommand {
  const found = reasonAt(rest);
  if (found) return { command: { verb: "close", reason: found.reason }, problem: null };
  return problem(
    `Close is about the whole audit and takes no finding: write ${example("close")}, or accept or reject the finding.`,
  );
}

/** A mistyped ref must not be taken for the beginning of a reason. */
function misplaced(text: string, verb: Verb): string {
  const word = /^\S+/u.exec(text.trim())?.[0] ?? "";
  return `${quoted(word)} is neither a finding nor a reason: refs look like F12, and a reason stands behind a colon, as in ${example(verb)}.`;
}

function quoted(text: string): string {
  return `“${shortText(text, 40)}”`;
}
