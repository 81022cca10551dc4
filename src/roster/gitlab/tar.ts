import { paxRecords, TarError } from "./pax.ts";

/** One entry of an archive. Whatever is neither file, folder nor link is refused: git archives hold nothing else. */
export interface TarEntry {
  /** Relative, with `/`, without one at its end. Never leads out of the archive. */
  path: string;
  kind: "file" | "directory" | "link";
  bytes: Uint8Array;
}

export interface Tar {
  entries: TarEntry[];
  /** The commit `git archive` made it from, where it says so. */
  commit: string | null;
}

const block = 512;
/** More entries than any roster has: an archive that never ends. */
const mostEntries = 200_000;

/**
 * Reads a tar archive as `git archive` writes it: POSIX ustar with pax headers (IEEE Std 1003.1, pax "Interchange Format").
 * Strict, since whoever may write to the repository decides what is in it: a header that is damaged, a size beyond the end, an
 * end that is missing, a path that leads out, a name twice or a kind of entry that git does not write is an error, never skipped.
 * Nothing is written to disk. @throws TarError
 */
export function readTar(archive: Uint8Array): Tar {
  const tar: Tar = { entries: [], commit: null };
  const seen = new Set<string>();
  let pending: ReadonlyMap<string, string> = new Map();
  for (let at = 0; ; ) {
    if (at + block > archive.length) throw new TarError("it breaks off before its end mark");
    const header = archive.subarray(at, at + block);
    if (isZero(header)) {
      checkEnd(archive.subarray(at), pending);
      return tar;
    }
    const { type, size, ...named } = readHeader(header);
    const bytes = archive.subarray(at + block, at + block + size);
    if (bytes.length < size) throw new TarError(`it breaks off inside ${shown(named.name)}`);
    at += block + Math.ceil(size / block) * block;
    if (type === "g") tar.commit = paxRecords(bytes).get("comment") ?? tar.commit;
    else if (type === "x") pending = paxRecords(bytes);
    else {
      add(tar, entryOf({ name: named.name, type, bytes }, pending), seen);
      pending = new Map();
    }
  }
}

interface Header {
  name: string;
  type: string;
  size: number;
}

function readHeader(header: Uint8Array): Header {
  if (sumOf(header) !== octal(header.subarray(148, 156), "checksum")) throw new TarError("a header is damaged (checksum)");
  // "ustar\0" is POSIX; GNU's own form ("ustar ") means other things by the same bytes.
  if (text(header.subarray(257, 263)) !== "ustar" || header[262] !== 0) throw new TarError("it is no POSIX tar (ustar)");
  const prefix = text(header.subarray(345, 500));
  const name = text(header.subarray(0, 100));
  const type = String.fromCharCode(header[156] ?? 0);
  return { name: prefix === "" ? name : `${prefix}/${name}`, type, size: octal(header.subarray(124, 136), "size") };
}

function entryOf(
  { name, type, bytes }: Omit<Header, "size"> & { bytes: Uint8Array },
  pax: ReadonlyMap<string, string>,
): TarEntry {
  const path = safePath(pax.get("path") ?? name);
  const told = pax.get("size");
  if (told !== undefined && told !== String(bytes.length))
    throw new TarError(`the size of ${shown(path)} is said twice, differently`);
  if (type === "0" || type === "\0") return { path, kind: "file", bytes };
  if (bytes.length > 0) throw new TarError(`${shown(path)} is no file and has content`);
  if (type === "5") return { path, kind: "directory", bytes };
  if (type === "2") return { path, kind: "link", bytes };
  throw new TarError(`${shown(path)} is of a kind git does not write (type ${JSON.stringify(type)})`);
}

function add(tar: Tar, entry: TarEntry, seen: Set<string>): void {
  if (seen.has(entry.path)) throw new TarError(`${shown(entry.path)} stands in it twice`);
  if (seen.size >= mostEntries) throw new TarError(`it has more than ${mostEntries} entries`);
  seen.add(entry.path);
  tar.entries.push(entry);
}

/** Two blocks of zeros end an archive, and nothing follows but more of them. */
function checkEnd(rest: Uint8Array, pending: ReadonlyMap<string, string>): void {
  if (rest.length < 2 * block) throw new TarError("it breaks off inside its end mark");
  if (!isZero(rest)) throw new TarError("something follows its end mark");
  if (pending.size > 0) throw new TarError("a pax header stands before nothing");
}

function safePath(path: string): string {
  const plain = path.replace(/\/$/, "");
  const steps = plain.split("/");
  if (plain === "" || path.includes("\0") || steps.some((step) => step === "" || step === "." || step === ".."))
    throw new TarError(`${shown(path)} is a path that leads out of it`);
  return plain;
}

/** Up to the first NUL. */
function text(field: Uint8Array): string {
  const end = field.indexOf(0);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(end < 0 ? field : field.subarray(0, end));
  } catch {
    throw new TarError("a name in it is not UTF-8");
  }
}

/** Digits, then NUL or space. GNU's binary numbers (for 8 GiB and more) are none. */
function octal(field: Uint8Array, what: string): number {
  const digits = /^ *([0-7]+)[ \0]*$/.exec(String.fromCharCode(...field))?.[1];
  if (digits === undefined) throw new TarError(`a header is damaged (${what})`);
  return Number.parseInt(digits, 8);
}

/** Of all bytes, the checksum's own counted as spaces. */
function sumOf(header: Uint8Array): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function shown(path: string): string {
  return JSON.stringify(path.length > 80 ? `${path.slice(0, 80)}…` : path);
}
