import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { ClientBase } from "pg";
import { machineError, usageError } from "../model/errors.ts";
import { copyOut } from "./copy.ts";
import type { Database } from "./database.ts";
import { tooNew, versionOf } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { schema, tables } from "./tables.ts";

/** The first line of a backup. */
export interface BackupHeader {
  format: typeof backupFormat;
  /** How many migrations its tables have had. */
  schema: number;
  /** ISO 8601. */
  at: string;
}

export const backupFormat = "rollcall.backup/1";

/** Rows by table: what the last line of a backup says, and nothing follows. */
export type Counts = Record<string, number>;

/**
 * Writes the whole database into one file, as of one moment, for any PostgreSQL: gzip of a header, each table as COPY writes it, and the
 * counts. The file is there when it is whole. @throws usage error where there is nothing to back up, machine error where it cannot be written
 */
export async function backup(database: Database, { file, at }: { file: string; at: string }): Promise<Counts> {
  const unfinished = `${file}.${process.pid}.unfinished`;
  try {
    const counts = await database.connected((client) => writeBackup(client, { file: unfinished, at }));
    await rename(unfinished, file);
    return counts;
  } finally {
    await rm(unfinished, { force: true }).catch(() => {});
  }
}

async function writeBackup(client: ClientBase, { file, at }: { file: string; at: string }): Promise<Counts> {
  await client.query("begin isolation level repeatable read read only");
  const version = await versionOf(client);
  if (version === 0) throw usageError("there is nothing to back up: this database has no tables of Rollcall");
  if (version > migrations.length) throw tooNew(version);
  const zip = createGzip({ level: 1 });
  const disk = zip.pipe(createWriteStream(file, { mode: 0o600 }));
  // Trouble of the disk is told when the writing ends; it must not end the process before.
  const written = finished(disk).catch((error: Error) => error);
  disk.on("error", () => zip.destroy());
  zip.on("error", () => {});
  const counts: Counts = {};
  zip.write(`${JSON.stringify({ format: backupFormat, schema: version, at } satisfies BackupHeader)}\n`);
  const gone = once(zip, "close");
  for (const table of await tablesThere(client)) {
    if (zip.destroyed) break;
    counts[table] = await Promise.race([writeTable(client, table, zip), gone.then(() => 0)]);
  }
  if (!zip.destroyed) zip.end(`${JSON.stringify({ end: true, rows: counts })}\n`);
  const trouble = await written;
  if (trouble) throw cannotWrite(file, trouble);
  const handle = await open(file, "r");
  await handle.sync().finally(() => handle.close());
  await client.query("commit");
  return counts;
}

/** An older database that nobody brought up to date has fewer. */
async function tablesThere(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>("select tablename as name from pg_tables where schemaname = $1", [
    schema,
  ]);
  return tables.filter((table) => rows.some(({ name }) => name === table));
}

async function writeTable(client: ClientBase, table: string, zip: ReturnType<typeof createGzip>): Promise<number> {
  const { rows } = await client.query<{ name: string }>(
    "select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum",
    [`${schema}.${table}`],
  );
  zip.write(`${JSON.stringify({ table, columns: rows.map(({ name }) => name) })}\n`);
  await copyOut(client, `copy ${schema}.${table} to stdout`, zip);
  zip.write("\\.\n");
  const counted = await client.query<{ rows: number }>(`select count(*)::int as rows from ${schema}.${table}`);
  return counted.rows[0]?.rows ?? 0;
}

function cannotWrite(file: string, error: Error): Error {
  const code = (error as NodeJS.ErrnoException).code ?? error.message;
  return machineError(`cannot write the backup ${file}: ${code}`, "free space or name another place", error);
}
