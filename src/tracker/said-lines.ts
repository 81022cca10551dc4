/** A line of a comment as its writer said it. */
export interface SaidLine {
  text: string;
  /** It stands in the open: not in code of any kind. Only such a line can be a command. */
  isOpen: boolean;
}

/**
 * What a comment says itself: without quotes (`>`, GitLab's `>>>`) and HTML comments. Code is what somebody shows, not what they
 * ask for: it is said, but not in the open.
 */
export function saidLines(body: string): SaidLine[] {
  const blocks = blocksOf(body);
  return blocks.flatMap((block) => (block.kind === "code" ? block.lines.map(shown) : paragraphLines(block.lines)));
}

interface Block {
  kind: "paragraph" | "code";
  lines: string[];
}

/** Lines from one that opens something to one that ends it, or to the end of the text. */
interface Enclosure {
  ends(line: string): boolean;
  /** What it holds is said, as code; else it is not said at all. */
  isSaid: boolean;
  /** The opening line may end it as well. */
  mayBeOneLine: boolean;
}

const item = /^\s*(?:[-*+]|\d{1,9}[.)]|#{1,6})\s/;

/** Blocks are told apart as CommonMark does (0.31, §4): a code span, say, never reaches over the end of its paragraph. */
function blocksOf(body: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] | null = null;
  let inside: Enclosure | null = null;
  for (const line of body.split(/\r\n|[\n\r]/)) {
    if (inside) {
      const isEnd: boolean = inside.ends(line);
      if (inside.isSaid && !isEnd) blocks.push({ kind: "code", lines: [line] });
      if (isEnd) inside = null;
      continue;
    }
    const opened = enclosureAt(line);
    if (opened || line.trim() === "" || /^ {0,3}>/.test(line)) {
      paragraph = null;
      inside = opened?.mayBeOneLine && opened.ends(line) ? null : opened;
    } else if (paragraph === null && isIndented(line)) {
      blocks.push({ kind: "code", lines: [line] });
    } else {
      if (paragraph === null || item.test(line)) {
        paragraph = [];
        blocks.push({ kind: "paragraph", lines: paragraph });
      }
      paragraph.push(line);
    }
  }
  return blocks;
}

function enclosureAt(line: string): Enclosure | null {
  if (isLongQuote(line)) return { ends: isLongQuote, isSaid: false, mayBeOneLine: false };
  if (/^ {0,3}<!--/.test(line)) return { ends: (other) => other.includes("-->"), isSaid: false, mayBeOneLine: true };
  if (/^ {0,3}<(?:pre|script|style|textarea)(?:[\s>]|$)/i.test(line))
    return { ends: (other) => /<\/(?:pre|script|style|textarea)>/i.test(other), isSaid: true, mayBeOneLine: true };
  const [, marks = "", rest = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (marks === "" || (marks.startsWith("`") && rest.includes("`"))) return null;
  return { ends: (other) => closesFence(other, marks), isSaid: true, mayBeOneLine: false };
}

/** GitLab docs, user/markdown: "Multiline blockquote". */
function isLongQuote(line: string): boolean {
  return /^ {0,3}>>>\s*$/.test(line);
}

function closesFence(line: string, open: string): boolean {
  const marks = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line)?.[1];
  return marks?.startsWith(open) ?? false;
}

function isIndented(line: string): boolean {
  return /^(?: {4}| {0,3}\t)/.test(line);
}

function shown(text: string): SaidLine {
  return { text, isOpen: false };
}

/** A line whose beginning lies in a code span or comment that began above it is not in the open. */
function paragraphLines(lines: readonly string[]): SaidLine[] {
  const hidden = hiddenParts(lines.join("\n"));
  let at = 0;
  let part = 0;
  return lines.map((text) => {
    const start = at + text.length - text.trimStart().length;
    at += text.length + 1;
    while ((hidden[part]?.to ?? Number.POSITIVE_INFINITY) <= start) part += 1;
    return { text, isOpen: (hidden[part]?.from ?? start) >= start };
  });
}

/** Code spans and comments of a paragraph; one without its end is neither. */
function hiddenParts(text: string): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  // What has no end from one place on has none from a later one: looking again and again would take for ever.
  const endless = new Set<string>();
  const marks = /\\[\s\S]|`+|<!--/g;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const [opening] = mark;
    if (opening.startsWith("\\") || endless.has(opening)) continue;
    const behind = mark.index + opening.length;
    const to = opening === "<!--" ? endOfComment(text, behind) : endOfSpan(text, { behind, marks: opening });
    if (to === null) {
      endless.add(opening);
      continue;
    }
    parts.push({ from: mark.index, to });
    marks.lastIndex = to;
  }
  return parts;
}

function endOfComment(text: string, behind: number): number | null {
  const end = text.indexOf("-->", behind);
  return end < 0 ? null : end + 3;
}

function endOfSpan(text: string, { behind, marks }: { behind: number; marks: string }): number | null {
  const runs = /`+/g;
  runs.lastIndex = behind;
  for (let run = runs.exec(text); run; run = runs.exec(text)) if (run[0].length === marks.length) return run.index + marks.length;
  return null;
}
