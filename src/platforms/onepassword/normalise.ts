import type { Account, Grant, Invitation, Observed, ReadEntitlement } from "../../model/account.ts";
import { normalEmail } from "../../model/identity.ts";
import type { KeptRows } from "../../model/source.ts";
import { toInstantOrNull } from "../../model/time.ts";
import type { OnepasswordSettings } from "./settings.ts";
import type { GroupRow, MemberRow, ScimMemberRow, ScimUserRow, SignInRow, UserRow, VaultRow } from "./shapes.ts";
import { classOf, groupRoles, isPending, isSuspended } from "./states.ts";

/** A member, wherever the group was read. */
interface Holder extends MemberRow {
  createdAt: string | null;
  lastSignIn: Account["lastSignIn"];
  /** Locked out by what else is known of them. */
  suspended: boolean | null;
}

/**
 * Kept rows → the members of the audited group. Who was invited and is not there yet is an invitation and no account; whoever is
 * deleted can no longer sign in.
 */
export function normaliseOnepassword(rows: KeptRows, { scim }: Pick<OnepasswordSettings, "scim">): Observed {
  const [group] = [...rows.of("group")] as unknown as GroupRow[];
  const grants = grantsOf(group, rows);
  const holders = [...(scim ? scimHolders(rows) : opHolders(rows))].filter(({ state }) => state !== "DELETED");
  const here = holders.filter(({ state }) => !isPending(state));
  return {
    accounts: here.map((holder) => accountOf(holder, grants)),
    credentials: [],
    invitations: holders.filter(({ state }) => isPending(state)).map(invitationOf),
    entitlements: group ? [entitlementOf(group)] : [],
  };
}

function* opHolders(rows: KeptRows): Generator<Holder> {
  const users = byIdAndEmail(rows);
  const seen = new Map<string, SignInRow>();
  for (const row of rows.of("sign-ins")) seen.set(row.id, row as unknown as SignInRow);
  for (const row of rows.of("group-members")) {
    const member = row as unknown as MemberRow;
    const times = seen.get(member.id);
    yield {
      ...member,
      createdAt: toInstantOrNull(times?.created_at ?? users(member)?.created_at),
      lastSignIn: lastSignInOf(times),
      suspended: eitherSuspended(member.state, users(member)?.state),
    };
  }
}

function* scimHolders(rows: KeptRows): Generator<Holder> {
  const users = byIdAndEmail(rows);
  const provisioned = new Map<string, ScimUserRow>();
  for (const row of rows.of("provisioned-users")) provisioned.set(row.id, row as unknown as ScimUserRow);
  for (const row of rows.of("group-members")) {
    const { id, display } = row as unknown as ScimMemberRow;
    const user = provisioned.get(id);
    const email = user ? emailOf(user) : null;
    const more = users({ id, email });
    const state = user?.active == null ? null : user.active ? "ACTIVE" : "SUSPENDED";
    yield {
      id,
      name: user?.displayName ?? user?.name?.formatted ?? display ?? null,
      email,
      type: "MEMBER",
      state,
      role: null,
      createdAt: toInstantOrNull(user?.meta?.created ?? more?.created_at),
      lastSignIn: null,
      suspended: eitherSuspended(state, more?.state),
    };
  }
}

function accountOf(holder: Holder, grants: Grants): Account {
  const { id, name, email, type, role, suspended, createdAt, lastSignIn } = holder;
  const isService = type === "SERVICE_ACCOUNT";
  return {
    id,
    name: name ?? null,
    email: email ?? null,
    username: null,
    url: null,
    kind: isService ? "service" : "person",
    class: classOf(type),
    // "Every active member" (whoever is suspended is not charged for).
    seated: !isService && suspended !== true,
    admin: role != null && groupRoles.has(role) ? role === "MANAGER" : null,
    role: roleOf(holder),
    suspended,
    mfa: null,
    lastSignIn,
    createdAt,
    grants: role === "MANAGER" ? grants.manager : grants.member,
  };
}

/** The role in the group. A type nobody knows is shown in its place: it may mean more than any role. */
function roleOf({ type, role }: Holder): Account["role"] {
  if (type != null && type !== "UNKNOWN" && classOf(type) === "unrecognised") return { id: null, name: type, known: false };
  return role == null ? null : { id: null, name: role, known: groupRoles.has(role) };
}

function lastSignInOf(times: SignInRow | undefined): Account["lastSignIn"] {
  const instant = toInstantOrNull(times?.last_auth_at);
  // The zero time of the language `op` is written in.
  return instant?.startsWith("0001-01-01") ? "never" : instant;
}

/** Two lists may disagree for a moment: whoever one of them says is locked out is a finding, and is read again. */
function eitherSuspended(state: string | null | undefined, other: string | null | undefined): boolean | null {
  if (isSuspended(other) === true) return true;
  return isSuspended(state) ?? isSuspended(other);
}

function emailOf({ emails, userName }: ScimUserRow): string | null {
  const main = emails?.find(({ primary }) => primary === true)?.value ?? emails?.[0]?.value;
  return main ?? (userName?.includes("@") ? userName : null);
}

/** Users of the account by id; by e-mail for those whom a bridge may name otherwise. */
function byIdAndEmail(rows: KeptRows): (of: { id: string; email?: string | null | undefined }) => UserRow | undefined {
  const found = new Map<string, UserRow>();
  for (const row of rows.of("users")) {
    const user = row as unknown as UserRow;
    found.set(user.id, user);
    if (user.email) found.set(normalEmail(user.email), user);
  }
  return ({ id, email }) => found.get(id) ?? (email ? found.get(normalEmail(email)) : undefined);
}

function invitationOf({ id, email, createdAt }: Holder): Invitation {
  return { id, email: email ?? null, createdAt };
}

function entitlementOf({ id, name }: GroupRow): ReadEntitlement {
  return { kind: "group", id, name: name ?? null, url: null, audited: false };
}

/** The same for all who have the same role: a group opens to each of its members what it opens. */
interface Grants {
  member: Grant[];
  manager: Grant[];
}

function grantsOf(group: GroupRow | undefined, rows: KeptRows): Grants {
  if (!group) return { member: [], manager: [] };
  const held: Grant = { entitlement: { kind: "group", id: group.id, name: group.name ?? null }, direct: true, via: null };
  const vaults = [...rows.of("vaults")].map((row): Grant => {
    const { id, name } = row as unknown as VaultRow;
    return { entitlement: { kind: "vault", id, name: name ?? null }, direct: false, via: group.name ?? group.id };
  });
  return { member: [held, ...vaults], manager: [{ ...held, admin: true }, ...vaults] };
}
