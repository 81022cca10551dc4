import type { ClientBase } from "pg";
import { RollcallError } from "../model/errors.ts";
import { type Migration, migrations } from "./migrations.ts";
import { schema } from "./tables.ts";

/** Advisory lock of whoever changes the database's shape. */
const lock = [21_103, 3];

export interface MigrateOptions {
  /** ISO 8601, for the book of migrations. */
  at: string;
  /** Default: all there are. */
  steps?: readonly Migration[];
}

/**
 * Brings the database to the shape this Rollcall works with: once, by whoever comes first, whole or not at all.
 * @throws stale error where the database is newer than this Rollcall
 */
export async function migrate(client: ClientBase, options: MigrateOptions): Promise<void> {
  const { steps = migrations } = options;
  // Nearly always there is nothing to do, and nobody need wait for it.
  if ((await versionOf(client)) === steps.length) return;
  await client.query("begin");
  try {
    await migrateWithin(client, options);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

/** The same within a transaction of the caller. */
export async function migrateWithin(client: ClientBase, { at, steps = migrations }: MigrateOptions): Promise<void> {
  await lockShape(client);
  const version = await versionOf(client);
  if (version > steps.length) throw tooNew(version);
  if (version === 0) {
    await client.query(`create schema if not exists ${schema}`);
    await client.query(
      `create table if not exists ${schema}.migrations (version integer primary key, name text not null, at timestamptz not null)`,
    );
  }
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    await client.query(step.sql);
    await step.fill?.(client);
    await client.query(`insert into ${schema}.migrations values ($1, $2, $3)`, [index + 1, step.name, at]);
  }
}

/** Until the end of the transaction nobody else changes the shape. */
export async function lockShape(client: ClientBase): Promise<void> {
  await client.query("select pg_advisory_xact_lock($1, $2)", lock);
}

/** How many migrations the database has had; 0 where Rollcall was never there. */
export async function versionOf(client: ClientBase): Promise<number> {
  // Not to_regclass: whoever waited for the lock would be told what was so before.
  const { rows } = await client.query<{ there: boolean }>(
    "select exists (select from pg_catalog.pg_tables where schemaname = $1 and tablename = 'migrations') as there",
    [schema],
  );
  if (!rows[0]?.there) return 0;
  const counted = await client.query<{ version: number }>(
    `select coalesce(max(version), 0) as version from ${schema}.migrations`,
  );
  return counted.rows[0]?.version ?? 0;
}

export function tooNew(version: number): RollcallError {
  return new RollcallError(
    "stale",
    `the database has version ${version} of the tables, and this Rollcall knows them up to ${migrations.length}`,
    "update Rollcall here: a newer one has used this database",
  );
}
