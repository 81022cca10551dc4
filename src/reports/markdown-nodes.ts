import type { Heading, Link, List, ListItem, Paragraph, PhrasingContent, Strong, Table, TableCell, TableRow, Text } from "mdast";
import { shortText } from "./text.ts";

/** Small mdast builders. Each takes outside text as it is; here it becomes visible, short and one line. */

/** Sentences may be longer than names. */
const sentenceLimit = 1_000;

export function text(value: string): Text {
  return { type: "text", value };
}

/** Our own words around outside text keep their spaces: only the outside text is cut, by whoever puts it in. */
export function name(value: string): Text {
  return text(shortText(value));
}

export function sentence(value: string): Text {
  return text(shortText(value, sentenceLimit));
}

export function strong(value: string): Strong {
  return { type: "strong", children: [sentence(value)] };
}

export function link(label: string, url: string): Link {
  return { type: "link", url: linkTarget(url), children: [name(label)] };
}

/** The same address without a character that means anything to Markdown or GitLab behind its host. */
function linkTarget(url: string): string {
  const origin = URL.parse(url)?.origin ?? "";
  const rest = url.slice(origin.length).replace(/[^A-Za-z0-9\-._/?=&#%+]/gu, percentEncoded);
  return origin + rest;
}

function percentEncoded(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x80 ? `%${code.toString(16).toUpperCase().padStart(2, "0")}` : encodeURIComponent(character);
}

export function paragraph(...children: PhrasingContent[]): Paragraph {
  return { type: "paragraph", children };
}

export function heading(depth: 1 | 2 | 3, value: string): Heading {
  return { type: "heading", depth, children: [name(value)] };
}

export function list(children: ListItem[]): List {
  return { type: "list", ordered: false, spread: false, children };
}

/** `checked` null = no box. */
export function item(children: PhrasingContent[], checked: boolean | null = null): ListItem {
  return { type: "listItem", spread: false, checked, children: [paragraph(...children)] };
}

/** First row is the head. Cells are text or ready nodes. */
export function table(rows: (string | PhrasingContent)[][]): Table {
  return { type: "table", align: null, children: rows.map(row) };
}

function row(cells: (string | PhrasingContent)[]): TableRow {
  return { type: "tableRow", children: cells.map(cell) };
}

function cell(content: string | PhrasingContent): TableCell {
  return { type: "tableCell", children: [typeof content === "string" ? sentence(content) : content] };
}
