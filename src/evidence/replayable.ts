import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Manifest } from "../model/evidence.ts";
import type { SealedReading } from "../model/sealed-reading.ts";
import type { KeptRows } from "../model/source.ts";
import { openBundle } from "./bundle.ts";
import { linesOfFile } from "./lines.ts";
import { sealedReadings } from "./sealed-readings.ts";

/** Where rows are put to be gone through. */
export interface RowsPlace extends KeptRows {
  put(source: string, bytes: AsyncIterable<Buffer>): Promise<void>;
}

/** A bundle, open for its findings to be derived again. Verify it first. */
export interface Replayable {
  audit: string;
  manifest: Manifest;
  readings: SealedReading[];
  rows(reading: SealedReading): Promise<KeptRows>;
  text(path: string): Promise<string>;
  lines(path: string): Promise<string[]>;
  close(): void;
}

/** @param newRows makes an empty place for the rows of one reading */
export async function openToReplay(file: string, newRows: () => RowsPlace): Promise<Replayable> {
  const { archive, manifest, close } = await openBundle(file);
  const unpacked = (path: string): AsyncIterable<Buffer> =>
    path.endsWith(".gz") ? Readable.from(archive.bytes(path)).pipe(createGunzip()) : archive.bytes(path);
  return {
    audit: manifest.audit,
    manifest,
    readings: await sealedReadings(archive),
    async rows({ sources }) {
      const rows = newRows();
      for (const source of sources) if (source.file !== null) await rows.put(source.name, unpacked(source.file));
      return rows;
    },
    text: async (path) => (await archive.whole(path)).toString("utf8"),
    async lines(path) {
      const lines: string[] = [];
      for await (const line of linesOfFile(unpacked(path))) lines.push(line);
      return lines;
    },
    close,
  };
}
