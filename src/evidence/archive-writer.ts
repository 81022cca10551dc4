import { Readable } from "node:stream";
import { ZipFile } from "yazl";

/** One file to be put into an archive. Asked for its bytes when its turn comes: earlier files are written by then. */
export interface NewFile {
  path: string;
  bytes(): Iterable<Buffer> | AsyncIterable<Buffer>;
}

/** Times in an archive are of whoever reads its clock; this is the first one there can be, in any zone. */
const noTime = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true, compress: false } as const;

/**
 * The bytes of an archive: a zip of stored files in the order given, without times. The same files give the same bytes, on every machine.
 * @throws what getting the bytes of a file throws
 */
export async function* archiveOf(files: Iterable<NewFile>): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  zip.on("error", (error: Error) => out.destroy(error));
  for (const file of files) {
    zip.addReadStreamLazy(file.path, noTime, (give) => {
      const bytes = Readable.from(file.bytes(), { objectMode: false });
      bytes.on("error", (error) => out.destroy(error));
      give(null, bytes);
    });
  }
  zip.end();
  yield* out as AsyncIterable<Buffer>;
}
