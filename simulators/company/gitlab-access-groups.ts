import type { AccessToken, GroupAccess } from "../gitlab/access-shapes.ts";
import { type Group, LEVELS, type Member, type Project, type User } from "../gitlab/shapes.ts";
import type { Clock } from "./clock.ts";
import type { Planted } from "./instance.ts";
import type { RosterPerson } from "./roster.ts";

/** Groups of the company's GitLab that the audit is about, and those through which people come into them. */
export const groupIds = { acme: 71, support: 81, emergencies: 82, community: 83, managers: 84, vendors: 85, escalations: 86 };

/** Groups beside the roster, and what is wrong with who is in them on purpose. Nothing of it is in GitLab before `seed`. */
export class GitlabAccess {
  readonly system = "gitlab-com";
  readonly clock: Clock;
  readonly planted: Planted[] = [];
  readonly groups: Group[] = [];
  readonly projects: Project[] = [];
  readonly users: User[] = [];
  /** What differs of accounts that are there already, by id. */
  readonly changed = new Map<number, Partial<User>>();
  /** Roster entries that say something else than GitLab does. Changed last: accounts are made from them. */
  readonly rosterChanges: (() => void)[] = [];
  /** Lines of rollcall.yaml. */
  configured: string[] = [];
  entitlements = "";
  /** Ids of service accounts: one with an owner, one without. */
  owned = "";
  unowned = "";
  #next = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  id(first: number): number {
    this.#next += 1;
    return first + this.#next;
  }

  group(id: number, path: string, more: GroupAccess & { name: string }): Group {
    const group: Group = { id, path, members: [], ...more };
    this.groups.push(group);
    return group;
  }

  groupOf(id: number): Group {
    const group = this.groups.find((one) => one.id === id);
    if (!group) throw new Error(`no group ${id}`);
    return group;
  }

  /** Somebody in a group. @returns GitLab's id of them */
  join(group: number, user: number, { level, ...more }: { level: number } & Partial<Member>): number {
    const createdAt = this.clock.ago(100 + ((user * 7 + group) % 900));
    this.groupOf(group).members.push({
      userId: user,
      accessLevel: level,
      createdAt,
      expiresAt: null,
      createdById: null,
      ...more,
    });
    return user;
  }

  user(given: Partial<User> & Pick<User, "name" | "username">): number {
    const id = this.id(9_100_000);
    const basic: User = {
      id,
      state: "active",
      bot: false,
      email: `${id}@example.test`,
      createdAt: this.clock.ago(500),
      ...given,
    };
    this.users.push(basic);
    return id;
  }

  change(user: number, more: Partial<User>): void {
    this.changed.set(user, { ...this.changed.get(user), ...more });
  }

  project(id: number, path: string, accessTokens: AccessToken[], more: Partial<Project> = {}): void {
    this.projects.push({ ...emptyProject(id, path, this.clock.ago(800)), accessTokens, ...more });
  }

  plant(check: string, subject: string): void {
    this.planted.push({ system: this.system, check, subject });
  }

  plantAccount(check: string, user: number, group?: number): void {
    this.plant(check, `account:${user}${group === undefined ? "" : `+resource:${group}`}`);
  }

  plantPerson(check: string, { email }: RosterPerson, group?: number): void {
    this.plant(check, `person:${email}${group === undefined ? "" : `+resource:${group}`}`);
  }
}

function emptyProject(id: number, path: string, createdAt: string): Project {
  const named = { id, name: path.slice(path.lastIndexOf("/") + 1), path, formerPaths: [], createdAt };
  const settings = { visibility: "private" as const, issuesEnabled: true, archived: false };
  return { ...named, ...settings, members: [], labels: [], templates: [], uploads: [], issues: [], lastIid: 0 };
}

/** GitLab's id of a person, before the roster is made to differ. */
export function idOf({ gitlab, name }: RosterPerson): number {
  if (gitlab?.id === undefined) throw new Error(`${name} has no account on GitLab`);
  return gitlab.id;
}

/** What a Support Engineer is due. @returns GitLab's id of them */
export function seatEngineer(at: GitlabAccess, person: RosterPerson): number {
  at.join(groupIds.support, idOf(person), { level: LEVELS.developer });
  return at.join(groupIds.community, idOf(person), { level: LEVELS.reporter });
}
