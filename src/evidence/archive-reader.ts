import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { archiveOf } from "./archive-writer.ts";

/** A file of an archive, as the archive's directory tells. */
export interface ArchivedFile {
  path: string;
  size: number;
  /** Of its own header, from the beginning of the archive. */
  offset: number;
}

/** Why something is no archive of ours. `name`: what is wrong is the name of a file in it. */
export class ArchiveError extends Error {
  readonly is: "damaged" | "name" | "missing";

  constructor(is: ArchiveError["is"], message: string) {
    super(message);
    this.name = "ArchiveError";
    this.is = is;
  }
}

/** An archive on disk, open. Nothing of it is ever unpacked under a name it gives. */
export class Archive {
  readonly #file: string;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly size: number;
  /** In the order of its directory. */
  readonly files: readonly ArchivedFile[];

  constructor(file: string, zip: ZipFile, of: { entries: ReadonlyMap<string, Entry>; size: number }) {
    this.#file = file;
    this.#zip = zip;
    this.#entries = of.entries;
    this.size = of.size;
    this.files = Array.from(of.entries, ([path, entry]) => ({
      path,
      size: entry.uncompressedSize,
      offset: entry.relativeOffsetOfLocalHeader,
    }));
  }

  has(path: string): boolean {
    return this.#entries.has(path);
  }

  /** @throws ArchiveError */
  async *bytes(path: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(path);
    if (!entry) throw new ArchiveError("missing", `there is no ${path} in it`);
    if (entry.compressionMethod !== 0 || entry.isEncrypted()) throw new ArchiveError("damaged", `${path} is not stored as it is`);
    try {
      yield* (await this.#zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
    } catch (error) {
      throw new ArchiveError("damaged", `${path} cannot be read: ${(error as Error).message}`);
    }
  }

  /** All of a file that is known to be small. @throws ArchiveError, also where it is larger than `most` bytes */
  async whole(path: string, most = 64 << 20): Promise<Buffer> {
    const size = this.#entries.get(path)?.uncompressedSize ?? 0;
    if (size > most) throw new ArchiveError("damaged", `${path} is larger than anything of its kind`);
    const parts: Buffer[] = [];
    for await (const part of this.bytes(path)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** Every byte of the archive itself. */
  raw(): AsyncIterable<Buffer> {
    return createReadStream(this.#file) as AsyncIterable<Buffer>;
  }

  /**
   * Makes the archive again from its files, and holds every byte against it.
   * @returns the first place that differs, from the beginning; `null` = none does
   */
  async firstDifference(): Promise<number | null> {
    const again = archiveOf(this.files.map(({ path }) => ({ path, bytes: () => this.bytes(path) })));
    return firstDifference(again, this.raw());
  }

  close(): void {
    this.#zip.close();
  }
}

/** @throws ArchiveError where it is no archive; what the file system throws */
export async function openArchive(file: string): Promise<Archive> {
  const { size } = await stat(file);
  const zip = await opened(file);
  try {
    return new Archive(file, zip, { entries: await entriesOf(zip), size });
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function opened(file: string): Promise<ZipFile> {
  try {
    return await openPromise(file, { autoClose: false, lazyEntries: true, strictFileNames: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code) throw error;
    throw new ArchiveError("damaged", `it is no whole archive: ${message}`);
  }
}

/** Folders and files of letters, digits, dots and dashes; none that leads out of where it is. */
const safePath = /^(?:[A-Za-z0-9_][\w.-]*\/)*[A-Za-z0-9_][\w.-]*$/;

const mostFiles = 10_000;

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName: path } = entry;
      if (!safePath.test(path)) throw new ArchiveError("name", `a file in it has the name ${JSON.stringify(path)}`);
      if (entries.has(path)) throw new ArchiveError("damaged", `${path} is in it twice`);
      if (entries.size === mostFiles) throw new ArchiveError("damaged", `more than ${mostFiles} files are in it`);
      entries.set(path, entry);
    }
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    const { message } = error as Error;
    const isName = /^(invalid characters in fileName|absolute path|invalid relative path)/.test(message);
    throw new ArchiveError(isName ? "name" : "damaged", isName ? message : `its directory is damaged: ${message}`);
  }
  return entries;
}

/** Holds two streams of bytes against each other, however they are cut. */
async function firstDifference(one: AsyncIterable<Buffer>, other: AsyncIterable<Buffer>): Promise<number | null> {
  const sides = [one, other].map((side) => ({ from: side[Symbol.asyncIterator](), rest: Buffer.alloc(0) as Buffer }));
  const [left, right] = sides as [(typeof sides)[number], (typeof sides)[number]];
  try {
    for (let at = 0; ; ) {
      for (const side of sides) if (side.rest.length === 0) side.rest = (await side.from.next()).value ?? Buffer.alloc(0);
      const length = Math.min(left.rest.length, right.rest.length);
      if (length === 0) return left.rest.length === right.rest.length ? null : at;
      if (left.rest.compare(right.rest, 0, length, 0, length) !== 0) {
        for (let index = 0; ; index += 1) if (left.rest[index] !== right.rest[index]) return at + index;
      }
      at += length;
      for (const side of sides) side.rest = side.rest.subarray(length);
    }
  } finally {
    await Promise.all(sides.map(({ from }) => from.return?.()));
  }
}
