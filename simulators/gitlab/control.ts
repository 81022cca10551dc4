import { applyChanges } from "./apply.ts";
import { emptyBooks } from "./books.ts";
import type { Limiter, LimitName } from "./limits.ts";
import { deleteIssue, moveIssue } from "./move.ts";
import type { GroupApprovals } from "./project-settings.ts";
import { type Blob, emptyRepository, push } from "./repository.ts";
import type { Issue, Project, User } from "./shapes.ts";
import { groupByPath, issueByIid, projectByPath, timestamp, userByName, type World } from "./state.ts";

/** What a test can make happen to this GitLab from outside, as somebody with every right would do it. */
export type StateChange =
  | { do: "set-template"; project: string; name: string; content: string }
  | { do: "remove-template"; project: string; name: string }
  | { do: "set-locked"; project: string; iid: number; locked: boolean; by: string }
  | { do: "set-state"; project: string; iid: number; event: "close" | "reopen"; by: string }
  | { do: "edit-description"; project: string; iid: number; description: string; by: string }
  | { do: "move-issue"; project: string; iid: number; to: string; by: string }
  | { do: "delete-issue"; project: string; iid: number }
  | { do: "age-issue"; project: string; iid: number; seconds: number }
  | { do: "rename-project"; project: string; path: string }
  | { do: "remove-project"; project: string }
  | { do: "set-issues-enabled"; project: string; enabled: boolean }
  | { do: "set-member"; project: string; username: string; accessLevel: number }
  | { do: "drop-member"; project: string; username: string }
  | { do: "set-group-approvals"; group: string; enforced: GroupApprovals }
  | {
      do: "push";
      project: string;
      files: Record<string, string | Blob | null>;
      message?: string;
      branch?: string;
      after?: number;
    }
  | { do: "revoke-token"; value: string }
  | { do: "delete-user"; username: string }
  | { do: "set-limit"; name: LimitName; most: number }
  /** Everything in its projects as it is now is kept, or put back as it was kept. */
  | { do: "keep" }
  | { do: "put-back" }
  | { do: "clear-books" };

const NAMES = (
  "set-template remove-template set-locked set-state edit-description move-issue delete-issue age-issue rename-project remove-project " +
  "set-issues-enabled set-member drop-member set-group-approvals push revoke-token delete-user set-limit keep put-back clear-books"
).split(" ");

/** What came from another process, held to be a change by its name. @throws for a name it does not know */
export function stateChange(given: Record<string, unknown>): StateChange {
  if (!NAMES.includes(String(given.do)))
    throw new Error(`GitLab knows no change ${String(given.do)}; it knows ${NAMES.join(", ")}`);
  return given as unknown as StateChange;
}

/** Throws where the change names something that is not there. */
export function changeState(world: World, limiter: Limiter, change: StateChange): void {
  if (change.do === "revoke-token") revoke(world, change.value);
  else if (change.do === "delete-user") deleteUser(world, change.username);
  else if (change.do === "set-limit") limiter.limits[change.name].most = change.most;
  else if (change.do === "set-group-approvals") enforce(world, change);
  else if (change.do === "clear-books") world.books = emptyBooks();
  else if (change.do === "keep") world.kept = structuredClone(world.projects);
  else if (change.do === "put-back") world.projects = structuredClone(world.kept ?? world.projects);
  else if ("iid" in change) changeIssue(world, change);
  else changeProject(world, change);
}

function revoke(world: World, value: string): void {
  for (const token of world.tokens) if (token.value === value) token.revoked = true;
}

/** What they wrote stays, as the ghost's. */
function deleteUser(world: World, username: string): void {
  const user = userNamed(world, username);
  world.users = world.users.filter((each) => each.id !== user.id);
  world.tokens = world.tokens.filter((token) => token.userId !== user.id);
  for (const list of [...world.groups, ...world.projects])
    list.members = list.members.filter((member) => member.userId !== user.id);
}

