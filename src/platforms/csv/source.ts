import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { mebibyte } from "../../core/text-file.ts";
import type { SystemConfig } from "../../model/config.ts";
import { configurationError } from "../../model/errors.ts";
import type { Row } from "../../model/source.ts";
import type { Connection, Listing } from "../platform.ts";
import { decodeExport } from "./decode.ts";
import type { CsvSettings } from "./settings.ts";
import { readTable } from "./table.ts";

export const sourceName = "export";

const largest = 64 * mebibyte;
const pageSize = 1000;

/** The file as a connection: one source, no request. */
export function connectFile(system: SystemConfig): Connection {
  const settings = system.settings as CsvSettings;
  const path = resolve(system.folder, settings.file);
  const listing: Listing = {
    name: sourceName,
    query: `file ${settings.file}`,
    right: `the right to read ${settings.file}`,
    async *pages({ signal }): AsyncGenerator<Row[]> {
      signal.throwIfAborted();
      const rows = readTable(decodeExport(await bytesOf(path, settings.file), settings.file), settings.file, settings);
      for (let at = 0; at < rows.length; at += pageSize) yield rows.slice(at, at + pageSize);
    },
  };
  return {
    listings: [listing],
    async whoAmI() {
      const { mtime, size } = await orExplain(settings.file, () => stat(path));
      return { who: `a reader of ${settings.file}, ${size} bytes, written ${mtime.toISOString().slice(0, 10)}`, scopes: null };
    },
  };
}

async function bytesOf(path: string, file: string): Promise<Uint8Array> {
  const { size, isFolder } = await orExplain(file, async () => {
    const info = await stat(path);
    return { size: info.size, isFolder: info.isDirectory() };
  });
  if (isFolder) throw configurationError(`${file} is a folder`, "name the export itself");
  if (size > largest) throw configurationError(`${file} is larger than 64 MiB`, "is it the right file?");
  return orExplain(file, () => readFile(path));
}

async function orExplain<T>(file: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    const why = code === "ENOENT" ? "is not there" : code === "EACCES" ? "may not be read" : `cannot be read (${code})`;
    throw configurationError(`${file} ${why}`, "export it, or correct file: of this system in rollcall.yaml", error);
  }
}
