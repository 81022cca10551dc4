/**
 * What is said of an audit as one Markdown file a person can answer in. Each comment of ours stands below a heading that carries its
 * id, and ends with a comment that repeats it: no text can hold an id that was made after it, so a comment comes back byte for byte.
 * Whatever stands outside of these is what people wrote, an answer to the comment above it.
 */
const opening = /^#{2,3} .*<!-- rollcall:said id="([0-9a-f-]+)" thread="([0-9a-f-]+)" at="([0-9TZ:.-]+)" -->[ \t]*(\r?)$/;
const reaction = /^👍 <!-- rollcall:thumb of="([0-9a-f+-]+)" at="([0-9TZ:.-]+)" -->[ \t]*\r?$/u;
const introEnd = "<!-- rollcall:conversation -->";

/** What stands above the first comment of ours. */
export const topThread = "0";

/** A stretch of the file: a comment of ours, what somebody wrote, or a 👍. */
export interface Part {
  id: string;
  thread: string;
  /** ISO 8601; `null` = somebody else's words. */
  at: string | null;
  body: string;
  /** Which comment it is a 👍 to; `null` = it is none. */
  thumbOf: string | null;
  /** Where it ends in the text. */
  to: number;
}

/** In the order they stand. A comment of ours that somebody copied is theirs. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  const ours = new Set<string>();
  let [after, thread] = [topThread, topThread];
  let from = startOf(text);
  let wordsFrom = from;
  while (from < text.length) {
    const mark = markAt(text, from, ours);
    if (mark) {
      addWords(parts, { text, from: wordsFrom, to: from, after, thread });
      parts.push(mark.thumbOf === null ? mark : { ...mark, thread });
      if (mark.thumbOf === null) thread = mark.thread;
      // Behind a 👍 another comment begins: what was understood stays as it was.
      after = mark.thumbOf ?? mark.id;
      ours.add(mark.id);
    }
    from = mark?.to ?? endOfLine(text, from);
    if (mark) wordsFrom = from;
  }
  addWords(parts, { text, from: wordsFrom, to: text.length, after, thread });
  return parts;
}

function addWords(parts: Part[], of: { text: string; from: number; to: number; after: string; thread: string }): void {
  const body = of.text
    .slice(of.from, of.to)
    .replace(/^(?:[ \t]*\r?\n)+/, "")
    .trimEnd();
  if (body.trim() === "") return;
  const to = of.from + of.text.slice(of.from, of.to).trimEnd().length;
  parts.push({ id: `${of.after}+`, thread: of.thread, at: null, body, thumbOf: null, to: endOfLine(of.text, to) });
}

/** The comment or 👍 of ours whose line begins there. */
function markAt(text: string, from: number, ours: ReadonlySet<string>): Part | null {
  const to = endOfLine(text, from);
  const line = text.slice(from, to).replace(/\n$/, "");
  const thumb = reaction.exec(line);
  if (thumb) {
    const [, thumbOf = "", at = ""] = thumb;
    return { id: `${thumbOf}👍`, thread: "", at, body: "", thumbOf, to };
  }
  const [, id = "", thread = "", at = "", cr = ""] = opening.exec(line) ?? [];
  if (id === "" || ours.has(id)) return null;
  return { id, thread, at, thumbOf: null, ...bodyAt(text, { id, from: to, isCrLf: cr !== "" }) };
}

/** Without its end a comment goes to the next one's heading. */
function bodyAt(text: string, { id, from, isCrLf }: { id: string; from: number; isCrLf: boolean }): Pick<Part, "body" | "to"> {
  const found = text.indexOf(`<!-- /rollcall:said ${id} -->`, from);
  const end = found < 0 ? nextHeading(text, from) : found;
  const raw = text.slice(from, end);
  const lines = isCrLf ? raw.replaceAll("\r\n", "\n") : raw;
  const body = lines.replace(/^\n/, "").replace(/\n\n$/, "");
  return { body, to: found < 0 ? end : endOfLine(text, found) };
}

function nextHeading(text: string, from: number): number {
  let at = from;
  while (at < text.length && !opening.test(text.slice(at, endOfLine(text, at)).replace(/\n$/, ""))) at = endOfLine(text, at);
  return at;
}

/** What people write begins below the introduction. */
function startOf(text: string): number {
  const at = text.indexOf(introEnd);
  return at < 0 ? 0 : endOfLine(text, at);
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? text.length : at + 1;
}
