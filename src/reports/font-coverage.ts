/**
 * The characters a TrueType font has glyphs for, read from its `cmap` table (OpenType specification, formats 4 and 12).
 * @throws where the font has neither
 */
export function fontCoverage(font: Uint8Array): (codePoint: number) => boolean {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableAt(view, "cmap");
  const found = new Set<number>();
  const tables = Array.from({ length: view.getUint16(cmap + 2) }, (_, index) => cmap + view.getUint32(cmap + 8 + index * 8));
  for (const table of new Set(tables)) {
    const format = view.getUint16(table);
    if (format === 4) segments(view, table, found);
    if (format === 12) groups(view, table, found);
  }
  if (found.size === 0) throw new Error("the font tells of no characters");
  return (codePoint) => found.has(codePoint);
}

function tableAt(view: DataView, tag: string): number {
  for (let index = 0; index < view.getUint16(4); index++) {
    const at = 12 + index * 16;
    const name = String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
    if (name === tag) return view.getUint32(at + 8);
  }
  throw new Error(`the font has no table ${tag}`);
}

/** Format 4: the first 65,536 characters, in segments; each is its distance to a glyph, or points into an array of them. */
function segments(view: DataView, table: number, found: Set<number>): void {
  const size = view.getUint16(table + 6);
  for (let segment = 0; segment < size; segment += 2) {
    const last = view.getUint16(table + 14 + segment);
    const first = view.getUint16(table + 16 + size + segment);
    const delta = view.getUint16(table + 16 + 2 * size + segment);
    const place = table + 16 + 3 * size + segment;
    const offset = view.getUint16(place);
    for (let character = first; character <= last && character < 0xffff; character++) {
      const glyph = offset === 0 ? character + delta : view.getUint16(place + offset + (character - first) * 2);
      if ((glyph & 0xffff) !== 0) found.add(character);
    }
  }
}

/** Format 12: characters of any plane, in groups of neighbours. */
function groups(view: DataView, table: number, found: Set<number>): void {
  for (let group = 0; group < view.getUint32(table + 12); group++) {
    const at = table + 16 + group * 12;
    for (let character = view.getUint32(at); character <= view.getUint32(at + 4); character++) found.add(character);
  }
}
