import type { Problem } from "./problem.ts";

export const mebibyte = 1024 * 1024;

/** Bytes of a file as text, without byte-order mark. @returns `null` with a problem noted where it is too large or not UTF-8 */
export function decodeText(bytes: Uint8Array, options: { file: string; limit: number; problems: Problem[] }): string | null {
  const { file, limit, problems } = options;
  if (bytes.length > limit) {
    problems.push({ file, line: 1, message: `larger than ${limit / mebibyte} MiB: not read` });
    return null;
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const nul = text.indexOf("\0");
    if (nul < 0) return text;
    problems.push({ file, line: lineOf(text, nul), message: "holds a NUL character: is this a text file in UTF-8?" });
  } catch {
    problems.push({ file, line: brokenLine(bytes), message: "not UTF-8: save the file as UTF-8" });
  }
  return null;
}

/** Line (from 1) of a place in a text. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}

/** The first line that is no UTF-8: bytes are decoded up to ever more lines. */
function brokenLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, from);
    const to = end < 0 ? bytes.length : end;
    try {
      decoder.decode(bytes.subarray(from, to));
    } catch {
      return line;
    }
    from = to + 1;
  }
  return 1;
}
