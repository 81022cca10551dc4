/** What a group of GitLab knows of access besides its members. All of it may be left out. */
export interface GroupAccess {
  /** Groups that were invited to this one. */
  sharedWith?: Share[];
  /** E-mail addresses nobody has answered from. */
  invitations?: EmailInvitation[];
  accessTokens?: AccessToken[];
  visibility?: "private" | "internal" | "public";
}

interface Share {
  groupId: number;
  accessLevel: number;
  /** YYYY-MM-DD. */
  expiresAt: string | null;
}

interface EmailInvitation {
  email: string;
  accessLevel: number;
  createdAt: string;
  /** YYYY-MM-DD. */
  expiresAt: string | null;
}

/** An access token of a group or project: never its value. */
export interface AccessToken {
  id: number;
  name: string;
  /** Its own user, which GitLab makes with it. */
  userId: number;
  scopes: string[];
  accessLevel: number;
  createdAt: string;
  lastUsedAt: string | null;
  /** YYYY-MM-DD. */
  expiresAt: string | null;
  revoked: boolean;
}
