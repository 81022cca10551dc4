/** A user of the organisation, by its membership. Ids are the last part of the URIs on the wire. */
export interface Member {
  /** Of the user. */
  id: string;
  /** Of the membership, which is not the user's. */
  membership: string;
  name: string;
  email: string;
  slug: string;
  /** One of owner, admin, user; anything else is a role the documents do not know. */
  role: string;
  created_at: string;
}

export interface Invitation {
  id: string;
  email: string;
  status: "pending" | "accepted" | "declined";
  created_at: string;
  last_sent_at: string | null;
  /** Who accepted it. */
  user?: string;
}

export interface Group {
  id: string;
  name: string;
}

/** A membership or an invitation in a group. */
export interface Relationship {
  id: string;
  group: string;
  role: "member" | "admin";
  /** Id of the user, or of the invitation. */
  owner: string;
}

/** One organisation. */
export interface CalendlyData {
  organization: string;
  members: Member[];
  invitations: Invitation[];
  groups: Group[];
  relationships: Relationship[];
}

/** How the organisation answers, changeable while it runs. */
export interface Switches {
  /** Requests a minute, of the token's user: 500 on paid plans, 50 on the free one. */
  limit: number;
  latency: number;
  /** Scopes of the token; `null` = one made before there were any, which may do everything. */
  scopes: string[] | null;
  /** The role of the token's user; an ordinary one sees only itself. */
  role: "owner" | "admin" | "user";
  /** An ordinary user's list of members: cut to itself, or refused. Both are seen. */
  cut: "silently" | "refused";
  /** Seconds `X-RateLimit-Reset` tells. */
  reset: number | null;
}

export const defaultSwitches: Switches = {
  limit: 500,
  latency: 0,
  scopes: ["users:read", "organizations:read", "groups:read"],
  role: "admin",
  cut: "silently",
  reset: null,
};
