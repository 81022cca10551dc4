import { type Issue, LEVELS, type Member, type Note, type Project, type User } from "./shapes.ts";
import { projectOf, userById, type World } from "./state.ts";

/** Rows of a project and of every namespace above it, one a user with the highest level, as `members/all` gives them. */
export function effectiveMembers(world: World, project: Project): Member[] {
  const above = world.groups.filter((group) => `${project.path}/`.toLowerCase().startsWith(`${group.path}/`.toLowerCase()));
  const best = new Map<number, Member>();
  for (const member of [...project.members, ...above.flatMap((group) => group.members)]) {
    const known = best.get(member.userId);
    if (known === undefined || known.accessLevel < member.accessLevel) best.set(member.userId, member);
  }
  return [...best.values()].filter((member) => inForce(world, member));
}

function inForce(world: World, member: Member): boolean {
  return member.expiresAt === null || member.expiresAt > world.now().toISOString().slice(0, 10);
}

export function levelOf(world: World, project: Project, user: User | null): number {
  if (user === null || user.state !== "active") return LEVELS.none;
  return effectiveMembers(world, project).find((member) => member.userId === user.id)?.accessLevel ?? LEVELS.none;
}

export function isMember(world: World, project: Project, user: User | null): boolean {
  return levelOf(world, project, user) >= LEVELS.guest;
}

export function canReadProject(world: World, project: Project, user: User | null): boolean {
  if (project.visibility === "public") return true;
  if (project.visibility === "internal" && user !== null && user.state === "active") return true;
  return isMember(world, project, user);
}

/** An assignee must be able to see the project. */
export function canBeAssigned(world: World, project: Project, userId: number): boolean {
  const user = userById(world, userId);
  return user !== undefined && user.state === "active" && canReadProject(world, project, user);
}

/** Confidential issues: Planner and Reporter upwards, the author and the assignees; nobody else, guests included. */
export function canReadIssue(world: World, issue: Issue, user: User | null): boolean {
  const project = projectOf(world, issue);
  if (!project.issuesEnabled || !canReadProject(world, project, user)) return false;
  if (!issue.confidential) return true;
  return user !== null && (levelOf(world, project, user) >= LEVELS.planner || isAuthorOrAssignee(issue, user));
}

function isAuthorOrAssignee(issue: Issue, user: User): boolean {
  return issue.authorId === user.id || issue.assigneeIds.includes(user.id);
}

/** `create_issue`: anyone who may read a project whose issues are on. */
export function canCreateIssue(world: World, project: Project, user: User): boolean {
  return project.issuesEnabled && !project.archived && canReadProject(world, project, user);
}

/** `update_issue`: title, description, state, and ticking boxes of the description. */
export function canUpdateIssue(world: World, issue: Issue, user: User): boolean {
  if (!canReadIssue(world, issue, user)) return false;
  const project = projectOf(world, issue);
  return !project.archived && (levelOf(world, project, user) >= LEVELS.planner || isAuthorOrAssignee(issue, user));
}

/** `set_issue_metadata`: labels, assignees, dates, confidentiality, lock. Where it is missing GitLab drops those silently. */
export function canSetMetadata(world: World, issue: Issue, user: User): boolean {
  return canReadIssue(world, issue, user) && levelOf(world, projectOf(world, issue), user) >= LEVELS.planner;
}

export function canAdminLabels(world: World, project: Project, user: User): boolean {
  return levelOf(world, project, user) >= LEVELS.planner;
}

/** `destroy_issue`: Planner and Owner, nobody between them. */
export function canDestroyIssue(world: World, project: Project, user: User): boolean {
  const level = levelOf(world, project, user);
  return level === LEVELS.planner || level >= LEVELS.owner;
}

/** A locked discussion takes comments from members only. */
export function canComment(world: World, issue: Issue, user: User): boolean {
  const project = projectOf(world, issue);
  if (!canReadIssue(world, issue, user) || project.archived) return false;
  return !issue.discussionLocked || isMember(world, project, user);
}

/** `admin_note`: its author, and Maintainers upwards. System notes are nobody's to edit. */
export function canEditNote(world: World, issue: Issue, { note, user }: { note: Note; user: User }): boolean {
  if (note.system || !canComment(world, issue, user)) return false;
  return note.authorId === user.id || levelOf(world, projectOf(world, issue), user) >= LEVELS.maintainer;
}

/** Internal notes: Planner and Reporter upwards, and their author. */
export function canReadNote(world: World, issue: Issue, { note, user }: { note: Note; user: User | null }): boolean {
  if (!canReadIssue(world, issue, user)) return false;
  if (!note.internal) return true;
  return user !== null && (note.authorId === user.id || levelOf(world, projectOf(world, issue), user) >= LEVELS.planner);
}
