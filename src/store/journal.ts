import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { cursorOf } from "./cursor.ts";
import type { Database } from "./database.ts";
import { storableText } from "./text.ts";
import { exactTime, timePlace } from "./time-place.ts";

/** What happened that is of no audit: a sign-in, a token that was made, a run that was asked for. */
export interface JournalEntry {
  id: string;
  /** ISO 8601. */
  at: string;
  kind: string;
  actor: string;
  payload: Readonly<Record<string, unknown>>;
}

/** @throws RollcallError */
export interface Journal {
  /** @returns with its id */
  add(entry: Omit<JournalEntry, "id">): Promise<JournalEntry>;
  /** Newest first. @param before `next` of the page before */
  page(of: {
    kind?: string | undefined;
    actor?: string | undefined;
    before?: string | undefined;
    limit: number;
  }): Promise<{ items: JournalEntry[]; next: string | null }>;
}

type Meant = <T>(work: Promise<T>) => Promise<T>;

export function journal(database: Database["sql"], meant: Meant): Journal {
  return {
    add: (entry) => meant(add(database, entry)),
    page: (of) => meant(page(database, of)),
  };
}

async function add(database: Database["sql"], { at, kind, actor, payload }: Omit<JournalEntry, "id">): Promise<JournalEntry> {
  const entry = { id: randomUUID(), at, kind, actor: storableText(actor), payload };
  await database
    .insertInto("journal")
    .values({ ...entry, payload: JSON.stringify(payload) })
    .execute();
  return entry;
}

async function page(
  database: Database["sql"],
  { kind, actor, before, limit }: Parameters<Journal["page"]>[0],
): ReturnType<Journal["page"]> {
  let query = database
    .selectFrom("journal")
    .selectAll()
    .select(exactTime(sql.ref("at")).as("exact"));
  if (kind !== undefined) query = query.where("kind", "=", storableText(kind));
  if (actor !== undefined) query = query.where("actor", "=", storableText(actor));
  if (before !== undefined) {
    const { time, id } = timePlace(before);
    query = query.where(sql<boolean>`(at, id collate "C") < (${time}::timestamptz, ${id})`);
  }
  const rows = await query
    .orderBy("at", "desc")
    .orderBy(sql`id collate "C"`, "desc")
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ exact: _, redacted_at: __, payload, ...entry }) => ({
      ...entry,
      payload: payload as JournalEntry["payload"],
    })),
    next: rows.length > limit && last ? cursorOf([last.exact, last.id, 0]) : null,
  };
}
