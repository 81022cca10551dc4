import type { Account, Invitation, Observed, ReadEntitlement } from "../../model/account.ts";
import { normalEmail } from "../../model/identity.ts";
import { compareText } from "../../model/json.ts";
import type { KeptRows } from "../../model/source.ts";
import { toInstantOrNull } from "../../model/time.ts";
import { credentialsOf } from "./credentials.ts";
import { Grants } from "./grants.ts";
import { isKnownLevel, isOwnerLevel, levelOf } from "./levels.ts";
import type { BillableRow, GroupRow, InvitationRow, MemberRow } from "./shapes.ts";

/**
 * Kept rows → everybody with a membership in force in a configured group, through whichever group it comes; the access tokens; and
 * whoever is asked in and not there yet. A group whose members nobody could look into is no entitlement here.
 */
export function normaliseGitlab(rows: KeptRows): Observed {
  const groups = new Map(Array.from(rows.of("groups"), (row) => [row.id, row as unknown as GroupRow]));
  const credentials = credentialsOf(rows);
  const machines = new Set(credentials.flatMap(({ userId }) => (userId === null ? [] : [userId])));
  const members = Array.from(rows.of("members"), (row) => row as unknown as MemberRow);
  const grants = new Grants(rows, groups);
  const seen = billableRows(rows);
  const accounts: Account[] = [];
  for (const memberships of activeMemberships(members).values()) {
    const [first] = memberships;
    if (!first) continue;
    const account = accountOf(memberships, { billable: seen.get(first.user), machines });
    account.grants = grants.of(memberships);
    account.admin = account.grants.some(({ admin }) => admin === true);
    accounts.push(account);
  }
  return {
    accounts,
    credentials,
    invitations: invitationsOf(rows, { members, groups }),
    entitlements: entitlementsOf(members, groups),
  };
}

/** By user, the highest level first. */
function activeMemberships(members: readonly MemberRow[]): Map<string, MemberRow[]> {
  const active = members.filter(({ membership_state }) => membership_state !== "awaiting");
  active.sort((a, b) => b.access_level - a.access_level || compareText(a.id, b.id));
  return Map.groupBy(active, ({ user }) => user);
}

function billableRows(rows: KeptRows): Map<string, BillableRow> {
  return new Map(Array.from(rows.of("billable-members"), (row) => [String(row.user), row as unknown as BillableRow]));
}

interface Around {
  billable: BillableRow | undefined;
  /** Users of access tokens. */
  machines: ReadonlySet<string>;
}

function accountOf(memberships: readonly MemberRow[], { billable, machines }: Around): Account {
  const [row] = memberships as [MemberRow];
  const kind = kindOf(row, machines);
  const level = levelOf(row.access_level);
  const suspended = isSuspended(row.state);
  return {
    id: row.user,
    name: row.name || null,
    // Only people of an enterprise have `email`; what somebody shows the world is theirs as well, where it is set.
    email: row.email || billable?.email || row.public_email || null,
    username: row.username || null,
    url: row.web_url || null,
    kind,
    class: kind === "person" ? classOf(row) : kind,
    seated: kind === "person" && suspended !== true,
    admin: isOwnerLevel(level),
    role: {
      id: row.member_role?.id ?? null,
      name: row.member_role?.name ? `${level.name} (custom role ${row.member_role.name})` : level.name,
      known: isKnownLevel(level),
    },
    suspended,
    mfa: null,
    lastSignIn: billable ? latest(toInstantOrNull(billable.last_login_at), toInstantOrNull(billable.last_activity_on)) : null,
    createdAt: earliest(memberships.map(({ created_at }) => toInstantOrNull(created_at))),
    grants: [],
  };
}

/** Names GitLab gives the users of access tokens and service accounts. Nobody may take one like them. */
const botName = /^(?:project|group)_\d+_bot(?:_[0-9a-f]{8,}|\d*)$/i;
const serviceName = /^service_account_(?:(?:group|project)_)?(?:\d+_)?[0-9a-f]{8,}$/i;

function kindOf({ user, username }: MemberRow, machines: ReadonlySet<string>): Account["kind"] {
  if (machines.has(user) || botName.test(username ?? "")) return "bot";
  return serviceName.test(username ?? "") ? "service" : "person";
}

function classOf({ access_level }: MemberRow): string {
  const level = levelOf(access_level);
  return isKnownLevel(level) ? level.name.toLowerCase() : "unrecognised";
}

/** Blocked, deactivated, banned: still members, and shut out. A state this version does not know is no signal. */
function isSuspended(state: string | null | undefined): boolean | null {
  if (state === "active") return false;
  return /^(?:blocked|deactivated|banned|ldap_blocked|blocked_pending_approval)$/.test(state ?? "") ? true : null;
}

function latest(...times: (string | null)[]): string | null {
  return times.filter((time) => time !== null).reduce<string | null>((so, time) => (so === null || time > so ? time : so), null);
}

function earliest(times: readonly (string | null)[]): string | null {
  return times.filter((time) => time !== null).sort(compareText)[0] ?? null;
}

/** Members whose seat or admission nobody has approved, and addresses nobody has answered from. */
function invitationsOf(
  rows: KeptRows,
  { members, groups }: { members: readonly MemberRow[]; groups: ReadonlyMap<string, GroupRow> },
): Invitation[] {
  const pending = new Map<string, Invitation>();
  const add = (one: Invitation, group: string): void => {
    const path = groups.get(group)?.full_path ?? group;
    const known = pending.get(one.id);
    if (!known) {
      pending.set(one.id, { ...one, to: [path] });
      return;
    }
    known.createdAt = known.createdAt && one.createdAt && (known.createdAt < one.createdAt ? known.createdAt : one.createdAt);
    known.expiresAt = known.expiresAt && one.expiresAt && (known.expiresAt > one.expiresAt ? known.expiresAt : one.expiresAt);
    known.to = [...new Set([...(known.to ?? []), path])];
  };
  for (const row of members) {
    if (row.membership_state !== "awaiting") continue;
    const { user: id, public_email, email, username = null, created_at, expires_at: expiresAt = null, group } = row;
    add({ id, email: email || public_email || null, username, createdAt: toInstantOrNull(created_at), expiresAt }, group);
  }
  for (const row of rows.of("invitations")) {
    const { id, invite_email: email, created_at, expires_at: expiresAt = null, group } = row as unknown as InvitationRow;
    add({ id: email ? normalEmail(email) : id, email: email ?? null, createdAt: toInstantOrNull(created_at), expiresAt }, group);
  }
  return [...pending.values()];
}

/** Every group has a member, so that one without rows was not read. */
function entitlementsOf(members: readonly MemberRow[], groups: ReadonlyMap<string, GroupRow>): ReadEntitlement[] {
  const read = new Set(members.map(({ group }) => group));
  return [...groups.values()]
    .filter(({ id }) => read.has(id))
    .map(({ id, full_path, web_url }) => ({ kind: "group", id, name: full_path, url: web_url ?? null, audited: true }));
}
