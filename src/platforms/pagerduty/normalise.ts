import type { Account, Grant, Invitation, Licence, Observed, ReadEntitlement } from "../../model/account.ts";
import type { SystemConfig } from "../../model/config.ts";
import type { KeptRows } from "../../model/source.ts";
import { isAudited, pagedOf } from "./paged.ts";
import { isKnownRole, mayManage, roleName } from "./roles.ts";
import { type Schedule, schedulesOf } from "./schedules.ts";
import type { PagerdutySettings } from "./settings.ts";
import type { AllocationRow, LicenceRow, UserRow } from "./shapes.ts";

/** Kept rows → users with their teams and the schedules they stand in, schedules, who can be paged, licences. */
export function normalisePagerduty(rows: KeptRows, system: SystemConfig): Observed {
  const settings = system.settings as PagerdutySettings;
  const schedules = schedulesOf(rows);
  const grants = scheduleGrants(schedules);
  const licences = licencesOf(rows);
  const held = licences.length > 0 ? heldLicences(rows) : null;
  const users = Array.from(rows.of("users"), (row) => row as unknown as UserRow);
  return {
    accounts: users.map((user) => ({
      ...accountOf(user, grants.get(user.id) ?? []),
      ...(held ? { licence: held.get(user.id) ?? null } : {}),
    })),
    credentials: [],
    invitations: users.flatMap(invitationOf),
    entitlements: schedules.map(({ entitlement, url }): ReadEntitlement => {
      return { ...entitlement, url, audited: isAudited(entitlement.id, settings) };
    }),
    paged: pagedOf(rows, { schedules, settings }),
    licences,
  };
}

function accountOf(user: UserRow, schedules: Grant[]): Account {
  const { id, role, teams } = user;
  const known = role != null && isKnownRole(role);
  return {
    id,
    name: user.name ?? null,
    email: user.email ?? null,
    username: null,
    url: user.html_url ?? null,
    kind: "person",
    class: known ? role : "unrecognised",
    // There is no suspension, and who is only invited takes a licence and may be paged as well.
    seated: true,
    admin: known ? mayManage(role) : null,
    role: role == null ? null : { id: role, name: roleName(role), known },
    suspended: null,
    mfa: null,
    lastSignIn: null,
    createdAt: null,
    grants: [...teamGrants(teams ?? []), ...schedules],
  };
}

function teamGrants(teams: NonNullable<UserRow["teams"]>): Grant[] {
  const once = new Map(teams.map(({ id, summary }) => [id, summary ?? null]));
  return [...once].map(([id, name]) => ({ entitlement: { kind: "group", id, name }, direct: true, via: null }));
}

/** Who stands in a schedule's layers holds it; an override is cover for somebody who does. */
function scheduleGrants(schedules: readonly Schedule[]): Map<string, Grant[]> {
  const grants = new Map<string, Grant[]>();
  for (const { entitlement, layers } of schedules) {
    const grant: Grant = { entitlement, direct: true, via: null };
    for (const { id } of layers) grants.set(id, [...(grants.get(id) ?? []), grant]);
  }
  return grants;
}

/** A user who has not accepted yet is an account and an invitation, of the same id. PagerDuty does not say since when. */
function invitationOf({ id, email, invitation_sent }: UserRow): Invitation[] {
  return invitation_sent === true ? [{ id, email: email ?? null, createdAt: null }] : [];
}

function licencesOf(rows: KeptRows): Licence[] {
  return Array.from(rows.of("licences"), (row) => {
    const { id, name, description, current_value, allocations_available } = row as unknown as LicenceRow;
    return { id, name, description: description || null, used: current_value ?? null, free: allocations_available ?? null };
  });
}

function heldLicences(rows: KeptRows): Map<string, string> {
  const held = new Map<string, string>();
  for (const row of rows.of("licence-allocations")) {
    const { user, license } = row as unknown as AllocationRow;
    held.set(user.id, license.name);
  }
  return held;
}
