import { parseFindingLines } from "../reports/finding-line.ts";

/** A box somebody ticked or cleared, as GitLab's activity tells it. */
export interface BoxChange {
  /** Text of the item as the activity gives it, without its escapes. */
  item: string;
  ticked: boolean;
}

const box = /^(\s*(?:>\s*)*(?:[-+*]|\d+[.)])\s+)\[([ xX])\](?=\s)/;

/** What a system note says of a box, `null` where it is about something else. GitLab escapes the item as Markdown. */
export function boxChange(note: string): BoxChange | null {
  const said = /^marked the (?:checklist item|task) \*\*([\s\S]*)\*\* as (completed|incomplete)$/.exec(note.trim());
  return said ? { item: (said[1] ?? "").replace(/\\([^\w\s])/g, "$1"), ticked: said[2] === "completed" } : null;
}

/** The text with those boxes set, the last change of an item counting. An item that two lines might be is left alone. */
export function setBoxes(text: string, changes: readonly BoxChange[]): string {
  const lines = text.split("\n");
  for (const change of changes) {
    const at = lineOf(lines, change.item);
    if (at !== null) lines[at] = (lines[at] ?? "").replace(box, `$1[${change.ticked ? "x" : " "}]`);
  }
  return lines.join("\n");
}

/** Whether the item's box stands in the text as the change says. */
export function standsSo(text: string, change: BoxChange): boolean {
  const lines = text.split("\n");
  const at = lineOf(lines, change.item);
  return at !== null && (box.exec(lines[at] ?? "")?.[2] !== " ") === change.ticked;
}

/** A finding is known by its ref, which stays while its words change; any other item by all of its words. */
function lineOf(lines: readonly string[], item: string): number | null {
  const ref = /^\**([A-Z]+\d+)\b/.exec(item.trim())?.[1];
  const wanted = words(item);
  const isIt = (line: string) => box.test(line) && (isFinding(line, ref) || readings(line).includes(wanted));
  const first = lines.findIndex(isIt);
  return first < 0 || lines.findLastIndex(isIt) !== first ? null : first;
}

function isFinding(line: string, ref: string | undefined): boolean {
  return ref !== undefined && parseFindingLines(line)[0]?.ref === ref;
}

/** The item of a line in each of the ways GitLab may have put it into a note: with and without comments and link targets. */
function readings(line: string): string[] {
  const item = line.replace(box, "").replace(/&#(\d+|x[\da-f]+);/gi, (_, code: string) => character(code));
  const bare = item.replace(/<!--.*?-->/g, "");
  return [item, bare].flatMap((text) => [text, text.replace(/\]\([^)\s]*\)/g, "]")]).map(words);
}

function character(code: string): string {
  const point = code.toLowerCase().startsWith("x") ? Number.parseInt(code.slice(1), 16) : Number(code);
  return point <= 0x10ffff ? String.fromCodePoint(point) : "";
}

/** Letters and digits only: whatever is escaped in one text and not in the other is neither. */
function words(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "");
}
