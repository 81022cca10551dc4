import { randomBytes } from "node:crypto";
import { emptyBooks, type GitlabBooks } from "./books.ts";
import type { Group, Issue, Project, Token, User } from "./shapes.ts";

/** Everything this GitLab knows. One value a server: no module-level state. */
export interface World {
  /** `http://127.0.0.1:1234`, without a slash at the end; known once the server listens. */
  url: string;
  now: () => Date;
  users: User[];
  groups: Group[];
  projects: Project[];
  /** As they once were, to begin there again. */
  kept: Project[] | null;
  tokens: Token[];
  books: GitlabBooks;
  lastId: number;
  /** Whom a browser without a session is signed in as; null sends it to the sign-in page, as GitLab does. */
  browserUserId: number | null;
}

export interface Seed {
  users: User[];
  groups: Group[];
  projects: Project[];
  tokens: Token[];
}

export function createWorld(seed: Seed, now: () => Date): World {
  return { ...structuredClone(seed), url: "", now, kept: null, books: emptyBooks(), lastId: 100_000, browserUserId: null };
}

/** Ids rise over all kinds of rows; no client may rely on more. */
export function nextId(world: World): number {
  world.lastId += 1;
  return world.lastId;
}

export function timestamp(world: World): string {
  return world.now().toISOString();
}

/** 40 hex digits, as discussion ids are. */
export function hexId(): string {
  return randomBytes(20).toString("hex");
}

export function userById(world: World, id: number): User | undefined {
  return world.users.find((user) => user.id === id);
}

/** Usernames are compared without case, as GitLab does. */
export function userByName(world: World, username: string): User | undefined {
  const wanted = username.toLowerCase();
  return world.users.find((user) => user.username.toLowerCase() === wanted);
}

/** The ghost stands in for a user that is gone. */
export function knownUser(world: World, id: number): User {
  return userById(world, id) ?? ghost(world);
}

function ghost(world: World): User {
  const createdAt = world.now().toISOString();
  return { id: 1, username: "ghost", name: "Ghost User", state: "active", bot: false, email: "ghost@example.test", createdAt };
}

export function groupByPath(world: World, path: string): Group | undefined {
  const wanted = path.toLowerCase();
  return world.groups.find((group) => group.path.toLowerCase() === wanted);
}

export function projectById(world: World, id: number): Project | undefined {
  return world.projects.find((project) => project.id === id);
}

/** By the path it has now, else by one it had. */
export function projectByPath(world: World, path: string): Project | undefined {
  const wanted = path.toLowerCase();
  const now = world.projects.find((project) => project.path.toLowerCase() === wanted);
  return now ?? world.projects.find((project) => project.formerPaths.some((former) => former.toLowerCase() === wanted));
}

export function issueByIid(project: Project, iid: number): Issue | undefined {
  return project.issues.find((issue) => issue.iid === iid);
}

export function issueName(project: Project, issue: Issue): { project: string; iid: number } {
  return { project: project.path, iid: issue.iid };
}

export function projectOf(world: World, issue: Issue): Project {
  const project = projectById(world, issue.projectId);
  if (project === undefined) throw new Error(`issue ${issue.id} belongs to no project`);
  return project;
}
