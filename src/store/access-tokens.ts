import { sql as raw, type Selectable } from "kysely";
import type { Scope } from "../model/api/session.ts";
import type { SignedIn, StoredToken } from "../model/sign-in.ts";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";
import { storableText } from "./text.ts";

export interface AccessTokens {
  make(token: StoredToken): Promise<void>;
  /** Also one that is revoked or expired. */
  find(digest: string): Promise<StoredToken | null>;
  used(digest: string, at: string): Promise<void>;
  /** Newest first, ended ones among them. */
  of(email: string): Promise<StoredToken[]>;
  /** @returns whether there was one of theirs that was not revoked yet */
  revoke(of: { email: string; id: string; at: string }): Promise<boolean>;
  /** What the provider says of somebody now holds for the tokens they made when it had signed them in. */
  refresh(who: SignedIn): Promise<void>;
}

export function accessTokens(sql: Database["sql"], meant: <T>(work: Promise<T>) => Promise<T>): AccessTokens {
  return {
    async make(token) {
      await meant(sql.insertInto("access_tokens").values(rowOf(token)).execute());
    },
    async find(digest) {
      const row = await meant(sql.selectFrom("access_tokens").selectAll().where("token_sha256", "=", digest).executeTakeFirst());
      return row ? tokenOf(row) : null;
    },
    async used(digest, at) {
      await meant(sql.updateTable("access_tokens").set({ used_at: at }).where("token_sha256", "=", digest).execute());
    },
    async of(email) {
      const query = sql.selectFrom("access_tokens").selectAll().where("email", "=", email);
      return (await meant(query.orderBy("created_at", "desc").orderBy("id").execute())).map(tokenOf);
    },
    async revoke({ email, id, at }) {
      const query = sql.updateTable("access_tokens").set({ revoked_at: at }).where("revoked_at", "is", null);
      return (await meant(query.where("email", "=", email).where("id", "=", id).executeTakeFirst())).numUpdatedRows > 0n;
    },
    async refresh({ email, name, groups }) {
      const who = JSON.stringify({ name, groups, via: "sign-in" } satisfies Kept);
      const query = sql.updateTable("access_tokens").set({ who }).where("email", "=", email);
      await meant(query.where(raw<boolean>`who->>'via' = 'sign-in'`).execute());
    },
  };
}

type Kept = Pick<StoredToken, "name" | "groups" | "via">;

function rowOf(token: StoredToken): Tables["access_tokens"] {
  return {
    token_sha256: token.digest,
    id: token.id,
    email: storableText(token.email),
    who: JSON.stringify({ name: token.name, groups: token.groups, via: token.via } satisfies Kept),
    name: storableText(token.label),
    scopes: JSON.stringify(token.scopes),
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    used_at: token.usedAt,
    revoked_at: token.revokedAt,
  };
}

function tokenOf(row: Selectable<Tables["access_tokens"]>): StoredToken {
  const { name, groups, via } = row.who as Kept;
  return {
    digest: row.token_sha256,
    id: row.id,
    email: row.email,
    ...{ name, groups, via },
    label: row.name,
    scopes: row.scopes as Scope[],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    revokedAt: row.revoked_at,
  };
}