/** Everything about the issue happened so much earlier, as if that time had passed since. */
function ageIssue(issue: Issue, seconds: number): void {
  const earlier = (at: string): string => new Date(Date.parse(at) - seconds * 1000).toISOString();
  for (const note of issue.notes) {
    Object.assign(note, { createdAt: earlier(note.createdAt), updatedAt: earlier(note.updatedAt) });
    if (note.editedAt !== null) note.editedAt = earlier(note.editedAt);
    for (const award of note.awards) award.createdAt = earlier(award.createdAt);
  }
  for (const event of issue.events) event.createdAt = earlier(event.createdAt);
  Object.assign(issue, { createdAt: earlier(issue.createdAt), updatedAt: earlier(issue.updatedAt) });
  if (issue.closedAt !== null) issue.closedAt = earlier(issue.closedAt);
}

/** What a top-level group enforces in all of its projects from now on. */
function enforce(world: World, { group, enforced }: { group: string; enforced: GroupApprovals }): void {
  const found = groupByPath(world, group);
  if (found === undefined) throw new Error(`no group ${group}`);
  found.mergeRequestApprovals = enforced;
}

function changeIssue(world: World, change: Extract<StateChange, { iid: number }>): void {
  const project = projectNamed(world, change.project);
  const issue = issueNamed(project, change.iid);
  if (change.do === "delete-issue") {
    deleteIssue(project, issue);
    return;
  }
  if (change.do === "age-issue") {
    ageIssue(issue, change.seconds);
    return;
  }
  const author = userNamed(world, change.by);
  if (change.do === "move-issue") moveIssue(world, issue, { author, target: projectNamed(world, change.to) });
  if (change.do === "set-locked") applyChanges(world, issue, { author, changes: { discussionLocked: change.locked } });
  if (change.do === "set-state") applyChanges(world, issue, { author, changes: { stateEvent: change.event } });
  if (change.do === "edit-description") applyChanges(world, issue, { author, changes: { description: change.description } });
}

type ProjectChange = Exclude<
  StateChange,
  | { iid: number }
  | { group: string }
  | { do: "revoke-token" }
  | { do: "delete-user" }
  | { do: "set-limit" }
  | { do: "keep" }
  | { do: "put-back" }
  | { do: "clear-books" }
>;

function changeProject(world: World, change: ProjectChange): void {
  const project = projectNamed(world, change.project);
  if (change.do === "set-template" || change.do === "remove-template") {
    project.templates = project.templates.filter((template) => template.name !== change.name);
    if (change.do === "set-template") project.templates.push({ name: change.name, content: change.content });
  }
  if (change.do === "rename-project") {
    project.formerPaths.push(project.path);
    project.path = change.path;
  }
  if (change.do === "remove-project") world.projects = world.projects.filter((each) => each.id !== project.id);
  if (change.do === "push") pushTo(world, project, change);
  if (change.do === "set-issues-enabled") project.issuesEnabled = change.enabled;
  if (change.do === "set-member" || change.do === "drop-member") changeMember(world, project, change);
}

/** At once, or once so many requests for files were answered: what happens while somebody reads. */
function pushTo(world: World, project: Project, change: Extract<StateChange, { do: "push" }>): void {
  const { files, message = "Change the roster", branch = "main", after = 0 } = change;
  const author = { name: "Dana Whitfield", email: "dana.whitfield@acme.test" };
  const made = { branch, message, author, at: timestamp(world), files };
  project.repository ??= emptyRepository();
  if (after > 0) project.repository.pending = { ...made, after };
  else push(project.repository, made);
}

function changeMember(world: World, project: Project, change: Extract<ProjectChange, { username: string }>): void {
  const user = userNamed(world, change.username);
  const above = world.groups.filter((group) => `${project.path}/`.startsWith(`${group.path}/`));
  const lists = change.do === "drop-member" ? [project, ...above] : [project];
  for (const list of lists) list.members = list.members.filter((member) => member.userId !== user.id);
  if (change.do === "drop-member") return;
  project.members.push({
    userId: user.id,
    accessLevel: change.accessLevel,
    createdAt: timestamp(world),
    expiresAt: null,
    createdById: null,
  });
}

function projectNamed(world: World, path: string): Project {
  const project = projectByPath(world, path);
  if (project === undefined) throw new Error(`no project ${path}`);
  return project;
}

function issueNamed(project: Project, iid: number): Issue {
  const issue = issueByIid(project, iid);
  if (issue === undefined) throw new Error(`no issue ${project.path}#${iid}`);
  return issue;
}

function userNamed(world: World, username: string): User {
  const user = userByName(world, username);
  if (user === undefined) throw new Error(`no user ${username}`);
  return user;
}
