import type { ScimData, ScimGroup, ScimUser } from "../scim/data.ts";
import type { Clock } from "./clock.ts";
import type { Planted } from "./instance.ts";
import type { RosterPerson } from "./roster.ts";

/** Groups people are put into directly, each with all it is within: members of the first are members of all. */
export const labGroups = {
  users: ["Lab users"],
  night: ["Night shift", "Lab operators"],
  admins: ["Directory admins"],
  glass: ["Break glass", "Directory admins"],
} as const;

export const labRoles = { operator: { value: "operator", display: "Operator" }, reader: { value: "reader", display: "Reader" } };

/** Builds one directory beside the roster's entries for it, and keeps the list of what is wrong on purpose. */
export class ScimDirectory {
  readonly system = "lab-directory";
  readonly clock: Clock;
  readonly data: ScimData = { users: [], groups: [] };
  readonly planted: Planted[] = [];
  /** Account ids of service accounts: one with an owner, one without. */
  owned = "";
  unowned = "";
  #next = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** An id as directories make them. */
  id(): string {
    this.#next += 1;
    return `2819c223-7f76-453a-919d-${String(this.#next).padStart(12, "0")}`;
  }

  /** An account that is in order: active, with the common role. */
  user(given: Partial<ScimUser> & { name?: ScimUser["name"]; displayName: string; email: string }): ScimUser {
    const { email, ...more } = given;
    const user: ScimUser = {
      id: this.id(),
      userName: email,
      active: true,
      emails: [
        { value: `${email.split("@")[0]}@home.example`, type: "home" },
        { value: email, type: "work", primary: true },
      ],
      roles: [{ ...labRoles.operator, primary: true }, labRoles.reader],
      created: this.clock.ago(100 + (this.#next % 900)),
      ...more,
    };
    this.data.users.push(user);
    return user;
  }

  /** A person with an account: the roster's entry and the account agree in everything. */
  seat(person: RosterPerson, groups: readonly string[], given: Partial<ScimUser> = {}): ScimUser {
    const user = this.user({ displayName: person.name, email: person.email, externalId: person.slack.id, ...given });
    this.join(user, groups.slice(0, 1));
    person.lab = { id: user.id, role: labRoles.operator.display, groups: [...groups] };
    return user;
  }

  group(displayName: string): ScimGroup {
    const group: ScimGroup = { id: this.id(), displayName, members: [] };
    this.data.groups.push(group);
    return group;
  }

  named(name: string): ScimGroup {
    const group = this.data.groups.find(({ displayName }) => displayName === name);
    if (!group) throw new Error(`no group ${name}`);
    return group;
  }

  join({ id }: ScimUser, groups: readonly string[]): void {
    for (const name of groups) this.named(name).members.push({ id, kind: "User" });
  }

  plant(check: string, subject: string): void {
    this.planted.push({ system: this.system, check, subject });
  }

  plantAccount(check: string, { id }: ScimUser): void {
    this.plant(check, `account:${id}`);
  }

  plantPerson(check: string, { email }: RosterPerson): void {
    this.plant(check, `person:${email}`);
  }
}
