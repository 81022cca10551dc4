/** API token, OAuth token or client, access token, deploy key. Never its secret. `null` = no signal. */
export interface Credential {
  /** Unique in its system: kind, `:`, the platform's id. */
  id: string;
  kind: "api-token" | "oauth-token" | "oauth-client";
  /** What people call it. An OAuth token has the name of its client. */
  name: string | null;
  /** True where the team itself chose the name and could change it: not for tokens of a third party's app. */
  namedByTeam: boolean;
  /** True where another listed credential answers for this one: tokens of an OAuth client of our own. */
  coveredByClient: boolean;
  /** Account ids: who uses it, who made it. */
  userId: string | null;
  creatorId: string | null;
  scopes: string[] | null;
  /** What it opens, where that is a part of the system: the path of a group or project. */
  of?: string;
  /** The platform says it works. */
  active: boolean | null;
  createdAt: string | null;
  /** ISO 8601 time; `never` where the platform knows expiry and this has none; `null` where the platform knows no expiry. */
  expiresAt: string | "never" | null;
  lastUsedAt: string | "never" | null;
  /** Name of the source it was read from. */
  source: string;
}
