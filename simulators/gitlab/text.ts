import type { Token } from "markdown-it";
import { parseMarkdown } from "./markdown.ts";

const SILENT_ELEMENTS = new Set(["a", "pre", "code", "tt", "style", "script", "blockquote"]);
const HTML_PART = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-zA-Z][a-zA-Z0-9-]*)[^>]*?(\/?)>/g;

/**
 * The runs of text GitLab looks for references in: not in code, links, quotes or comments. An escaped character (`\@`)
 * is a run of its own, so what it starts is no reference; an entity (`&#64;`) is the character it names.
 */
export function referenceText(source: string): string[] {
  const runs: string[] = [];
  let quotes = 0;
  for (const token of parseMarkdown(source)) {
    if (token.type === "blockquote_open") quotes += 1;
    if (token.type === "blockquote_close") quotes -= 1;
    if (quotes > 0) continue;
    if (token.type === "inline") runs.push(...inlineRuns(token.children ?? []));
    if (token.type === "html_block") runs.push(...htmlRuns(token.content));
  }
  return runs;
}

function inlineRuns(children: Token[]): string[] {
  const runs = [""];
  let links = 0;
  for (const child of children) {
    if (child.type === "link_open") links += 1;
    if (child.type === "link_close") links -= 1;
    const joins = child.type === "text" || (child.type === "text_special" && child.info === "entity");
    if (joins && links === 0) runs[runs.length - 1] += child.content;
    else runs.push("");
  }
  return runs.filter((run) => run !== "");
}

function htmlRuns(html: string): string[] {
  const runs: string[] = [];
  let from = 0;
  let silent = 0;
  for (const part of html.matchAll(HTML_PART)) {
    if (silent === 0) runs.push(html.slice(from, part.index));
    from = part.index + part[0].length;
    if (!SILENT_ELEMENTS.has(part[2]?.toLowerCase() ?? "") || part[3] === "/") continue;
    silent = Math.max(0, silent + (part[1] === "/" ? -1 : 1));
  }
  if (silent === 0) runs.push(html.slice(from));
  return runs.map(decodeAt).filter((run) => run.trim() !== "");
}

function decodeAt(text: string): string {
  return text
    .replace(/&commat;/g, "@")
    .replace(/&num;/g, "#")
    .replace(/&#(?:x([0-9a-f]+)|([0-9]+));/gi, (_whole, hex, decimal) =>
      character(hex ? Number.parseInt(hex, 16) : Number(decimal)),
    );
}

function character(code: number): string {
  return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : "\uFFFD";
}
