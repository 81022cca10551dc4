import type { Database } from "./database.ts";

type Sql = Database["sql"];

/** Somebody signed in, in one browser. Told by the digest of what their cookie holds: the cookie itself is kept nowhere. */
export interface KeptSession {
  /** Hex. */
  digest: string;
  /** E-mail as compared. */
  email: string;
  /** What the sign-in said of them. */
  who: unknown;
  createdAt: string;
  seenAt: string;
  expiresAt: string;
}

export interface Sessions {
  open(session: KeptSession): Promise<void>;
  /** `null` where there is none, or its time is over. @param now ISO 8601 */
  find(digest: string, now: string): Promise<KeptSession | null>;
  seen(digest: string, of: { seenAt: string; expiresAt: string }): Promise<void>;
  end(digest: string): Promise<void>;
  /** Of one person, in all browsers: at once, for every server of this database. */
  endAll(email: string): Promise<void>;
}

export function sessionsOf(sql: Sql): Sessions {
  return {
    async open({ digest, email, who, createdAt, seenAt, expiresAt }) {
      // Those whose time is over go when somebody comes.
      await sql.deleteFrom("sessions").where("expires_at", "<=", createdAt).execute();
      await sql
        .insertInto("sessions")
        .values({
          ...{ id_sha256: digest, email, who: JSON.stringify(who) },
          ...{ created_at: createdAt, seen_at: seenAt, expires_at: expiresAt },
        })
        .execute();
    },
    async find(digest, now) {
      const found = await sql
        .selectFrom("sessions")
        .selectAll()
        .where("id_sha256", "=", digest)
        .where("expires_at", ">", now)
        .executeTakeFirst();
      if (!found) return null;
      const { email, who, created_at: createdAt, seen_at: seenAt, expires_at: expiresAt } = found;
      return { digest, email, who, createdAt, seenAt, expiresAt };
    },
    async seen(digest, { seenAt, expiresAt }) {
      await sql.updateTable("sessions").set({ seen_at: seenAt, expires_at: expiresAt }).where("id_sha256", "=", digest).execute();
    },
    async end(digest) {
      await sql.deleteFrom("sessions").where("id_sha256", "=", digest).execute();
    },
    async endAll(email) {
      await sql.deleteFrom("sessions").where("email", "=", email).execute();
    },
  };
}
