import { type Entity, namespaceEntity } from "./entities.ts";
import type { Project } from "./shapes.ts";
import type { World } from "./state.ts";

/** One row of a list of projects, as API_Entities_Project has it; `simple` rows lack `archived` and the day of deletion. */
export function listedProjectEntity(world: World, project: Project, { simple }: { simple: boolean }): Entity {
  const namespace = project.path.slice(0, project.path.lastIndexOf("/"));
  const basic = {
    id: project.id,
    description: null,
    name: project.name,
    name_with_namespace: `${namespace.replaceAll("/", " / ")} / ${project.name}`,
    path: project.path.slice(namespace.length + 1),
    path_with_namespace: project.path,
    created_at: project.createdAt,
    default_branch: project.defaultBranch === undefined ? "main" : project.defaultBranch,
    tag_list: [],
    topics: [],
    ssh_url_to_repo: `git@gitlab.test:${project.path}.git`,
    http_url_to_repo: `${world.url}/${project.path}.git`,
    web_url: `${world.url}/${project.path}`,
    readme_url: null,
    forks_count: 0,
    avatar_url: null,
    star_count: 0,
    last_activity_at: project.createdAt,
    visibility: project.visibility,
    namespace: namespaceEntity(world, namespace),
  };
  return simple ? basic : { ...basic, ...detailsOf(world, project) };
}

function detailsOf(world: World, project: Project): Entity {
  const { id, archived, issuesEnabled, sharedWith = [] } = project;
  const groups = sharedWith.map(({ groupId, accessLevel }) => {
    const group = world.groups.find((each) => each.id === groupId);
    const name = { group_id: groupId, group_name: group?.name ?? "", group_full_path: group?.path ?? "" };
    return { ...name, group_access_level: accessLevel, expires_at: null };
  });
  return {
    _links: { self: `${world.url}/api/v4/projects/${id}`, members: `${world.url}/api/v4/projects/${id}/members` },
    marked_for_deletion_at: project.markedForDeletionOn ?? null,
    marked_for_deletion_on: project.markedForDeletionOn ?? null,
    empty_repo: project.emptyRepository ?? false,
    archived,
    issues_enabled: issuesEnabled,
    merge_requests_enabled: true,
    issues_access_level: issuesEnabled ? "enabled" : "disabled",
    repository_access_level: "enabled",
    merge_requests_access_level: "enabled",
    updated_at: project.createdAt,
    open_issues_count: project.issues.filter((issue) => issue.state === "opened").length,
    shared_with_groups: groups,
  };
}
