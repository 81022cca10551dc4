import type { Role, Scope } from "../model/api/session.ts";

/** Whoever asks something of the server, signed in or by an access token. */
export interface Who {
  /** As compared: lower case, without `+tag`. */
  email: string;
  name: string | null;
  /** Best first; never empty. Found anew at each request from the configuration as it is now. */
  roles: readonly Role[];
  /** Of the sign-in, and those the configuration names them in. */
  groups: readonly string[];
  via: "sign-in" | "link" | "access-token";
  /** Of an access token; `null` = everything their roles allow. */
  scopes: readonly Scope[] | null;
  /** Digest of the session or token: what is theirs and no other's. */
  id: string;
  /** ISO 8601; `null` = it has no end of its own. */
  expiresAt: string | null;
}

/** As an event names them. */
export function actorOf({ email, via }: Who): string {
  return via === "link"
    ? `${email}, by the link of this machine`
    : via === "access-token"
      ? `${email}, by an access token`
      : email;
}
