import { type AccessTokens, accessTokens } from "./access-tokens.ts";
import type { Database } from "./database.ts";
import { type Idempotency, idempotency } from "./idempotency.ts";
import { type Sessions, sessions } from "./sessions.ts";

/** Who is signed in, by what, and what they asked before. */
export interface SignInStore {
  sessions: Sessions;
  tokens: AccessTokens;
  idempotency: Idempotency;
  /** Everything of somebody, by e-mail as compared: their sessions, access tokens, and answers to what they asked. */
  forget(email: string): Promise<void>;
}

/** @param meant what a driver's errors become */
export function signInStore(sql: Database["sql"], meant: <T>(work: Promise<T>) => Promise<T>): SignInStore {
  return {
    sessions: sessions(sql, meant),
    tokens: accessTokens(sql, meant),
    idempotency: idempotency(sql, meant),
    async forget(email) {
      await meant(sql.deleteFrom("sessions").where("email", "=", email).execute());
      await meant(sql.deleteFrom("access_tokens").where("email", "=", email).execute());
      await meant(sql.deleteFrom("idempotency").where("who", "=", email).execute());
    },
  };
}
