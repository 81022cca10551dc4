import { Kysely, PostgresDialect } from "kysely";
import { type ClientBase, Pool, types } from "pg";
import { Slots } from "../http/slots.ts";
import { configurationError } from "../model/errors.ts";
import { Secret } from "../model/secret.ts";
import { openEmbedded } from "./embedded/open.ts";
import { schema, type Tables } from "./tables.ts";
import { databaseError } from "./trouble.ts";

const oldest = 15;

/** Audits one process works on at once: PostgreSQL has 100 connections, and several workers share them. */
const mostApart = 10;

export interface DatabaseOptions {
  /** DATABASE_URL; empty or left out = the embedded one. */
  url: string | undefined;
  /** Folder of rollcall.yaml: the embedded database lives beside it. */
  project: string;
  signal: AbortSignal;
}

/** An open PostgreSQL, ours or the company's. Its tables may not be there yet. */
export interface Database {
  url: Secret;
  /** What the user should know of it. */
  note: string | null;
  sql: Kysely<Tables>;
  /** One connection for as long as `use` takes. */
  connected<T>(use: (client: ClientBase) => Promise<T>): Promise<T>;
  /** The same for what may take minutes: beside the others, a few at a time, in the order they come. @throws interrupted error */
  apart<T>(signal: AbortSignal, use: (client: ClientBase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens the database of DATABASE_URL, else the embedded one. @throws what `databaseError` makes of its troubles */
export async function openDatabase({ url, project, signal }: DatabaseOptions): Promise<Database> {
  const embedded = url ? null : await openEmbedded(project, { signal });
  const address = embedded?.url ?? new Secret(checkedAddress(url ?? ""));
  const pool = poolOf(address, 4);
  const poolApart = poolOf(address, mostApart);
  const slots = new Slots(mostApart);
  const database: Database = {
    url: address,
    note: embedded?.note ?? null,
    sql: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }).withSchema(schema),
    connected: (use) => connected(pool, use),
    async apart(signal, use) {
      // Waiting here, not in the pool: there it would be an error after a while.
      await slots.take(signal);
      return connected(poolApart, use).finally(() => slots.give());
    },
    async close() {
      await Promise.allSettled([pool.end(), poolApart.end()]);
      await embedded?.release();
    },
  };
  try {
    await database.connected(checkVersion);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function poolOf(address: Secret, max: number): Pool {
  const pool = new Pool({
    connectionString: address.reveal(),
    application_name: "rollcall",
    max,
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
    types: { getTypeParser: typeParser as typeof types.getTypeParser },
  });
  // A connection that breaks while nobody uses it is made anew.
  pool.on("error", () => {});
  // One that breaks while somebody uses it is told by their query. The pool listens to those nobody uses alone, and an `error` nobody
  // listens to ends the process: so each has a listener for as long as it lives, whoever takes it.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

async function connected<T>(pool: Pool, use: (client: ClientBase) => Promise<T>): Promise<T> {
  try {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      return await use(client);
    } catch (error) {
      broken = error as Error;
      throw error;
    } finally {
      client.release(broken);
    }
  } catch (error) {
    throw databaseError(error);
  }
}

/** The value is never in the message: it holds a password. */
function checkedAddress(url: string): string {
  const fix = "write it as postgres://user:password@host:5432/database";
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw configurationError("DATABASE_URL is no address of a PostgreSQL", fix);
  return url;
}

async function checkVersion(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>("show server_version_num");
  const major = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  if (major >= oldest) return;
  throw configurationError(
    `the database is PostgreSQL ${major}`,
    `Rollcall needs PostgreSQL ${oldest} or newer: update it, or use another`,
  );
}

const [bigint, timestamp] = [20, 1184];

/** Times stay text, and counts are numbers: they never come near 2^53. */
function typeParser(oid: number, format?: "text" | "binary"): (value: string) => unknown {
  if (oid === timestamp) return isoTime;
  if (oid === bigint) return Number;
  return types.getTypeParser(oid, format as "text");
}

/** The time read last: in a list of what happened many follow each other that are the same. */
let lastTime = { text: "", iso: "" };

function isoTime(text: string): string {
  if (text !== lastTime.text) lastTime = { text, iso: new Date(text).toISOString() };
  return lastTime.iso;
}
