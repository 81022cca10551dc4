import type { Award, Group, Issue, Label, Member, Note, Project, ResourceEvent, Upload, User } from "./shapes.ts";
import { knownUser, projectById, projectOf, type World } from "./state.ts";
import { tasksOf } from "./tasks.ts";

/** JSON as the API gives it. Shapes: API_Entities_* of the official document, corrected where its types are known to be poor. */
export type Entity = Record<string, unknown>;

export function userEntity(world: World, user: User): Entity {
  return {
    id: user.id,
    username: user.username,
    public_email: "",
    name: user.name,
    state: user.state,
    locked: false,
    avatar_url: null,
    web_url: `${world.url}/${user.username}`,
  };
}

export function fullUserEntity(world: World, user: User): Entity {
  return { ...userEntity(world, user), created_at: user.createdAt, bio: "", location: "", job_title: "", bot: user.bot };
}

export function selfEntity(world: World, user: User): Entity {
  const private_ = {
    email: user.email,
    two_factor_enabled: true,
    last_activity_on: world.now().toISOString().slice(0, 10),
    identities: [],
  };
  return { ...fullUserEntity(world, user), ...private_, current_sign_in_at: null, confirmed_at: user.createdAt };
}

export function memberEntity(world: World, member: Member): Entity {
  return {
    ...userEntity(world, knownUser(world, member.userId)),
    access_level: member.accessLevel,
    created_at: member.createdAt,
    ...(member.createdById === null ? {} : { created_by: userEntity(world, knownUser(world, member.createdById)) }),
    expires_at: member.expiresAt,
    membership_state: "active",
  };
}

export function projectEntity(world: World, project: Project, level: number): Entity {
  const namespace = project.path.slice(0, project.path.lastIndexOf("/"));
  return {
    id: project.id,
    description: null,
    name: project.name,
    name_with_namespace: `${namespace.replaceAll("/", " / ")} / ${project.name}`,
    path: project.path.slice(namespace.length + 1),
    path_with_namespace: project.path,
    created_at: project.createdAt,
    default_branch: "main",
    web_url: `${world.url}/${project.path}`,
    visibility: project.visibility,
    namespace: namespaceEntity(world, namespace),
    archived: project.archived,
    issues_enabled: project.issuesEnabled,
    issues_access_level: project.issuesEnabled ? "enabled" : "disabled",
    open_issues_count: project.issues.filter((issue) => issue.state === "opened").length,
    permissions: { project_access: level === 0 ? null : { access_level: level, notification_level: 3 }, group_access: null },
  };
}

export function namespaceEntity(world: World, path: string): Entity {
  const group = world.groups.find((each) => each.path === path);
  return { id: group?.id ?? 0, name: group?.name ?? path, path: path.split("/").at(-1), kind: "group", full_path: path };
}

export function groupEntity(world: World, group: Group): Entity {
  return {
    id: group.id,
    name: group.name,
    path: group.path.split("/").at(-1),
    full_path: group.path,
    web_url: `${world.url}/groups/${group.path}`,
  };
}

export function labelEntity(label: Label): Entity {
  const { id, name, description, color } = label;
  const fixed = { text_color: "#FFFFFF", subscribed: false, priority: null, is_project_label: true, archived: false };
  return { id, name, description, description_html: description ?? "", color, ...fixed };
}

export function issueEntity(world: World, issue: Issue, details: { labels: boolean } = { labels: false }): Entity {
  const project = projectOf(world, issue);
  const shown = project.labels.filter((label) => issue.labels.includes(label.name));
  const assignees = issue.assigneeIds.map((id) => userEntity(world, knownUser(world, id)));
  return {
    id: issue.id,
    iid: issue.iid,
    project_id: issue.projectId,
    title: issue.title,
    description: issue.description,
    state: issue.state,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    closed_by: issue.closedById === null ? null : userEntity(world, knownUser(world, issue.closedById)),
    labels: details.labels ? shown.map(labelDetails) : issue.labels,
    milestone: null,
    assignees,
    author: userEntity(world, knownUser(world, issue.authorId)),
    type: issue.issueType.toUpperCase(),
    assignee: assignees[0] ?? null,
    ...issueCounts(issue),
    due_date: issue.dueDate,
    confidential: issue.confidential,
    discussion_locked: issue.discussionLocked || null,
    issue_type: issue.issueType,
    web_url: issueAddress(world, issue),
    weight: issue.weight,
    _links: issueLinks(world, issue),
    references: { short: `#${issue.iid}`, relative: `#${issue.iid}`, full: `${project.path}#${issue.iid}` },
    severity: "UNKNOWN",
    moved_to_id: issue.movedToId,
    imported: false,
    imported_from: "none",
    service_desk_reply_to: null,
  };
}

