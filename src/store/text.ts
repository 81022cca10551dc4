import { createHash } from "node:crypto";

/** What a row is told by where its name is outside text, of any length. Hex. */
export function digestOf(text: string): string {
  // As JSON: half a surrogate pair has no bytes of its own.
  return sha256(JSON.stringify(text));
}

/** Hex, of the text's UTF-8 bytes. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** For a `text` column, which holds neither U+0000 nor half a surrogate pair. */
export function storableText(text: string): string {
  return text.replaceAll("\u0000", "\ufffd").toWellFormed();
}
