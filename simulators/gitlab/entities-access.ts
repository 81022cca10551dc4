import type { AccessToken, GroupAccess } from "./access-shapes.ts";
import { type Entity, groupEntity, memberEntity, userEntity } from "./entities.ts";
import { ancestors } from "./group-members.ts";
import type { Group, Member, User } from "./shapes.ts";
import { knownUser, type World } from "./state.ts";

/** JSON of groups, their members and tokens, as the API gives it: EE entities on a paid plan. */

/** API_Entities_GroupDetail, without what needs rights of its own. */
export function groupDetailEntity(world: World, group: Group): Entity {
  return {
    ...listedGroupEntity(world, group),
    // A secret, for whoever owns the group: nobody who audits may keep it.
    runners_token: "GR1348941example-runners-token",
    shared_with_groups: (group.sharedWith ?? []).map(({ groupId, accessLevel, expiresAt }) => {
      const invited = world.groups.find(({ id }) => id === groupId);
      return {
        group_id: groupId,
        group_name: invited?.name ?? "",
        group_full_path: invited?.path ?? "",
        group_access_level: accessLevel,
        expires_at: expiresAt,
        member_role_id: null,
      };
    }),
  };
}

/** API_Entities_Group. */
export function listedGroupEntity(world: World, group: Group): Entity {
  const [parent] = ancestors(world, group);
  return {
    ...groupEntity(world, group),
    full_name: [...ancestors(world, group).reverse(), group].map(({ name }) => name).join(" / "),
    description: "",
    visibility: group.visibility ?? "private",
    created_at: "2024-02-05T09:00:00.000Z",
    parent_id: parent?.id ?? null,
    archived: false,
    marked_for_deletion_on: null,
  };
}

/** API_Entities_Member, with what an Owner on a paid plan sees besides. */
export function groupMemberEntity(world: World, member: Member): Entity {
  const user = knownUser(world, member.userId);
  return {
    ...memberEntity(world, member),
    public_email: user.publicEmail ?? "",
    membership_state: member.awaiting ? "awaiting" : "active",
    group_saml_identity: null,
    group_scim_identity: null,
    override: false,
    member_role: member.memberRole
      ? { ...member.memberRole, group_id: null, description: null, base_access_level: member.accessLevel }
      : null,
  };
}

/** What /billable_members gives of one user. */
export function billableEntity(world: World, user: User): Entity {
  const { public_email: _public, ...basic } = userEntity(world, user);
  return {
    ...basic,
    last_activity_on: user.lastActivityOn ?? null,
    membership_type: "group_member",
    removable: true,
    created_at: user.createdAt,
    last_login_at: user.lastLoginAt ?? null,
    membership_state: "active",
  };
}

export function invitationEntity(invitation: NonNullable<GroupAccess["invitations"]>[number]): Entity {
  return {
    access_level: invitation.accessLevel,
    created_at: invitation.createdAt,
    expires_at: invitation.expiresAt && `${invitation.expiresAt}T00:00:00.000Z`,
    invite_email: invitation.email,
    invite_token: "example-invite-token",
    user_name: null,
    created_by_name: "Dana Whitfield",
  };
}

export function accessTokenEntity(
  world: World,
  token: AccessToken,
  of: { resource_type: "group" | "project"; resource_id: number },
): Entity {
  return {
    id: token.id,
    name: token.name,
    revoked: token.revoked,
    created_at: token.createdAt,
    description: null,
    scopes: token.scopes,
    user_id: token.userId,
    last_used_at: token.lastUsedAt,
    active: isActive(world, token),
    expires_at: token.expiresAt,
    access_level: token.accessLevel,
    ...of,
    last_used_ips: ["192.0.2.7"],
  };
}

export function isActive(world: World, { revoked, expiresAt }: AccessToken): boolean {
  return !revoked && (expiresAt === null || expiresAt > world.now().toISOString().slice(0, 10));
}
