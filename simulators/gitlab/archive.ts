import { gzipSync } from "node:zlib";
import type { Blob, Commit } from "./repository.ts";

export interface ArchiveOptions {
  /** Name of the project: part of the folder everything stands in. */
  project: string;
  /** Empty = the whole repository. */
  path: string;
  lfs: boolean;
}

/** The folder of the archive, as GitLab names it when it is asked for by commit id. */
export function archiveName({ id }: Commit, { project, path }: ArchiveOptions): string {
  return [project, id, ...(path === "" ? [] : [path.replaceAll("/", "-")])].join("-");
}

/**
 * What `git archive --format=tar.gz` writes: a pax header with the commit's id, then folders and files, everything of a commit
 * but what `.gitattributes` keeps out of archives. `null` where the commit has no such path.
 */
export function archive(commit: Commit, options: ArchiveOptions): Buffer | null {
  const top = `${archiveName(commit, options)}/`;
  const files = Object.entries(commit.files)
    .filter(([path]) => options.path === "" || path === options.path || path.startsWith(`${options.path}/`))
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (files.length === 0) return null;
  const left = new Set(ignored(commit));
  const folders = new Set<string>([top]);
  const parts = [pax("pax_global_header", "g", { comment: commit.id }), header(top, { type: "5", size: 0 })];
  for (const [path, blob] of files.filter(([path]) => !left.has(path))) {
    for (const folder of parents(path)) {
      if (folders.has(folder)) continue;
      folders.add(folder);
      parts.push(entry(`${top}${folder}`, { type: "5", bytes: Buffer.alloc(0) }));
    }
    parts.push(entryOf(`${top}${path}`, blob, options.lfs));
  }
  const written = Buffer.concat(parts);
  // Whole records of 20 blocks, at least two blocks of zeros among them.
  const record = 10_240;
  const padded = Math.ceil((written.length + 1024) / record) * record;
  return gzipSync(Buffer.concat([written, Buffer.alloc(padded - written.length)]));
}

function entryOf(path: string, { mode, content, lfs }: Blob, withLfs: boolean): Buffer {
  if (mode === "160000") return entry(`${path}/`, { type: "5", bytes: Buffer.alloc(0) });
  if (mode === "120000") return entry(path, { type: "2", bytes: Buffer.alloc(0), link: content });
  return entry(path, { type: "0", bytes: Buffer.from(withLfs && lfs !== undefined ? lfs : content) });
}

function entry(path: string, { type, bytes, link = "" }: { type: string; bytes: Buffer; link?: string }): Buffer {
  const long = Buffer.byteLength(path) > 100;
  const shown = long ? `${path.slice(0, 60)}.data` : path;
  const head = long ? [pax(`${path.slice(0, 60)}.paxheader`, "x", { path })] : [];
  return Buffer.concat([...head, header(shown, { type, size: bytes.length, link }), block(bytes)]);
}

function pax(name: string, type: string, records: Record<string, string>): Buffer {
  const body = Buffer.concat(Object.entries(records).map(([key, value]) => record(`${key}=${value}\n`)));
  return Buffer.concat([header(name, { type, size: body.length }), block(body)]);
}

/** Its own length, its digits among it, stands before it. */
function record(text: string): Buffer {
  const rest = Buffer.byteLength(text) + 1;
  let length = rest + String(rest).length;
  if (String(length).length > String(rest).length) length = rest + String(length).length;
  return Buffer.from(`${length} ${text}`);
}

function header(name: string, { type, size, link = "" }: { type: string; size: number; link?: string }): Buffer {
  const bytes = Buffer.alloc(512);
  bytes.write(name, 0, 100);
  bytes.write(type === "5" ? "0000775" : "0000664", 100);
  bytes.write("0000000\x000000000\0", 108, "latin1");
  bytes.write(size.toString(8).padStart(11, "0"), 124);
  bytes.write("14700000000", 136);
  bytes.write("        ", 148);
  bytes.write(type, 156);
  bytes.write(link, 157, 100);
  bytes.write("ustar\x0000", 257, "latin1");
  bytes.write("root", 265);
  bytes.write("root", 297);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(7, "0")}\0`, 148, "latin1");
  return bytes;
}

function block(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

function parents(path: string): string[] {
  const steps = path.split("/").slice(0, -1);
  return steps.map((_, index) => `${steps.slice(0, index + 1).join("/")}/`);
}

/** Paths that `.gitattributes` at the top names with `export-ignore`. */
function ignored({ files }: Commit): string[] {
  const lines = (files[".gitattributes"]?.content ?? "").split("\n");
  return lines.filter((line) => line.endsWith(" export-ignore")).map((line) => line.split(" ")[0] ?? "");
}
