import type { Account, Grant, Invitation, Observed } from "../../model/account.ts";
import type { KeptRows, Source } from "../../model/source.ts";
import { toInstantOrNull } from "../../model/time.ts";
import { knownRoles, mayManage } from "./roles.ts";
import { type GroupMemberRow, type GroupRow, type InvitationRow, idOf, type MemberRow } from "./shapes.ts";

/** Kept rows → members of the organisation with their groups, and invitations nobody has answered. */
export function normaliseCalendly(rows: KeptRows): Observed {
  const grants = groupGrants(rows);
  const accounts: Account[] = [];
  for (const row of rows.of("members")) {
    const member = row as unknown as MemberRow;
    accounts.push(accountOf(member, grants.get(idOf(member.uri)) ?? []));
  }
  return { accounts, credentials: [], invitations: invitationsOf(rows) };
}

function accountOf({ id, role, user, created_at }: MemberRow, grants: Grant[]): Account {
  const known = role != null && knownRoles.has(role);
  return {
    id,
    name: user.name ?? null,
    email: user.email ?? null,
    username: user.slug ?? null,
    url: user.scheduling_url ?? null,
    kind: "person",
    class: known ? role : "unrecognised",
    // Every member takes a seat of the plan; there is no suspension and no second kind of member.
    seated: true,
    admin: known ? mayManage(role) : null,
    role: role == null ? null : { id: null, name: role, known },
    suspended: null,
    mfa: null,
    lastSignIn: null,
    // When they came into this organisation; the user may be older.
    createdAt: toInstantOrNull(created_at),
    grants,
  };
}

/** Group grants by membership id. A member may be in a group and administer it besides: that is one grant. */
function groupGrants(rows: KeptRows): Map<string, Grant[]> {
  const names = new Map<string, string | null>();
  for (const row of rows.of("groups")) names.set(row.id, (row as unknown as GroupRow).name ?? null);
  const held = new Map<string, Map<string, Grant>>();
  for (const row of rows.of("group-members")) {
    const { owner, group } = row as unknown as GroupMemberRow;
    // Of an invitation: a place in the group to be, held by nobody yet.
    if (!owner.user) continue;
    const of = held.get(idOf(owner.uri)) ?? new Map<string, Grant>();
    held.set(idOf(owner.uri), of);
    const id = idOf(group);
    of.set(id, { entitlement: { kind: "group", id, name: names.get(id) ?? null }, direct: true, via: null });
  }
  return new Map([...held].map(([membership, grants]) => [membership, [...grants.values()]]));
}

function invitationsOf(rows: KeptRows): Invitation[] {
  const pending: Invitation[] = [];
  for (const row of rows.of("invitations")) {
    const { id, email, status, created_at } = row as unknown as InvitationRow;
    // Asked for pending ones only; a server that does not know the filter gives the others too.
    if (status === "accepted" || status === "declined") continue;
    pending.push({ id, email: email ?? null, createdAt: toInstantOrNull(created_at) });
  }
  return pending;
}

/**
 * Whose token sees only itself among the members may see only a part of everything else, without being told: those lists are no
 * more the whole than the list of members is.
 */
export function settleCalendly(sources: Source[]): Source[] {
  const members = sources.find(({ name }) => name === "members");
  if (members?.refused !== true) return sources;
  return sources.map((source) => {
    if (source.name === "token-user" || source.status !== "complete") return source;
    const reason = `it may be cut: ${members.reason}`;
    return { ...source, status: "unavailable", rows: 0, sha256: null, reason, refused: true };
  });
}
