import { fullUserEntity, memberEntity, selfEntity, userEntity } from "../entities.ts";
import { notFound, unauthorized } from "../errors.ts";
import { effectiveGroupMembers } from "../group-members.ts";
import { integers, requiredInteger, requiredText, text } from "../params.ts";
import { effectiveMembers } from "../permissions.ts";
import type { Group, Member } from "../shapes.ts";
import { groupByPath, knownUser, userById, userByName } from "../state.ts";
import { type Answer, type Context, listed, ok, projectOfRequest, type Route, signedIn } from "./context.ts";

export const userRoutes: Route[] = [
  {
    method: "GET",
    path: "/user",
    scopes: ["api", "read_api", "read_user"],
    handle: (context) => ok(selfEntity(context.world, signedIn(context))),
  },
  {
    method: "GET",
    path: "/personal_access_tokens/self",
    scopes: ["api", "read_api", "read_user", "read_repository"],
    handle: ownToken,
  },
  { method: "GET", path: "/users", scopes: ["api", "read_api", "read_user"], handle: listUsers },
  { method: "GET", path: "/users/:user_id", scopes: ["api", "read_api", "read_user"], handle: oneUser },
  { method: "GET", path: "/projects/:id/members", handle: (context) => members(context, projectOfRequest(context).members) },
  { method: "GET", path: "/projects/:id/members/all", handle: allMembers },
  { method: "GET", path: "/projects/:id/members/all/:user_id", handle: oneMember },
];

function ownToken({ world, caller }: Context): Answer {
  if (caller === null) throw unauthorized();
  const { id, name, revoked, createdAt, scopes, userId, expiresAt } = caller.token;
  const used = { last_used_at: world.now().toISOString(), active: true, description: null };
  return ok({ id, name, revoked, created_at: createdAt, scopes, user_id: userId, expires_at: expiresAt, ...used });
}

/** By exact name it is one row or none; the list of everybody is what it gives without. */
function listUsers(context: Context): Answer {
  const { world, params } = context;
  signedIn(context);
  const username = text(params, "username");
  const found = username === undefined ? world.users : [userByName(world, username)].filter((user) => user !== undefined);
  return listed(context, found, (user) => userEntity(world, user));
}

function oneUser(context: Context): Answer {
  const { world, params, limiter } = context;
  limiter.application("users_get_by_id", signedIn(context).id);
  const user = userById(world, requiredInteger(params, "user_id"));
  if (user === undefined) throw notFound("User");
  return ok(fullUserEntity(world, user));
}

function members(context: Context, rows: Member[]): Answer {
  const { world, params } = context;
  signedIn(context);
  const query = text(params, "query")?.toLowerCase();
  const ids = integers(params, "user_ids");
  const shown = rows.filter((row) => {
    const user = knownUser(world, row.userId);
    const named = query === undefined || user.name.toLowerCase().includes(query) || user.username.toLowerCase().includes(query);
    return named && (ids === undefined || ids.includes(row.userId));
  });
  return listed(context, shown, (row) => memberEntity(world, row));
}

function allMembers(context: Context): Answer {
  const project = projectOfRequest(context);
  context.limiter.application("project_members_all", signedIn(context).id);
  return members(context, effectiveMembers(context.world, project));
}

function oneMember(context: Context): Answer {
  const userId = requiredInteger(context.params, "user_id");
  const row = effectiveMembers(context.world, projectOfRequest(context)).find((member) => member.userId === userId);
  if (row === undefined) throw notFound();
  return ok(memberEntity(context.world, row));
}

/** The group of `:id`, by number or path. No access looks like no group. */
export function groupOfRequest(context: Context): Group {
  const { world, params } = context;
  const user = signedIn(context);
  const id = requiredText(params, "id");
  const group = /^\d+$/.test(id) ? world.groups.find((each) => each.id === Number(id)) : groupByPath(world, id);
  if (group === undefined) throw notFound("Group");
  if (!effectiveGroupMembers(world, group).some((member) => member.userId === user.id)) throw notFound("Group");
  return group;
}
