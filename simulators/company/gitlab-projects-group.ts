import { type AccessLevel, newSettings, type ProtectedBranch } from "../gitlab/project-settings.ts";
import { type Group, LEVELS, type Project, type User } from "../gitlab/shapes.ts";
import type { Planted } from "./instance.ts";

/** When everything here was made. */
export const made = "2024-02-05T09:00:00.000Z";

/** The group whose projects are audited, below the company's own. */
export const OPS_GROUP = "acme/ops";

/** Builds the operations team's group beside the tracker's projects, and keeps the list of what is wrong on purpose. */
export class OpsGroup {
  readonly system = "gitlab-projects";
  readonly planted: Planted[] = [];
  readonly groups: Group[] = [];
  readonly projects: Project[] = [];
  readonly users: User[] = [];
  /** Rules of the top-level group, for all projects of the company. */
  readonly topRules: ProtectedBranch[] = [];
  /** Who may push by the configuration. */
  readonly bot: User;
  #nextRow = 810_000;

  constructor() {
    this.bot = this.user("acme-bot", "Acme release bot");
    this.group("Operations", OPS_GROUP);
  }

  user(username: string, name: string): User {
    const id = 9_100_001 + this.users.length;
    const user: User = { id, username, name, state: "active", bot: true, email: `${username}@example.test`, createdAt: made };
    this.users.push(user);
    return user;
  }

  group(name: string, path: string): Group {
    const group: Group = { id: 8101 + this.groups.length, name, path, members: [] };
    this.groups.push(group);
    return group;
  }

  /** A project nothing is wrong with, but for what is given. */
  project(path: string, given: Partial<Project> = {}): Project & Required<Pick<Project, "settings">> {
    const id = 81_001 + this.projects.length;
    const settings = newSettings();
    settings.approvals.merge_requests_disable_committers_approval = true;
    settings.approvals.disable_overriding_approvers_per_merge_request = true;
    const project = { ...emptyProject(id, path), settings, ...given };
    settings.protectedBranches.push(this.rule(project.defaultBranch ?? "main"));
    this.projects.push(project);
    return project;
  }

  /** A rule nobody objects to: Maintainers merge, the bot pushes, code owners approve. */
  rule(name: string, given: Partial<ProtectedBranch> = {}): ProtectedBranch {
    this.#nextRow += 1;
    return {
      id: this.#nextRow,
      name,
      push: [this.level(LEVELS.none), this.forUser(this.bot)],
      merge: [this.level(LEVELS.maintainer)],
      allow_force_push: false,
      code_owner_approval_required: true,
      ...given,
    };
  }

  level(access_level: number): AccessLevel {
    const words: Record<number, string> = {
      0: "No one",
      30: "Developers + Maintainers",
      40: "Maintainers",
      60: "Administrators",
    };
    return this.#access({ access_level, access_level_description: words[access_level] ?? "" });
  }

  /** A row of one person has a level besides, which says nothing. */
  forUser({ id, name }: Pick<User, "id" | "name">): AccessLevel {
    return this.#access({ user_id: id, access_level_description: name });
  }

  forGroup({ id, name }: Group): AccessLevel {
    return this.#access({ group_id: id, access_level_description: name });
  }

  forKey(deploy_key_id: number, title: string): AccessLevel {
    return this.#access({ deploy_key_id, access_level_description: title });
  }

  #access(given: Partial<AccessLevel>): AccessLevel {
    this.#nextRow += 1;
    const row = { id: this.#nextRow, access_level: 40, access_level_description: "", user_id: null, group_id: null };
    return { ...row, deploy_key_id: null, ...given };
  }

  plant(check: string, { id }: Project): void {
    this.planted.push({ system: this.system, check, subject: `resource:${id}` });
  }
}

function emptyProject(id: number, path: string): Project {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const nothing = { members: [], labels: [], templates: [], uploads: [], issues: [], formerPaths: [], lastIid: 0 };
  return { id, name, path, visibility: "private", issuesEnabled: true, archived: false, createdAt: made, ...nothing };
}
