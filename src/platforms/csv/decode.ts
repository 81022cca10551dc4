import { configurationError } from "../../model/errors.ts";

/** What a file really is that was saved under the name of an export: first bytes → what it is called. */
const others: readonly [string, string][] = [
  ["PK\u0003\u0004", "an Excel workbook (or another zip file)"],
  ["\u00d0\u00cf\u0011\u00e0", "an old Excel workbook"],
  ["\u001f\u008b", "a compressed file"],
  ["%PDF", "a PDF"],
];

/**
 * Bytes of an export as text: UTF-8 with or without byte-order mark, UTF-16 either way round, else Windows-1252, in which every
 * Excel of western Europe and America writes. @param file its name in messages
 * @throws configuration error for what is no CSV: an empty file, a page of HTML, a workbook, JSON
 */
export function decodeExport(bytes: Uint8Array, file: string): string {
  const start = String.fromCharCode(...bytes.subarray(0, 4));
  const other = others.find(([magic]) => start.startsWith(magic));
  if (other) throw configurationError(`${file} is ${other[1]}, not CSV`, "open it and save it as CSV (UTF-8)");
  const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  if (text.trim() === "")
    throw configurationError(`${file} is empty`, "export it again; an export of nobody has a first row too");
  refusePages(text, file);
  // Five bytes mean nothing in Windows-1252 and come out as control characters: then it is something else altogether.
  if (/[\0\u0081\u008d\u008f\u0090\u009d]/.test(text)) {
    throw configurationError(`${file} is neither UTF-8, UTF-16 nor Windows-1252 text`, "export it again as CSV (UTF-8)");
  }
  return text;
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const guess = withoutMark(bytes);
  if (guess) return guess;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}

/** UTF-16 without a mark: every second byte of the first row is nearly always 0. */
function withoutMark(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, Math.min(bytes.length, 1000) & ~1);
  if (head.length < 4 || bytes.length % 2 === 1) return null;
  const zeros = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > head.length / 4 && even === 0) return "utf-16le";
  return even > head.length / 4 && odd === 0 ? "utf-16be" : null;
}

function refusePages(text: string, file: string): void {
  const head = text.slice(0, 2000).trimStart();
  if (/^<(?:!doctype\s+html|html|head|body|script|!--)/i.test(head)) {
    throw configurationError(
      `${file} is a page of HTML, not CSV: a login page?`,
      "sign in, export again, and look into the file",
    );
  }
  if (head.startsWith("<")) throw configurationError(`${file} is XML, not CSV`, "export it as CSV");
  if (/^[[{]/.test(head))
    throw configurationError(`${file} is JSON, not CSV`, "export it as CSV; an answer that tells of an error is JSON too");
}
