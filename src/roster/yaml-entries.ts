import type { Problem } from "../core/problem.ts";
import { mebibyte } from "../core/text-file.ts";
import { foundText, readYaml, type YamlNode } from "../core/yaml.ts";
import { readPlainItem } from "../core/yaml-plain.ts";
import type { RosterEntry } from "./person.ts";

interface Into {
  file: string;
  problems: Problem[];
}

/** A file of a roster folder: one person. */
export function personFileEntries(text: string, { file, problems }: Into): RosterEntry[] {
  const node = readYaml(text, { file, problems });
  if (!node) return [];
  if (node.kind !== "list") return [{ file, node }];
  const message = "expected one person, found a list: for one file with everybody write roster: { file: … }";
  problems.push({ file, line: node.line, message });
  return [];
}

/** Larger texts are read item by item only: the parser would need a hundred times their size. */
const wholeAtMost = 8 * mebibyte;

/** One file with everybody: a list of people, or `people:` and the list. */
export function* listFileEntries(text: string, into: Into): Generator<RosterEntry> {
  const items = splitList(text);
  if (items) {
    for (const item of items) yield* itemEntries(item, into);
  } else if (text.length > wholeAtMost) {
    const message = "larger than 8 MiB and not a plain list (- name: …) without anchors: not read";
    into.problems.push({ file: into.file, line: 1, message });
  } else yield* listEntries(readYaml(text, into), into);
}

function itemEntries({ text, line }: { text: string; line: number }, into: Into): RosterEntry[] {
  const plain = readPlainItem(text, line);
  return plain ? [{ file: into.file, node: plain }] : listEntries(readYaml(text, { ...into, firstLine: line }), into);
}

function listEntries(node: YamlNode | null, { file, problems }: Into): RosterEntry[] {
  if (!node || node.kind === "null") return [];
  const list = node.kind === "map" ? node.entries.get("people")?.value : node;
  if (list?.kind === "list") return list.items.map((item) => ({ file, node: item }));
  if (list?.kind === "null") return [];
  problems.push({ file, line: (list ?? node).line, message: `expected a list of people, found ${foundText(list ?? node)}` });
  return [];
}

/**
 * The items of a list that starts every item at the margin, each with its line: they can be read one by one, in little memory,
 * and one that is broken does not hide what is wrong with the others. @returns `null` where the text is not written so, or an
 * anchor may reach from one item into another
 */
export function splitList(text: string): { text: string; line: number }[] | null {
  if (/(?:^|[\s[{,])[&*][^\s,\]}]/m.test(text)) return null;
  const items: { text: string; line: number }[] = [];
  let start = -1;
  let startLine = 1;
  let line = 0;
  for (let at = 0, end = 0; at < text.length; at = end) {
    const newline = text.indexOf("\n", at);
    end = newline < 0 ? text.length : newline + 1;
    line += 1;
    const kind = lineKind(text, { at, first: items.length === 0 && start < 0 });
    if (kind === "other") return null;
    if (kind !== "item") continue;
    if (start >= 0) items.push({ text: text.slice(start, at), line: startLine });
    start = at;
    startLine = line;
  }
  if (start >= 0) items.push({ text: text.slice(start), line: startLine });
  return items;
}

function lineKind(text: string, { at, first }: { at: number; first: boolean }): "item" | "inside" | "other" {
  const [letter, next] = [text[at], text[at + 1]];
  if (letter === "-" && (next === " " || next === "\n" || next === "\r")) return "item";
  if (letter === "#" || letter === "\n" || letter === "\r") return "inside";
  if (letter === " ") return first && text.slice(at, text.indexOf("\n", at)).trim() !== "" ? "other" : "inside";
  return first && text.startsWith("---\n", at) ? "inside" : "other";
}
