import { cutToWidth, displayWidth } from "./display-width.ts";
import { visibleText } from "./text.ts";

export type Style = "plain" | "bold" | "dim" | "critical" | "high" | "medium" | "low" | "unread" | "ok";

/** Piece of a line. Its text is outside text or ours alike: nothing in it acts on a terminal once it is rendered. */
export interface Piece {
  text: string;
  style: Style;
}

export type Line = readonly Piece[];

/** SGR codes of the 16 colours, so that the reader's own theme decides what is readable. */
const codes: Record<Style, string> = {
  plain: "",
  bold: "1",
  dim: "2",
  critical: "1;31",
  high: "31",
  medium: "33",
  low: "2",
  unread: "1;35",
  ok: "32",
};

export function piece(text: string, style: Style = "plain"): Piece {
  return { text, style };
}

/** The lines as text, each cut to `width` columns, each ended by a line break. Colours only where asked for. */
export function renderLines(lines: readonly Line[], { width, colour }: { width: number; colour: boolean }): string {
  return lines.map((line) => `${renderLine(line, { width, colour }).trimEnd()}\n`).join("");
}

function renderLine(line: Line, { width, colour }: { width: number; colour: boolean }): string {
  let left = width;
  let rendered = "";
  for (const { text, style } of line) {
    const cut = cutToWidth(keptSpaces(text), left);
    left -= displayWidth(cut);
    rendered += colour && codes[style] && cut ? `\u001b[${codes[style]}m${cut}\u001b[0m` : cut;
  }
  return rendered;
}

/** `visibleText` for a piece whose own spaces are layout. */
function keptSpaces(text: string): string {
  return text.replace(/[^ ]+/gu, (word) => visibleText(word) || " ");
}
