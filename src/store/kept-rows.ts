import { createHash, type Hash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { machineError } from "../model/errors.ts";
import { canonicalJson, compareIds } from "../model/json.ts";
import type { KeptRows, Row } from "../model/source.ts";

/** What a finished listing is on disk. `repeated` is the first id that came twice: the list moved while it was read. */
export interface KeptListing {
  rows: number;
  sha256: string;
  repeated: string | null;
}

/** Small while a list comes in order, so that rows die young; large once it does not, so that there are few runs to merge. */
const batchInOrder = 1000;
const batchOutOfOrder = 50_000;

/**
 * Writes one listing as canonical JSON lines ordered by id, in bounded memory. Platforms mostly list by ascending id, so
 * batches usually form one run, which is the file; a list in another order becomes several sorted runs, merged at the end.
 */
export class RowWriter {
  readonly #path: string;
  #batch: Row[] = [];
  #runs: Run[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  append(rows: readonly Row[]): void {
    for (const row of rows) this.#batch.push(row);
    if (this.#batch.length >= (this.#runs.length > 1 ? batchOutOfOrder : batchInOrder)) this.#flush();
  }

  /** Ends the listing. @throws machine error where the disk is full or not writable */
  finish(): KeptListing {
    this.#flush();
    for (const run of this.#runs) run.close();
    if (this.#runs.length > 1) return this.#merge();
    const run = this.#runs[0];
    if (!run) {
      // An earlier reading of the same listing may have had some.
      rmSync(this.#path, { force: true });
      return { rows: 0, sha256: createHash("sha256").digest("hex"), repeated: null };
    }
    renameSync(run.path, this.#path);
    return run.kept();
  }

  /** Throws away what was written: the listing is read again, or was cut. */
  discard(): void {
    for (const run of this.#runs) {
      run.close();
      rmSync(run.path, { force: true });
    }
    this.#runs = [];
    this.#batch = [];
  }

  #flush(): void {
    const batch = this.#batch.sort((a, b) => compareIds(a.id, b.id));
    this.#batch = [];
    const first = batch[0];
    if (!first) return;
    let run = this.#runs.at(-1);
    if (!run?.continuesWith(first.id)) {
      run?.close();
      run = new Run(`${this.#path}.run-${this.#runs.length}`);
      this.#runs.push(run);
    }
    for (const row of batch) run.add(row.id, canonicalJson(row));
  }

  #merge(): KeptListing {
    const merged = new Run(`${this.#path}.merged`);
    for (const [id, line] of mergeRuns(this.#runs.map((run) => run.path))) merged.add(id, line);
    merged.close();
    for (const run of this.#runs) rmSync(run.path);
    renameSync(merged.path, this.#path);
    return merged.kept();
  }
}

/** One file of lines in id order, hashed as it is written. */
class Run {
  readonly path: string;
  readonly #file: number;
  readonly #hash: Hash = createHash("sha256");
  #open = true;
  #pending = "";
  #rows = 0;
  #lastId: string | null = null;
  #repeated: string | null = null;

  constructor(path: string) {
    this.path = path;
    this.#file = onDisk(path, () => openSync(path, "w", 0o600));
  }

  continuesWith(id: string): boolean {
    return this.#lastId === null || compareIds(this.#lastId, id) <= 0;
  }

  add(id: string, line: string): void {
    if (id === this.#lastId) this.#repeated ??= id;
    this.#lastId = id;
    this.#rows += 1;
    this.#pending += `${line}\n`;
    if (this.#pending.length > 1 << 20) this.#write();
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    try {
      this.#write();
    } finally {
      closeSync(this.#file);
    }
  }

  kept(): KeptListing {
    return { rows: this.#rows, sha256: this.#hash.digest("hex"), repeated: this.#repeated };
  }

  #write(): void {
    const bytes = Buffer.from(this.#pending);
    this.#pending = "";
    this.#hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += onDisk(this.path, () => writeSync(this.#file, bytes, at));
  }
}

function* mergeRuns(paths: string[]): Generator<[string, string]> {
  const heads = paths.map((path) => linesOf(path)).map((lines) => ({ lines, at: nextLine(lines) }));
  for (;;) {
    let least: (typeof heads)[number] | null = null;
    for (const head of heads) {
      if (head.at && (!least?.at || compareIds(head.at[0], least.at[0]) < 0)) least = head;
    }
    if (!least?.at) return;
    yield least.at;
    least.at = nextLine(least.lines);
  }
}

function nextLine(lines: Iterator<string>): [string, string] | null {
  const next = lines.next();
  return next.done ? null : [(JSON.parse(next.value) as Row).id, next.value];
}

function* linesOf(path: string): Generator<string> {
  for (const piece of piecesOf(path)) yield* piece.toString("utf8", 0, piece.length - 1).split("\n");
}

/** The file in pieces of whole lines: cut at a line end, never inside a multi-byte character. */
function* piecesOf(path: string): Generator<Buffer> {
  const file = openSync(path, "r");
  try {
    const chunk = Buffer.alloc(1 << 20);
    let rest = Buffer.alloc(0);
    for (;;) {
      const length = readSync(file, chunk);
      if (length === 0) return;
      const bytes = Buffer.concat([rest, chunk.subarray(0, length)]);
      const end = bytes.lastIndexOf(10) + 1;
      if (end > 0) yield bytes.subarray(0, end);
      rest = Buffer.from(bytes.subarray(end));
    }
  } finally {
    closeSync(file);
  }
}

/** The folder of one reading: a `.jsonl` file a source. */
export class RowFolder implements KeptRows {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  writer(source: string): RowWriter {
    return new RowWriter(this.#path(source));
  }

  /** Takes rows that are canonical lines in their order already, as somebody kept them. */
  async put(source: string, bytes: AsyncIterable<Buffer>): Promise<void> {
    const path = this.#path(source);
    const file = onDisk(path, () => openSync(path, "w", 0o600));
    try {
      for await (const chunk of bytes) for (let at = 0; at < chunk.length; ) at += onDisk(path, () => writeSync(file, chunk, at));
    } finally {
      closeSync(file);
    }
  }

  /** Forgets a listing that turned out not to be whole. */
  drop(source: string): void {
    rmSync(this.#path(source), { force: true });
  }

  *of(source: string): Generator<Row> {
    for (const line of this.#read(source, linesOf)) yield JSON.parse(line) as Row;
  }

  /** The bytes its hash is over, in pieces of whole lines. */
  pieces(source: string): Generator<Buffer> {
    return this.#read(source, piecesOf);
  }

  *#read<T>(source: string, read: (path: string) => Iterable<T>): Generator<T> {
    try {
      yield* read(this.#path(source));
    } catch (error) {
      // A source that was not read, or had no rows, has no file.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }

  #path(source: string): string {
    return join(this.#folder, `${source}.jsonl`);
  }
}

/** A fresh folder whose path starts with `prefix`. @throws machine error where it cannot be made */
export function temporaryFolder(prefix: string): string {
  return onDisk(dirname(prefix), () => mkdtempSync(prefix));
}

const diskTroubles: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "files may not be that large here",
  EACCES: "permission denied",
  EROFS: "it is read-only",
  ENOENT: "there is no such folder",
  ENOTDIR: "it is not a folder",
};

function onDisk<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw machineError(
      `cannot keep the rows read in ${path}: ${diskTroubles[code] ?? code}`,
      "free some space there, or set TMPDIR to a folder with room",
      error,
    );
  }
}