function issueCounts(issue: Issue): Entity {
  const tasks = tasksOf(issue.description);
  const done = tasks.filter((task) => task.checked).length;
  const awarded = (name: string): number => issue.awards.filter((award) => award.name === name).length;
  return {
    user_notes_count: issue.notes.filter((note) => !note.system).length,
    merge_requests_count: 0,
    upvotes: awarded("thumbsup"),
    downvotes: awarded("thumbsdown"),
    blocking_issues_count: 0,
    time_stats: { time_estimate: 0, total_time_spent: 0, human_time_estimate: null, human_total_time_spent: null },
    task_completion_status: { count: tasks.length, completed_count: done },
    has_tasks: (issue.description ?? "") !== "",
    task_status: `${done} of ${tasks.length} checklist items completed`,
  };
}

function labelDetails({ id, name, description, color }: Label): Entity {
  return { id, name, color, description, description_html: description ?? "", text_color: "#FFFFFF" };
}

/** GitLab's pages and links name an issue under its project's present path. */
export function issueAddress(world: World, issue: Issue): string {
  return `${world.url}/${projectOf(world, issue).path}/-/issues/${issue.iid}`;
}

function issueLinks(world: World, issue: Issue): Entity {
  const api = `${world.url}/api/v4/projects/${issue.projectId}`;
  const self = `${api}/issues/${issue.iid}`;
  const canonical = issue.duplicatedToId === null ? undefined : findIssue(world, issue.duplicatedToId);
  const duplicate = canonical ? `${world.url}/api/v4/projects/${canonical.projectId}/issues/${canonical.iid}` : null;
  return { self, notes: `${self}/notes`, award_emoji: `${self}/award_emoji`, project: api, closed_as_duplicate_of: duplicate };
}

function findIssue(world: World, id: number): Issue | undefined {
  return world.projects.flatMap((project) => project.issues).find((issue) => issue.id === id);
}

export function noteEntity(world: World, issue: Issue, { note, changes = {} }: { note: Note; changes?: Entity }): Entity {
  return {
    id: note.id,
    type: note.type,
    body: note.body,
    author: userEntity(world, knownUser(world, note.authorId)),
    created_at: note.createdAt,
    updated_at: note.updatedAt,
    system: note.system,
    noteable_id: issue.id,
    noteable_type: "Issue",
    project_id: issue.projectId,
    resolvable: false,
    confidential: note.internal,
    internal: note.internal,
    imported: false,
    imported_from: "none",
    noteable_iid: issue.iid,
    commands_changes: changes,
  };
}

export function discussionEntity(world: World, issue: Issue, notes: Note[]): Entity {
  const first = notes[0];
  return {
    id: first?.discussionId,
    individual_note: first?.type !== "DiscussionNote",
    notes: notes.map((note) => noteEntity(world, issue, { note })),
  };
}

export function awardEntity(world: World, award: Award, { id, type }: { id: number; type: "Issue" | "Note" }): Entity {
  const user = userEntity(world, knownUser(world, award.userId));
  return {
    id: award.id,
    name: award.name,
    user,
    created_at: award.createdAt,
    updated_at: award.createdAt,
    awardable_id: id,
    awardable_type: type,
    url: null,
  };
}

export function eventEntity(world: World, issue: Issue, event: ResourceEvent): Entity {
  const base = {
    id: event.id,
    user: userEntity(world, knownUser(world, event.userId)),
    created_at: event.createdAt,
    resource_type: "Issue",
    resource_id: issue.id,
  };
  if (event.kind === "state") return { ...base, state: event.action };
  const label = projectById(world, issue.projectId)?.labels.find((each) => each.name === event.label);
  return {
    ...base,
    label: label ? { id: label.id, name: label.name, color: label.color, description: label.description } : null,
    action: event.action,
  };
}

export function uploadEntity(project: Project, upload: Upload): Entity {
  const url = `/uploads/${upload.secret}/${upload.filename}`;
  const image = /\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?|ico)$/i.test(upload.filename);
  const alt = image ? upload.filename.replace(/\.[^.]+$/, "") : upload.filename;
  const markdown = `${image ? "!" : ""}[${alt.replace(/([\][()])/g, "\\$1")}](${url})`;
  return { id: upload.id, alt, url, full_path: `/-/project/${project.id}${url}`, markdown };
}
