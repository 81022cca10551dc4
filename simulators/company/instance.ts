import type { ApiToken, CustomRole, Group, Membership, OauthClient, OauthToken, User, ZendeskData } from "../zendesk/data.ts";
import type { Clock } from "./clock.ts";
import type { Random } from "./random.ts";
import type { RosterPerson, ZendeskSeat } from "./roster.ts";

export interface Planted {
  system: string;
  check: string;
  /** End of the finding's key: `account:123`, `person:dana@acme.test`, `credential:api-token:201`. */
  subject: string;
  exempt?: true;
}

/** One Zendesk account as it is built: every list an array, ascending by id when it is done. */
export interface InstanceData extends ZendeskData {
  users: User[];
  customRoles: CustomRole[];
  groups: Group[];
  memberships: Membership[];
  apiTokens: ApiToken[];
  oauthTokens: OauthToken[];
  oauthClients: OauthClient[];
  globalClients: OauthClient[];
}

export interface InstanceOptions {
  system: string;
  rosterKey: "main" | "us-federal";
  /** First user id; above 2^53 on purpose on one of the instances. */
  firstId: bigint;
  roles: { staff: CustomRole; manager: CustomRole; light: CustomRole; admin: CustomRole; others: CustomRole[] };
  groups: string[];
  clock: Clock;
  random: Random;
}

/** Builds one account beside the roster's entries for it, and keeps the list of what is wrong on purpose. */
export class Instance {
  readonly options: InstanceOptions;
  readonly data: InstanceData;
  readonly planted: Planted[] = [];
  /** Account ids of service accounts: one with an owner, one without. */
  owned = "";
  unowned = "";
  /** Account id of somebody who is in no roster; one who has left. */
  nobody = "";
  leaver = { id: "", name: "" };
  #nextUser: bigint;
  #next = 5000;

  constructor(options: InstanceOptions) {
    this.options = options;
    this.#nextUser = options.firstId;
    const { staff, manager, light, admin, others } = options.roles;
    this.data = {
      users: [],
      customRoles: [staff, manager, light, admin, ...others].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)),
      groups: options.groups.map((name, index) => ({ id: String(360_000_100 + index), name })),
      memberships: [],
      apiTokens: [],
      oauthTokens: [],
      oauthClients: [],
      globalClients: [],
    };
  }

  id(): string {
    this.#next += 1;
    return String(this.#next);
  }

  /** An account that is in order: a full agent, active, with second factor, seen last week. */
  user(given: Partial<User> & Pick<User, "name">): User {
    this.#nextUser += 13n;
    const { clock, random, roles } = this.options;
    const user: User = {
      id: String(this.#nextUser),
      email: null,
      role: "agent",
      role_type: 0,
      custom_role_id: roles.staff.id,
      active: true,
      suspended: false,
      shared_agent: false,
      chat_only: false,
      two_factor_auth_enabled: true,
      last_login_at: clock.ago(1 + random.below(20)),
      created_at: clock.ago(400 + random.below(2000)),
      ...given,
    };
    this.data.users.push(user);
    return user;
  }

  light(given: Partial<User> & Pick<User, "name">): User {
    return this.user({ role_type: 1, custom_role_id: this.options.roles.light.id, ...given });
  }

  join(user: User, groups: readonly string[]): void {
    for (const name of groups) {
      const group = this.data.groups.find((one) => one.name === name);
      if (!group) throw new Error(`no group ${name}`);
      this.data.memberships.push({ id: this.id(), user_id: user.id, group_id: group.id });
    }
  }

  /** A person with a seat: the roster's entry and the account agree in everything. */
  seat(person: RosterPerson, given: Partial<User> = {}): { user: User; entry: ZendeskSeat } {
    const { roles, rosterKey, random } = this.options;
    const user = this.user({ name: person.name, email: person.email, ...given });
    const groups = this.someGroups(2 + random.below(2));
    this.join(user, groups);
    const role = user.role === "admin" ? roles.admin : roles.staff;
    const entry: ZendeskSeat = { id: user.id, groups, role: role.name };
    person.zendesk[rosterKey] = entry;
    return { user, entry };
  }

  admin(person: RosterPerson): User {
    return this.seat(person, { role: "admin", role_type: 4, custom_role_id: this.options.roles.admin.id }).user;
  }

  someGroups(count: number): string[] {
    const { groups, random } = this.options;
    const start = random.below(groups.length);
    return Array.from({ length: count }, (_, index) => groups[(start + index * 5) % groups.length] ?? "").sort();
  }

  plant(check: string, subject: string, exempt?: true): void {
    this.planted.push({ system: this.options.system, check, subject, ...(exempt ? { exempt } : {}) });
  }

  plantAccount(check: string, user: User): void {
    this.plant(check, `account:${user.id}`);
  }
}
