import { listedProjectEntity } from "../entities-projects.ts";
import { badParameter } from "../errors.ts";
import { flag, integer, oneOf, text } from "../params.ts";
import { canReadProject, levelOf } from "../permissions.ts";
import type { Group, Project, User } from "../shapes.ts";
import type { World } from "../state.ts";
import { type Answer, type Context, listed, type Route, userOf } from "./context.ts";
import { groupOfRequest } from "./users.ts";

/**
 * Projects of a group. Offset pages only: `pagination=keyset` is no parameter of this list, so that it is not heard. A token that
 * may see the group sees of its projects those it may read; there is no word about the others.
 */
export const groupProjectRoutes: Route[] = [{ method: "GET", path: "/groups/:id/projects", handle: groupProjects }];

function groupProjects(context: Context): Answer {
  const { world, params, limiter } = context;
  const user = userOf(context);
  limiter.application("group_projects_api", user?.id ?? null);
  const group = groupOfRequest(context);
  const within = flag(params, "include_subgroups") ?? false;
  // Foreign projects come with the list unless it is told not to; those shared with a subgroup never do.
  const shared = flag(params, "with_shared") ?? true;
  const rows = world.projects.filter(
    (project) => isOf(world, project, { group, within }) || (shared && isSharedWith(project, group)),
  );
  const shown = rows.filter((project) => canReadProject(world, project, user) && isAskedFor(context, project, user));
  return listed(context, ordered(context, shown), (project) =>
    listedProjectEntity(world, project, { simple: flag(params, "simple") ?? false }),
  );
}

function isOf({ groups }: World, { path }: Project, { group, within }: { group: Group; within: boolean }): boolean {
  const namespace = path.slice(0, path.lastIndexOf("/")).toLowerCase();
  if (namespace === group.path.toLowerCase()) return true;
  const known = groups.some((each) => each.path.toLowerCase() === namespace);
  return within && known && namespace.startsWith(`${group.path.toLowerCase()}/`);
}

function isSharedWith({ sharedWith = [] }: Project, group: Group): boolean {
  return sharedWith.some(({ groupId }) => groupId === group.id);
}

function isAskedFor({ world, params }: Context, project: Project, user: User | null): boolean {
  const archived = flag(params, "archived");
  const visibility = oneOf(params, "visibility", ["private", "internal", "public"]);
  const search = text(params, "search")?.toLowerCase() ?? "";
  const least = integer(params, "min_access_level") ?? 0;
  if (archived !== undefined && project.archived !== archived) return false;
  if (visibility !== undefined && project.visibility !== visibility) return false;
  if (least > 0 && levelOf(world, project, user) < least) return false;
  return `${project.name} ${project.path}`.toLowerCase().includes(search);
}

const ORDERS = "id name path created_at updated_at last_activity_at similarity star_count".split(" ");

/** Newest first where nothing is asked for; equal ones by id in the same direction. */
function ordered({ params }: Context, rows: readonly Project[]): Project[] {
  const by = oneOf(params, "order_by", ORDERS) ?? "created_at";
  const sign = (oneOf(params, "sort", ["asc", "desc"]) ?? "desc") === "asc" ? 1 : -1;
  if (by === "similarity" && text(params, "search") === undefined) throw badParameter("search is missing");
  return [...rows].sort((a, b) => sign * (compare(keyOf(a, by), keyOf(b, by)) || a.id - b.id));
}

function keyOf(project: Project, by: string): string | number {
  if (by === "id") return project.id;
  if (by === "name") return project.name.toLowerCase();
  if (by === "path") return project.path.slice(project.path.lastIndexOf("/") + 1);
  return by.endsWith("_at") ? project.createdAt : 0;
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
