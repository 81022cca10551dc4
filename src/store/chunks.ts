import { promisify } from "node:util";
import { gunzipSync, gzip } from "node:zlib";
import type { KeptRows, Row } from "../model/source.ts";

const compress = promisify(gzip);

/** Compressed side by side, in the order they came: a few at a time, so that memory does not grow with the list. */
export async function* compressed(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  const ahead: Promise<Buffer>[] = [];
  for (const piece of pieces) {
    // Level 1: four times as fast as the default, and a tenth larger.
    ahead.push(compress(piece, { level: 1 }));
    const first = ahead.length > 3 ? ahead.shift() : undefined;
    if (first) yield await first;
  }
  for (const rest of ahead) yield await rest;
}

/** The same as one value: gzip may be joined end to end. */
export async function allCompressed(pieces: Iterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of compressed(pieces)) parts.push(part);
  return Buffer.concat(parts);
}

/** Values as lines of JSON, in pieces of about a mebibyte. */
export function* linesInPieces(values: Iterable<string>): Generator<Buffer> {
  let text = "";
  for (const value of values) {
    text += `${value}\n`;
    if (text.length < 1 << 20) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
}

/** The lines of one compressed piece; nothing at all has none. */
export function* linesOf(piece: Buffer): Generator<string> {
  if (piece.length === 0) return;
  const text = gunzipSync(piece).toString("utf8");
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    yield text.slice(at, end);
    at = end + 1;
  }
}

/** Rows of a stored snapshot, as a reading gave them. Compressed in memory until somebody asks for them. */
export class StoredRows implements KeptRows {
  readonly #parts: ReadonlyMap<string, readonly Buffer[]>;

  constructor(parts: ReadonlyMap<string, readonly Buffer[]>) {
    this.#parts = parts;
  }

  *of(source: string): Generator<Row> {
    for (const part of this.#parts.get(source) ?? []) for (const line of linesOf(part)) yield JSON.parse(line) as Row;
  }
}
