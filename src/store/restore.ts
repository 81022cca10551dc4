import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import type { ClientBase } from "pg";
import { configurationError, type RollcallError, usageError } from "../model/errors.ts";
import { type BackupHeader, backupFormat, type Counts } from "./backup.ts";
import { copyIn } from "./copy.ts";
import type { Database } from "./database.ts";
import { lockShape, migrateWithin, tooNew, versionOf } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { schema, tables } from "./tables.ts";

export interface RestoreOptions {
  file: string;
  /** Put it in the place of what is there. */
  replace: boolean;
  /** ISO 8601, for migrations that are made. */
  at: string;
}

/**
 * Puts a backup into an empty database, whole or not at all, and brings it to this Rollcall's tables.
 * @throws usage error where the database is not empty; configuration error where the file is no whole backup
 */
export function restore(database: Database, options: RestoreOptions): Promise<Counts> {
  return database.connected(async (client) => {
    await client.query("begin");
    try {
      const counts = await restoreWithin(client, options);
      await client.query("commit");
      return counts;
    } catch (error) {
      await client.query("rollback").catch(() => {});
      throw error;
    }
  });
}

async function restoreWithin(client: ClientBase, { file, replace, at }: RestoreOptions): Promise<Counts> {
  const lines = new Lines(file);
  const header = (await lines.json()) as Partial<BackupHeader>;
  if (header.format !== backupFormat || !header.schema) throw notABackup(file);
  if (header.schema > migrations.length) throw tooNew(header.schema);
  await lockShape(client);
  if (!replace && !(await isEmpty(client))) {
    throw usageError("this database is not empty", "restore into an empty one, or --replace what is there: it is lost then");
  }
  await client.query(`drop schema if exists ${schema} cascade`);
  await migrateWithin(client, { at, steps: migrations.slice(0, header.schema) });
  const counts: Counts = {};
  for (;;) {
    const next = (await lines.json()) as { table?: string; columns?: string[]; end?: true; rows?: Counts };
    if (next.end) {
      checkCounts(file, counts, next.rows ?? {});
      break;
    }
    const table = tables.find((name) => name === next.table);
    if (!table || !next.columns?.every((name) => /^[a-z_0-9]+$/.test(name))) throw notABackup(file);
    let rows = 0;
    const counted = lines.untilEnd(() => {
      rows += 1;
    });
    await copyIn(client, `copy ${schema}.${table} (${next.columns.join(", ")}) from stdin`, counted);
    counts[table] = rows;
  }
  await migrateWithin(client, { at });
  return counts;
}

async function isEmpty(client: ClientBase): Promise<boolean> {
  if ((await versionOf(client)) === 0) return true;
  const { rows } = await client.query<{ empty: boolean }>(`select not exists (select from ${schema}.audits) as empty`);
  return rows[0]?.empty === true;
}

function checkCounts(file: string, found: Counts, said: Counts): void {
  const wrong = Object.keys(said).find((table) => found[table] !== said[table]);
  if (wrong)
    throw configurationError(`the backup ${file} is not whole: ${wrong} has ${found[wrong] ?? 0} rows of ${said[wrong]}`);
}

function notABackup(file: string): RollcallError {
  return configurationError(`${file} is no backup of Rollcall`, "rollcall db backup makes one");
}

/** The lines of a backup, one after the other. */
class Lines {
  readonly #file: string;
  readonly #lines: AsyncGenerator<Buffer>;

  constructor(file: string) {
    this.#file = file;
    this.#lines = unzippedLines(file);
  }

  async #next(): Promise<Buffer> {
    try {
      const { value, done } = await this.#lines.next();
      if (!done) return value;
    } catch (error) {
      throw unreadable(this.#file, error);
    }
    throw configurationError(`the backup ${this.#file} is cut short`, "nothing was changed; take another one");
  }

  async json(): Promise<unknown> {
    const line = await this.#next();
    try {
      return JSON.parse(line.toString("utf8"));
    } catch {
      throw notABackup(this.#file);
    }
  }

  /** Rows of a table, each with its line break. */
  async *untilEnd(onRow: () => void): AsyncGenerator<Buffer> {
    for (;;) {
      const line = await this.#next();
      if (line.length === 3 && line.toString() === "\\.\n") return;
      onRow();
      yield line;
    }
  }
}

async function* unzippedLines(file: string): AsyncGenerator<Buffer> {
  const disk = createReadStream(file);
  const unzipped = createGunzip();
  disk.on("error", (error) => unzipped.destroy(error));
  let rest: Buffer[] = [];
  for await (const chunk of disk.pipe(unzipped) as AsyncIterable<Buffer>) {
    let at = 0;
    for (let end = chunk.indexOf(10, at); end >= 0; end = chunk.indexOf(10, at)) {
      yield Buffer.concat([...rest, chunk.subarray(at, end + 1)]);
      rest = [];
      at = end + 1;
    }
    if (at < chunk.length) rest.push(chunk.subarray(at));
  }
}

function unreadable(file: string, error: unknown): RollcallError {
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return usageError(`there is no file ${file}`);
  if (code === "Z_DATA_ERROR") return notABackup(file);
  const why = code === "Z_BUF_ERROR" ? "it is cut short" : code || message;
  return configurationError(`cannot read the backup ${file}: ${why}`, "nothing was changed; take another one", error);
}
