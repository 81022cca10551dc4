import type { Scope } from "./api/session.ts";

/** What is kept of somebody who signed in. What they may do is not: that is found anew at each request. */
export interface SignedIn {
  /** As compared: lower case, without `+tag`. */
  email: string;
  name: string | null;
  /** As the provider named them at the last sign-in. */
  groups: string[];
}

/** A browser somebody is signed in with. Times are ISO 8601. */
export interface StoredSession extends SignedIn {
  /** Of what is in the cookie, which is kept nowhere. */
  digest: string;
  via: "sign-in" | "link";
  browser: string | null;
  createdAt: string;
  seenAt: string;
  /** However much it is used. */
  expiresAt: string;
}

/** An access token of somebody. */
export interface StoredToken extends SignedIn {
  digest: string;
  /** How its owner was signed in when they made it. */
  via: "sign-in" | "link";
  /** Names it to its owner. */
  id: string;
  label: string;
  scopes: Scope[];
  createdAt: string;
  expiresAt: string;
  /** To the minute. */
  usedAt: string | null;
  revokedAt: string | null;
}

/** How it stands with a write that was given a key. `differs`: the key was used for another request. */
export type Begun =
  | { state: "fresh" }
  | { state: "in-progress" }
  | { state: "done"; status: number; answer: string }
  | { state: "differs" };
