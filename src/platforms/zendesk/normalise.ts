import type { Account, AccountRole, Grant, Observed } from "../../model/account.ts";
import type { KeptRows, Source } from "../../model/source.ts";
import { toInstantOrNull } from "../../model/time.ts";
import { credentialsOf } from "./credentials.ts";
import type { CustomRoleRow, GroupMembershipRow, GroupRow, UserRow } from "./shapes.ts";

/** Custom role ids named in the configuration, beside the role types Zendesk gives. */
export interface RoleIds {
  light_agent?: string;
  admin?: string;
}

/** `role_type` as the Users API documents it. A number that is not here is one this version does not know. */
const roleTypes: Readonly<Record<number, string>> = {
  0: "Agent",
  1: "Light agent",
  2: "Chat agent",
  3: "Contributor",
  4: "Admin",
  5: "Billing admin",
};

/** Kept rows → accounts with their groups, and credentials. Users of another account (`shared_agent`) stay, marked as shared. */
export function normaliseZendesk(rows: KeptRows, at: { url: URL; roles: RoleIds }): Observed {
  const roles = new Map<string, CustomRoleRow>();
  for (const row of rows.of("custom-roles")) roles.set(row.id, row as unknown as CustomRoleRow);
  const grants = groupGrants(rows);
  const accounts: Account[] = [];
  for (const row of rows.of("users")) {
    const user = row as unknown as UserRow;
    // Deleted users and customers are no accounts of the team, whatever listing they come in.
    if (user.active === false || user.role === "end-user") continue;
    accounts.push(accountOf(user, { roles, at, grants: grants.get(user.id) ?? [] }));
  }
  return { accounts, credentials: credentialsOf(rows) };
}

/** Group grants by account id; all holders of a group share one grant object. */
function groupGrants(rows: KeptRows): Map<string, Grant[]> {
  const grantOf = new Map<string, Grant>();
  for (const row of rows.of("groups")) {
    const group = row as unknown as GroupRow;
    grantOf.set(group.id, grant(group.id, group.name ?? null));
  }
  const held = new Map<string, Grant[]>();
  for (const row of rows.of("group-memberships")) {
    const membership = row as unknown as GroupMembershipRow;
    const group = grantOf.get(membership.group_id) ?? grant(membership.group_id, null);
    grantOf.set(membership.group_id, group);
    const list = held.get(membership.user_id);
    if (!list) held.set(membership.user_id, [group]);
    // Two rows may put the same agent into the same group; it is held once.
    else if (!list.includes(group)) list.push(group);
  }
  return held;
}

function grant(id: string, name: string | null): Grant {
  return { entitlement: { kind: "group", id, name }, direct: true, via: null };
}

interface Around {
  roles: Map<string, CustomRoleRow>;
  at: { url: URL; roles: RoleIds };
  grants: Grant[];
}

function accountOf(user: UserRow, { roles, at, grants }: Around): Account {
  const custom = user.custom_role_id ? roles.get(user.custom_role_id) : undefined;
  const kind = classOf(user, custom, at.roles);
  // A row that says nothing of a role is no signal: neither an ordinary agent nor an admin.
  const isSilent = user.role == null && user.role_type == null && user.custom_role_id == null;
  return {
    id: user.id,
    name: user.name ?? null,
    email: user.email ?? null,
    username: null,
    url: agentPage(user, at.url),
    kind: kind === "shared" ? "shared" : "person",
    class: kind,
    seated: kind === "full" || kind === "admin",
    admin: isSilent ? null : kind === "admin",
    role: isSilent ? null : roleOf(user, custom),
    suspended: user.suspended ?? null,
    mfa: user.two_factor_auth_enabled ?? null,
    lastSignIn: user.last_login_at === null ? "never" : toInstantOrNull(user.last_login_at),
    createdAt: toInstantOrNull(user.created_at),
    grants,
  };
}

type ZendeskClass = "shared" | "admin" | "light" | "contributor" | "full";

/** DOMAIN words: shared, admin, light, contributor, and everybody else who is an agent is a full agent. */
function classOf(user: UserRow, custom: CustomRoleRow | undefined, ids: RoleIds): ZendeskClass {
  const type = user.role_type ?? custom?.role_type ?? null;
  if (user.shared_agent === true) return "shared";
  if (user.role === "admin" || type === 4 || type === 5 || isRole(user, ids.admin)) return "admin";
  if (type === 1 || isRole(user, ids.light_agent)) return "light";
  if (type === 2 || type === 3 || user.chat_only === true) return "contributor";
  return "full";
}

function isRole(user: UserRow, id: string | undefined): boolean {
  return id !== undefined && user.custom_role_id === id;
}

function roleOf(user: UserRow, custom: CustomRoleRow | undefined): AccountRole {
  const type = user.role_type ?? null;
  const known = (user.role === "agent" || user.role === "admin") && (type === null || type in roleTypes);
  if (user.custom_role_id) return { id: user.custom_role_id, name: custom?.name ?? null, known };
  if (!known) return { id: null, name: type === null ? (user.role ?? null) : `role type ${type}`, known };
  return { id: null, name: user.role === "admin" && type !== 5 ? "Admin" : (roleTypes[type ?? 0] ?? null), known };
}

/** The profile as an agent opens it, on the configured account: what a row says of its address is outside text. */
function agentPage(user: UserRow, account: URL): string {
  return new URL(`/agent/users/${encodeURIComponent(user.id)}`, account).href;
}

/**
 * Custom roles are a feature of larger plans. Refused while no account has one means the account knows no custom roles; refused
 * while accounts have them means we may not look.
 */
export function settleZendesk(sources: Source[], rows: KeptRows): Source[] {
  const users = sources.find((source) => source.name === "users");
  if (users?.status !== "complete") return sources;
  return sources.map((source) => {
    const mayBeAbsent = source.name === "custom-roles" && (source.status === "unavailable" || source.notFound);
    if (!mayBeAbsent || someAccountHasRole(rows)) return source;
    return { ...source, status: "absent", reason: "this plan has no custom roles: no account has one", refused: false };
  });
}

function someAccountHasRole(rows: KeptRows): boolean {
  for (const row of rows.of("users")) if (row.custom_role_id) return true;
  return false;
}
