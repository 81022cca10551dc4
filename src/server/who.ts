import type { Asker } from "../core/may-decide.ts";
import type { Role, Scope } from "../model/api/session.ts";

/** Whoever asks something of the server, signed in or by an access token. */
export interface Who extends Asker {
  /** As compared: lower case, without `+tag`. */
  email: string;
  /** All of theirs the roster has, that among them. */
  emails: readonly string[];
  name: string | null;
  /** Best first; never empty. Found anew at each request from the configuration as it is now. */
  roles: readonly Role[];
  /** Of the sign-in, and those the configuration names them in. */
  groups: readonly string[];
  /** Those of the provider alone, as it named them at the last sign-in. */
  claimed: readonly string[];
  via: "sign-in" | "link" | "access-token";
  /** Of an access token; `null` = everything their roles allow. */
  scopes: readonly Scope[] | null;
  /** Digest of the session or token: what is theirs and no other's. */
  id: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** As an event names them: who reads the terminal may say to be anybody. */
export function actorOf({ email, via }: Pick<Who, "email" | "via">): string {
  if (via === "link") return `${email}, by the link of the machine Rollcall runs on`;
  return via === "access-token" ? `${email}, by an access token` : email;
}
