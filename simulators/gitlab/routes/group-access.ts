import type { AccessToken } from "../access-shapes.ts";
import {
  accessTokenEntity,
  billableEntity,
  groupDetailEntity,
  groupMemberEntity,
  invitationEntity,
  isActive,
  listedGroupEntity,
} from "../entities-access.ts";
import { ApiError, forbidden, unauthorized } from "../errors.ts";
import { ancestors, effectiveGroupMembers, groupLevelOf, invitedGroups } from "../group-members.ts";
import { integers, oneOf, text } from "../params.ts";
import { levelOf } from "../permissions.ts";
import { type Group, LEVELS, type Member } from "../shapes.ts";
import { knownUser } from "../state.ts";
import { type Answer, type Context, listed, ok, projectOfRequest, type Route, signedIn } from "./context.ts";
import { groupOfRequest } from "./users.ts";

/** Who has access to groups, and by which tokens. For an audit: whoever writes here is told so in the loudest way there is. */
export const groupAccessRoutes: Route[] = [
  { method: "GET", path: "/groups/:id", handle: oneGroup },
  { method: "GET", path: "/groups/:id/members", handle: (context) => members(context, groupOfRequest(context).members) },
  {
    method: "GET",
    path: "/groups/:id/members/all",
    handle: (context) => members(context, effectiveGroupMembers(context.world, groupOfRequest(context))),
  },
  { method: "GET", path: "/groups/:id/billable_members", handle: billable },
  { method: "GET", path: "/groups/:id/invited_groups", handle: invited },
  { method: "GET", path: "/groups/:id/invitations", handle: invitations },
  { method: "GET", path: "/groups/:id/access_tokens", handle: groupTokens },
  { method: "GET", path: "/projects/:id/access_tokens", handle: projectTokens },
  ...["/groups/:id", "/groups/:id/members", "/groups/:id/invitations", "/groups/:id/access_tokens", "/projects/:id/access_tokens"]
    .flatMap((path) => ["POST", "PUT", "DELETE"].map((method) => ({ method, path })))
    .map((route) => ({ ...route, handle: readOnly })),
];

function readOnly(): never {
  throw new ApiError(500, { message: "500 Internal Server Error: this group is read-only" });
}

function oneGroup(context: Context): Answer {
  context.limiter.application("group_api", signedIn(context).id);
  return ok(groupDetailEntity(context.world, groupOfRequest(context)));
}

function members(context: Context, rows: readonly Member[]): Answer {
  const { world, params } = context;
  const query = text(params, "query")?.toLowerCase() ?? "";
  const ids = integers(params, "user_ids");
  const state = oneOf(params, "state", ["awaiting", "active"]);
  const shown = rows.filter((row) => {
    const { name, username } = knownUser(world, row.userId);
    if (state !== undefined && (row.awaiting === true) !== (state === "awaiting")) return false;
    return `${name}\n${username}`.toLowerCase().includes(query) && (ids === undefined || ids.includes(row.userId));
  });
  return listed(context, shown, (row) => groupMemberEntity(world, row));
}

function isOwner(context: Context, group: Group): boolean {
  return groupLevelOf(context.world, group, signedIn(context).id) >= LEVELS.owner;
}

/** 400 for a subgroup, and 400 for whoever may not: GitLab has no other word here. */
function billable(context: Context): Answer {
  const { world } = context;
  const group = groupOfRequest(context);
  if (ancestors(world, group).length > 0 || !isOwner(context, group)) throw new ApiError(400, { message: "400 Bad request" });
  const within = world.groups.filter(({ path }) => `${path}/`.startsWith(`${group.path}/`));
  const members = within.flatMap((each) => effectiveGroupMembers(world, each)).filter(({ awaiting }) => awaiting !== true);
  const users = [...new Set(members.map(({ userId }) => userId))].map((id) => knownUser(world, id));
  const people = users.filter(({ bot }) => !bot).sort((a, b) => a.id - b.id);
  return listed(context, people, (user) => billableEntity(world, user));
}

function invited(context: Context): Answer {
  context.limiter.application("group_invited_groups_api", signedIn(context).id);
  const groups = new Set(invitedGroups(context.world, groupOfRequest(context)).map(({ group }) => group));
  return listed(context, [...groups], (group) => listedGroupEntity(context.world, group));
}

function invitations(context: Context): Answer {
  const group = groupOfRequest(context);
  if (!isOwner(context, group)) throw forbidden();
  return listed(context, group.invitations ?? [], invitationEntity);
}

/** 401 for whoever may not, as for a token that does not work. */
function groupTokens(context: Context): Answer {
  const group = groupOfRequest(context);
  if (!isOwner(context, group)) throw unauthorized();
  return tokens(context, group.accessTokens ?? [], { resource_type: "group", resource_id: group.id });
}

function projectTokens(context: Context): Answer {
  const project = projectOfRequest(context);
  if (levelOf(context.world, project, signedIn(context)) < LEVELS.maintainer) throw unauthorized();
  return tokens(context, project.accessTokens ?? [], { resource_type: "project", resource_id: project.id });
}

function tokens(context: Context, rows: readonly AccessToken[], of: Parameters<typeof accessTokenEntity>[2]): Answer {
  const state = oneOf(context.params, "state", ["active", "inactive"]);
  const shown = rows.filter((token) => state === undefined || isActive(context.world, token) === (state === "active"));
  return listed(context, shown, (token) => accessTokenEntity(context.world, token, of));
}
