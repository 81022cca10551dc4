import type { Credential } from "./credential.ts";
import type { Paged } from "./paged.ts";
import type { Project } from "./project.ts";

/** Something that can be held: a role, group, schedule, vault group, project. */
export interface Entitlement {
  kind: "role" | "group" | "schedule" | "policy" | "project" | "vault";
  id: string;
  /** `null` where the platform named it in no listing. */
  name: string | null;
}

/** How far an entitlement goes, where it has degrees: GitLab's access levels. The higher value holds all of the lower. */
export interface Level {
  value: number;
  /** In the platform's word: "Developer". */
  name: string;
}

/** What an account holds. Many accounts may share one grant object: it says nothing of its holder. */
export interface Grant {
  entitlement: Entitlement;
  direct: boolean;
  /** Through which group it comes, where it is inherited. */
  via: string | null;
  /** Left out where the entitlement has no degrees. */
  level?: Level;
  /** Last day, YYYY-MM-DD; `null` = it never ends; left out where the platform knows no end. */
  expiresAt?: string | null;
  /** Whoever holds it administers the entitlement (GitLab Owner, 1Password MANAGER): `unexpected-admin` says what there is to say. */
  admin?: true;
}

/** An entitlement whose holders were read as a whole. One nobody could look into is never one of these. */
export interface ReadEntitlement extends Entitlement {
  url: string | null;
  /** Who holds it without being due it is asked about too; else it only answers whether those who are due it hold it. */
  audited: boolean;
}

/** A role value as the platform gives it. `known` is false for a value this version has no word for. */
export interface AccountRole {
  id: string | null;
  name: string | null;
  known: boolean;
}

/**
 * One login on a system. Its key is the platform's own id, never the e-mail.
 * `null` always means: the platform gives no signal. It is never false and never empty.
 */
export interface Account {
  id: string;
  name: string | null;
  email: string | null;
  username: string | null;
  /** Page of the account on the platform, for a person to open. */
  url: string | null;
  kind: "person" | "bot" | "service" | "shared";
  /** The platform's own class, as counted: Zendesk full, light, admin, contributor, shared. */
  class: string;
  /** Takes a seat of those the audit is about (Zendesk: full agents and admins; elsewhere every active member). */
  seated: boolean;
  admin: boolean | null;
  role: AccountRole | null;
  suspended: boolean | null;
  /** Second factor on. */
  mfa: boolean | null;
  /** ISO 8601 time, `never` where the platform says so. */
  lastSignIn: string | "never" | null;
  createdAt: string | null;
  grants: Grant[];
  /** Name of the licence it holds; `null` = none; left out where the platform tells of no licences. */
  licence?: string | null;
}

/** One licence of the platform's, as the platform counts it. Licences of one name are one type of seat. */
export interface Licence {
  id: string;
  name: string;
  /** What tells it from others of its name: add-ons. */
  description: string | null;
  /** How many of it are given out; `null` = no signal. */
  used: number | null;
  /** How many more may be given out; `null` = there is no limit. */
  free: number | null;
}

/** A seat-to-be: somebody was asked to join and has not answered yet. */
export interface Invitation {
  /** The platform's own id; where it gives none, the e-mail in lower case. */
  id: string;
  email: string | null;
  /** ISO 8601; `null` where the platform does not say since when it is open. */
  createdAt: string | null;
  /** Who they are there already, where they are somebody; then `id` is the account's. */
  username?: string | null;
  /** YYYY-MM-DD, the last day; one that is past opens no door any more. */
  expiresAt?: string | null;
  /** What they were asked into, where it is not the system as a whole: names of groups. */
  to?: string[];
}

/** All that one reading of a system gives, derived from its kept rows. Sorted by id. */
export interface Observed {
  accounts: Account[];
  credentials: Credential[];
  /** Pending ones only. Left out where the platform knows none, or accounts are made without asking. */
  invitations?: Invitation[];
  /** Left out where the roster and the configuration say nothing of who is due what. */
  entitlements?: ReadEntitlement[];
  /** Everybody who can be paged; left out where nobody is. */
  paged?: Paged[];
  /** Left out where the platform tells of none. */
  licences?: Licence[];
  /** Left out where the audit is not about projects. */
  projects?: Project[];
}
