/** Columns a text takes in a terminal, and cutting and wrapping by them. Texts hold no control characters (`visibleText`). */

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const plain = /^[\x20-\x7e]*$/;
const weightless = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u;
const picture = /\p{Emoji_Presentation}|\ufe0f/u;
/** Wide and full-width blocks (Unicode Standard Annex #11): Hangul, CJK, kana, Yi, full-width forms. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;

export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

function graphemeWidth(grapheme: string): number {
  if (picture.test(grapheme)) return 2;
  let width = 0;
  for (const character of grapheme) width += weightless.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/** At most `width` columns; what is cut ends in an ellipsis. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width < 1 ? "" : `${head(text, width - 1)}…`;
}

/** Padded with spaces to `width` columns, or cut to them. */
export function fitToWidth(text: string, width: number): string {
  const cut = cutToWidth(text, width);
  return cut + " ".repeat(Math.max(0, width - displayWidth(cut)));
}

/** Lines of at most `width` columns (a character wider than that stands alone), broken at spaces, and inside a word only where it is longer than a line. */
export function wrapToWidth(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (displayWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = chopped(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  return [...lines, line];
}

/** In one pass: a word may be 10 kB long. */
function chopped(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  let taken = 0;
  for (const { segment } of graphemes.segment(word)) {
    const added = graphemeWidth(segment);
    if (taken + added > width && piece !== "") {
      pieces.push(piece);
      piece = "";
      taken = 0;
    }
    piece += segment;
    taken += added;
  }
  return [...pieces, piece];
}

/** The longest beginning of whole graphemes that takes at most `width` columns. */
function head(text: string, width: number): string {
  let taken = 0;
  let end = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    taken += graphemeWidth(segment);
    if (taken > width) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
