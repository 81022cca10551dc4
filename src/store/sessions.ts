import type { Selectable } from "kysely";
import type { SignedIn, StoredSession } from "../model/sign-in.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";
import { storableText } from "./text.ts";

/** Sessions are read at each request, so that one that is ended is ended in every process at once. */
export interface Sessions {
  /** Forgets those of everybody that are over at its `createdAt`. */
  begin(session: StoredSession): Promise<void>;
  find(digest: string): Promise<StoredSession | null>;
  seen(digest: string, at: string): Promise<void>;
  /** Newest first, those that are over among them until somebody signs in. */
  of(email: string): Promise<StoredSession[]>;
  /** @returns whether there was one of theirs */
  end(of: { email: string; digest: string }): Promise<boolean>;
  /** @returns how many there were */
  endAll(email: string): Promise<number>;
}

export function sessions(sql: Database["sql"], meant: <T>(work: Promise<T>) => Promise<T>): Sessions {
  return {
    async begin(session) {
      await meant(sql.deleteFrom("sessions").where("expires_at", "<=", session.createdAt).execute());
      await meant(sql.insertInto("sessions").values(rowOf(session)).execute());
    },
    async find(digest) {
      const row = await meant(sql.selectFrom("sessions").selectAll().where("id_sha256", "=", digest).executeTakeFirst());
      return row ? sessionOf(row) : null;
    },
    async seen(digest, at) {
      await meant(sql.updateTable("sessions").set({ seen_at: at }).where("id_sha256", "=", digest).execute());
    },
    async of(email) {
      const query = sql.selectFrom("sessions").selectAll().where("email", "=", email);
      return (await meant(query.orderBy("created_at", "desc").orderBy("id_sha256").execute())).map(sessionOf);
    },
    async end({ email, digest }) {
      const query = sql.deleteFrom("sessions").where("email", "=", email).where("id_sha256", "=", digest);
      return (await meant(query.executeTakeFirst())).numDeletedRows > 0n;
    },
    async endAll(email) {
      return Number((await meant(sql.deleteFrom("sessions").where("email", "=", email).executeTakeFirst())).numDeletedRows);
    },
  };
}

type Kept = Pick<StoredSession, "name" | "groups" | "via" | "browser">;

function rowOf({ digest, email, name, groups, via, browser, ...times }: StoredSession): Tables["sessions"] {
  return {
    id_sha256: digest,
    email: storableText(email),
    who: JSON.stringify({ name, groups, via, browser } satisfies Kept),
    created_at: times.createdAt,
    seen_at: times.seenAt,
    expires_at: times.expiresAt,
  };
}

function sessionOf(row: Selectable<Tables["sessions"]>): StoredSession {
  const { name, groups, via, browser } = row.who as Kept satisfies Omit<SignedIn, "email">;
  const { id_sha256: digest, email, created_at: createdAt, seen_at: seenAt, expires_at: expiresAt } = row;
  return { digest, email, name, groups, via, browser, createdAt, seenAt, expiresAt };
}
