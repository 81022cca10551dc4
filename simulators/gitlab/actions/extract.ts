import type { Token } from "markdown-it";
import { parseMarkdown } from "../markdown.ts";
import { COMMAND_NAMES } from "./names.ts";

export interface Command {
  /** In lower case, as it was written: `labels`, not `label`. */
  name: string;
  argument: string | null;
}

export interface Extracted {
  /** The text without the lines that were commands. */
  text: string;
  commands: Command[];
}

const CODE = String.raw`(?<=^|\n)[^\n]*\x60\n*[^]+?\n*\x60(?=\n|$)`;
const NAMES = COMMAND_NAMES.toSorted((a, b) => b.length - a.length).join("|");
const COMMAND = new RegExp(`${CODE}|(?<=^|\\n)/(?<name>${NAMES})(?:[ ](?<argument>[^\\n]*))?(?:\\s*\\n|(?=\\n|$))`, "gi");
const SUBSTITUTES: Record<string, string> = { shrug: "¯\\＿(ツ)＿/¯", tableflip: "(╯°□°)╯︵ ┻━┻" };

/**
 * Takes the quick actions out of a text as GitLab does (Gitlab::QuickActions::Extractor): lines of top-level paragraphs that
 * start with `/` and a name it knows; not in lists, quotes, code, tables or HTML. Unknown names (`/rollcall …`) stay as text.
 */
export function extractCommands(source: string): Extracted {
  const clean = source.replaceAll("\r", "");
  const lines = clean.split(/(?<=\n)/);
  const commands: Command[] = [];
  for (const { start, end } of topParagraphs(clean)) {
    const last = lines[end] === "\n" ? end : end - 1;
    const paragraph = lines.slice(start, last + 1).join("");
    lines.fill("", start, last + 1);
    lines[start] = paragraph.replace(COMMAND, (whole: string, ...rest: unknown[]) => taken(whole, rest.at(-1), commands));
  }
  return { text: lines.join("").trimEnd(), commands };
}

function taken(whole: string, groups: unknown, commands: Command[]): string {
  const { name, argument } = groups as { name?: string; argument?: string };
  if (name === undefined) return whole;
  const substitute = SUBSTITUTES[name.toLowerCase()];
  if (substitute !== undefined) return `${argument ? `${argument} ` : ""}${substitute}${whole.endsWith("\n") ? "\n" : ""}`;
  commands.push({ name: name.toLowerCase(), argument: argument?.trim() || null });
  return "";
}

/** Line ranges (end excluded) of paragraphs that hang under nothing, not even under raw HTML that is still open. */
function topParagraphs(source: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let openHtml = 0;
  for (const token of parseMarkdown(source)) {
    if (token.type === "html_block") openHtml = Math.max(0, openHtml + balance(token));
    if (token.type !== "paragraph_open" || token.level !== 0 || openHtml > 0 || token.map === null) continue;
    found.push({ start: token.map[0], end: token.map[1] });
  }
  return found;
}

const VOID = /^(?:br|hr|img|input|wbr|source|meta|link|col|area|base|embed|track)$/i;

function balance(token: Token): number {
  const html = token.content.replace(/<!--[\s\S]*?-->/g, "");
  let depth = 0;
  for (const [, slash, name = "", self] of html.matchAll(/<(\/?)([a-z][a-z0-9-]*)[^>]*?(\/?)>/gi)) {
    if (!VOID.test(name) && self !== "/") depth += slash === "/" ? -1 : 1;
  }
  return depth;
}
