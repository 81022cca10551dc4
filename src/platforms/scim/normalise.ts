import type { Account, AccountRole, Grant, Observed } from "../../model/account.ts";
import type { KeptRows } from "../../model/source.ts";
import { toInstantOrNull } from "../../model/time.ts";
import { adminGroups, comparedGroups, grantsOf, groupsIn } from "./groups.ts";
import type { ScimSettings } from "./settings.ts";
import { isTrue, type UserRow, type Value } from "./shapes.ts";

/** Kept rows → accounts with the groups that are compared; where only members are audited, those alone. */
export function normaliseScim(rows: KeptRows, settings: ScimSettings): Observed {
  const groups = groupsIn(rows);
  const grants = grantsOf(comparedGroups(settings, groups), groups);
  const administering = adminGroups(settings, groups);
  // Groups that are named and not there were not read: then nobody knows who is administrator.
  const admins = administering.length > 0 ? grantsOf(administering, groups) : null;
  const accounts: Account[] = [];
  for (const row of rows.of("users")) {
    const user = row as unknown as UserRow;
    const held = grants.get(user.id) ?? [];
    if (settings.accounts === "members" && held.length === 0) continue;
    accounts.push(accountOf(user, { settings, grants: held, admin: admins?.has(user.id) ?? null }));
  }
  return { accounts, credentials: [] };
}

function accountOf(user: UserRow, of: { settings: ScimSettings; grants: Grant[]; admin: boolean | null }): Account {
  const active = isTrue(user.active);
  return {
    id: user.id,
    name: nameOf(user),
    email: emailOf(user),
    username: said(user.userName),
    // `meta.location` is an address of the API, not a page for people.
    url: null,
    kind: "person",
    class: of.admin ? "admin" : "member",
    seated: active !== false,
    admin: of.admin,
    role: of.settings.role ? roleOf(user, of.settings.role) : null,
    suspended: active === null ? null : !active,
    mfa: null,
    lastSignIn: null,
    createdAt: toInstantOrNull(user.meta?.created),
    grants: of.grants,
  };
}

function nameOf({ displayName, name }: UserRow): string | null {
  const parts = [said(name?.givenName), said(name?.familyName)].filter((part) => part !== null);
  return said(displayName) ?? said(name?.formatted) ?? (parts.join(" ") || null);
}

/** The primary address, else the first; else the login, where that is one. */
function emailOf({ emails, userName }: UserRow): string | null {
  const given = filled(emails);
  const primary = given.find((one) => isTrue(one.primary) === true) ?? given[0];
  if (primary) return said(primary.value);
  const login = said(userName);
  return login !== null && /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/u.test(login) ? login : null;
}

/** One role; of several the primary one, and where none is, all of them in one text: that is what the account has. */
function roleOf(user: UserRow, attribute: NonNullable<ScimSettings["role"]>): AccountRole | null {
  if (attribute === "userType") return named(said(user.userType));
  const given = filled(user[attribute]);
  const only = given.length === 1 ? given[0] : given.find((one) => isTrue(one.primary) === true);
  if (only) return { id: said(only.value), name: said(only.display) ?? said(only.value), known: true };
  const names = given.map((one) => said(one.display) ?? said(one.value) ?? "");
  return named(names.sort().join(", ") || null);
}

function named(name: string | null): AccountRole | null {
  return name === null ? null : { id: name, name, known: true };
}

function filled(values: readonly Value[] | null | undefined): Value[] {
  return (values ?? []).filter((one) => said(one.value) !== null);
}

function said(text: string | null | undefined): string | null {
  return text?.trim() || null;
}
