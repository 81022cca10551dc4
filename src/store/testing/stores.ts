import { Client } from "pg";
import { onTestFinished } from "vitest";
import { type Database, openDatabase } from "../database.ts";
import { openStore, type Store } from "../store.ts";
import { takenAt } from "./records.ts";

/** What a test opens by address, closed when it ends. */

export async function databaseAt(url: string): Promise<Database> {
  const database = await openDatabase({ url, project: "/nowhere", signal: new AbortController().signal });
  onTestFinished(database.close);
  return database;
}

export async function storeAt(url: string): Promise<Store> {
  return openStore(await databaseAt(url), takenAt);
}

export async function clientAt(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** Rows as arrays of one query. */
export async function rowsOf(url: string, sql: string): Promise<unknown[][]> {
  return (await (await clientAt(url)).query({ text: sql, rowMode: "array" })).rows;
}

/** Every connection to the database but the one that asks is cut. */
export const cutConnections =
  "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()";

/** A row for each connection to the database that waits for a lock. */
export const waiting = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
