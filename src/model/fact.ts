import { isRead, type Source } from "./source.ts";

/** What a check may need to know. A platform says which of its sources give each. */
export type Fact =
  | "accounts"
  /** Only the team has accounts here, so that one of nobody is a question. Not in PagerDuty, where the whole company is. */
  | "team-only"
  /** Everybody expected has an account of their own here. Not where membership of certain groups is what is looked at. */
  | "accounts-expected"
  /** The roster names each person's account by the platform's own id. Not where an e-mail address stands in for one. */
  | "ids"
  | "names"
  | "emails"
  | "roles"
  /** Roles are a set this version knows the words of; a new one must be seen. Not where roles are free text. */
  | "known-roles"
  /** Who is administrator. */
  | "admins"
  /** There are agents without a seat beside those with one. */
  | "light-agents"
  | "groups"
  /** Who holds which audited entitlement, beside who is due it (GitLab's groups, 1Password's). */
  | "entitlements"
  /** Until when a grant lasts. */
  | "expiry"
  /** Who stands in the layers of which schedule. */
  | "rotations"
  /** Who can be paged, and how. */
  | "paging"
  /** Which accounts are of guests. */
  | "guests"
  /** The projects of a group. */
  | "projects"
  /** Approval settings of projects; protection of their default branches. */
  | "approvals"
  | "branches"
  | "suspension"
  | "sign-in"
  | "mfa"
  | "invitations"
  /** Accounts have a page the roster links to. */
  | "links"
  | "credentials"
  | "citizenship"
  /** Which account takes a seat of which type; left out = `accounts` says it. */
  | "seats";

/**
 * `all`: the fact is known only where every source named was read. `each`: what was read can be judged, and every unread
 * source counts as unknown.
 */
export interface FactSources {
  mode: "all" | "each";
  sources: readonly string[];
}

/** A fact that is missing here is one the platform does not give: checks that need it do not run there. */
export type Facts = Partial<Record<Fact, FactSources>>;

/** Whether every source a fact rests on was read. A fact the platform does not give is not read either. */
export function isFactRead(fact: FactSources | undefined, sources: readonly Source[]): boolean {
  return fact !== undefined && unreadOf(fact, sources).length === 0;
}

/** Names of the sources a fact rests on that nobody could look at, in its order. */
export function unreadOf(fact: FactSources, sources: readonly Source[]): string[] {
  return fact.sources.filter((name) => !sources.some((source) => source.name === name && isRead(source)));
}
