import type { Begun } from "../model/sign-in.ts";
import type { Database } from "./database.ts";
import { digestOf } from "./text.ts";

/** One write that was given a key. */
export interface KeyedRequest {
  /** Whoever asks: keys of others are others. */
  who: string;
  key: string;
  /** Digest of everything that is asked: method, path and body. */
  request: string;
  /** ISO 8601. */
  at: string;
}

/** Answers of writes, so that whoever hears none may ask the same again and it is done once. */
export interface Idempotency {
  /** Of two that come at once one is `fresh`. */
  begin(of: KeyedRequest): Promise<Begun>;
  finish(of: Pick<KeyedRequest, "who" | "key">, done: { status: number; answer: string }): Promise<void>;
  /** It came to nothing: the same may be tried again. */
  abandon(of: Pick<KeyedRequest, "who" | "key">): Promise<void>;
}

/** Milliseconds an answer is kept. */
const kept = 24 * 3_600_000;
/** Milliseconds after which whoever worked on it is taken for dead. */
const longest = 5 * 60_000;

const before = (at: string, ms: number) => new Date(Date.parse(at) - ms).toISOString();

export function idempotency(sql: Database["sql"], meant: <T>(work: Promise<T>) => Promise<T>): Idempotency {
  return {
    begin: (of) => meant(begin(sql, of)),
    async finish({ who, key }, { status, answer }) {
      const query = sql.updateTable("idempotency").set({ status, answer });
      await meant(query.where("who", "=", who).where("key_sha256", "=", digestOf(key)).execute());
    },
    async abandon({ who, key }) {
      const query = sql.deleteFrom("idempotency").where("status", "is", null);
      await meant(query.where("who", "=", who).where("key_sha256", "=", digestOf(key)).execute());
    },
  };
}

async function begin(sql: Database["sql"], { who, key, request, at }: KeyedRequest): Promise<Begun> {
  const key_sha256 = digestOf(key);
  await forget(sql, at);
  const { numInsertedOrUpdatedRows: made = 0n } = await sql
    .insertInto("idempotency")
    .values({ who, key_sha256, request_sha256: request, at, status: null, answer: null })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  if (made > 0n) return { state: "fresh" };
  const query = sql.selectFrom("idempotency").selectAll().where("who", "=", who).where("key_sha256", "=", key_sha256);
  const row = await query.executeTakeFirst();
  // Whoever worked on it gave it up in between.
  if (!row) return { state: "in-progress" };
  if (row.request_sha256 !== request) return { state: "differs" };
  return row.status === null ? { state: "in-progress" } : { state: "done", status: row.status, answer: row.answer ?? "" };
}

/** What is over, of everybody. */
async function forget(sql: Database["sql"], at: string): Promise<void> {
  await sql
    .deleteFrom("idempotency")
    .where(({ or, and, eb }) =>
      or([eb("at", "<=", before(at, kept)), and([eb("status", "is", null), eb("at", "<=", before(at, longest))])]),
    )
    .execute();
}
