import { join } from "node:path";
import type { Group, OnepasswordData, User } from "../onepassword/data.ts";
import { startOnepassword } from "../onepassword/index.ts";
import type { Clock } from "./clock.ts";
import type { Planted } from "./instance.ts";
import { hostileNames } from "./names.ts";
import { plantOnepasswordFaults } from "./onepassword-plants.ts";
import { cast } from "./people.ts";
import type { RosterPerson } from "./roster.ts";
import { type CompanySystem, serviceAccounts } from "./system.ts";

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Builds one account with the group that is audited, and keeps the list of what is wrong on purpose. */
export class OnepasswordAccount {
  readonly system = "1password";
  readonly clock: Clock;
  readonly data: OnepasswordData;
  readonly planted: Planted[] = [];
  readonly group: Group;
  /** Account ids of service accounts: one with an owner, one without. */
  owned = "";
  unowned = "";
  #next = 0;

  constructor(clock: Clock) {
    this.clock = clock;
    const account = { id: "XLQMR47VZPBKJHSGWNCYFDE3T7", url: "https://acme.1password.example", domain: "acme" };
    this.data = { account, me: "", users: [], groups: [], vaults: [] };
    this.group = this.addGroup("Support");
  }

  /** An id as 1Password writes them: 26 characters of base 32, in capitals for users. */
  id(): string {
    this.#next += 1;
    let digits = "";
    for (let rest = this.#next * 1_048_573; rest > 0; rest = Math.floor(rest / 32)) digits = `${base32[rest % 32]}${digits}`;
    return digits.padStart(26, "ACME7ROLLCALL2SIMULATED3XY");
  }

  addGroup(name: string, given: Partial<Group> = {}): Group {
    const group: Group = {
      id: this.id().toLowerCase(),
      name,
      description: "",
      state: "ACTIVE",
      type: "USER_DEFINED",
      created_at: this.clock.ago(1500),
      members: [],
      ...given,
    };
    this.data.groups.push(group);
    return group;
  }

  /** A user that is in order: an active member, seen this week. */
  user(given: Partial<User> & Pick<User, "name" | "email">): User {
    const user: User = {
      id: this.id(),
      type: "MEMBER",
      state: "ACTIVE",
      created_at: this.clock.ago(100 + (this.#next % 900)),
      last_auth_at: this.clock.ago(1 + (this.#next % 6)),
      ...given,
    };
    this.data.users.push(user);
    return user;
  }

  /** A user in the audited group. */
  member(given: Partial<User> & Pick<User, "name" | "email">, role = "MEMBER"): User {
    const user = this.user(given);
    this.group.members.push({ user: user.id, role });
    return user;
  }

  /** A person in the group: name and e-mail agree with the roster. */
  seat(person: RosterPerson, given: Partial<User> = {}, role = "MEMBER"): User {
    return this.member({ name: person.name, email: person.email, ...given }, role);
  }

  plant(check: string, subject: string): void {
    this.planted.push({ system: this.system, check, subject });
  }

  plantAccount(check: string, { id }: { id: string }): void {
    this.plant(check, `account:${id}`);
  }
}

/** The account of the company's people, once their seats elsewhere are settled: whoever has left there has left here. */
export function makeOnepassword(people: readonly RosterPerson[], clock: Clock): OnepasswordAccount {
  const at = new OnepasswordAccount(clock);
  seatOperations(at, people);
  for (const person of plantOnepasswordFaults(at, people.slice(cast.head + 1))) at.seat(person);
  addSurroundings(at);
  return at;
}

/** A group of a size, for benchmarks: nothing wrong in it but people who are not there. */
export function makeLargeOnepassword(people: readonly RosterPerson[], clock: Clock): OnepasswordAccount {
  const at = new OnepasswordAccount(clock);
  for (const [index, person] of people.slice(0, 250).entries())
    at.seat(person, {}, index === cast.opsManager ? "MANAGER" : "MEMBER");
  at.data.me = at.data.users[0]?.id ?? "";
  at.data.vaults.push({ id: at.id().toLowerCase(), name: "Support", groups: [at.group.id] });
  return at;
}

const secrets = {
  service: "example-onepassword-service-token",
  client: "example-client",
  secret: "example-onepassword-client-secret",
  scim: "example-onepassword-scim-token",
};

/** The account as a system of the company, read by `op` as its operations manager. */
export function onepasswordSystem(at: OnepasswordAccount): CompanySystem {
  return {
    system: at.system,
    planted: at.planted,
    // For the other ways to read it, which the entry does not take.
    env: {
      ONEPASSWORD_SERVICE_TOKEN: secrets.service,
      ONEPASSWORD_CLIENT_SECRET: secrets.secret,
      ONEPASSWORD_SCIM_TOKEN: secrets.scim,
    },
    credentials: { token: secrets.scim, email: at.data.users[0]?.email ?? "" },
    start: ({ latency, books, faults, folder }) =>
      startOnepassword({
        name: at.system,
        data: at.data,
        folder: join(folder, "onepassword"),
        secrets,
        switches: { latency },
        books,
        faults,
      }),
    entry: (context) => `  ${at.system}:
    platform: onepassword
    name: 1Password
    command: onepassword/op
    group: ${at.group.name}
    admins: [${context.admins}]
${at.owned ? serviceAccounts(at, context) : ""}`,
  };
}

/** The operations team manage the group, and may; the head of support is nobody to be bothered about. */
function seatOperations(at: OnepasswordAccount, people: readonly RosterPerson[]): void {
  for (const index of [cast.opsManager, cast.auditor, cast.deputy]) {
    const person = people[index];
    if (person) at.seat(person, {}, "MANAGER");
  }
  at.data.me = at.data.users[0]?.id ?? "";
  const head = people[cast.head];
  if (head) at.seat(head, { name: "@all | <b>The Boss</b>", state: "SUSPENDED" }, "MANAGER");
}

/** What is there besides the group, and is none of this audit's business: whatever is wrong with it. */
function addSurroundings(at: OnepasswordAccount): void {
  at.addGroup("Support", { state: "DELETED" });
  at.addGroup("Support Operations");
  at.addGroup("--group Support");
  const finance = at.addGroup("Finance");
  const others = hostileNames.map((name, index) => at.user({ name, email: `hostile.${index}@acme.test` }));
  others.push(at.user({ name: "Sam Suspended", email: "sam@acme.test", state: "SUSPENDED" }));
  others.push(at.user({ name: "Gil Guest", email: "gil@partner.example", type: "GUEST" }));
  finance.members.push(...others.map(({ id }) => ({ user: id, role: "MANAGER" })));
  const vault = (name: string, groups: string[]) => at.data.vaults.push({ id: at.id().toLowerCase(), name, groups });
  for (const name of ["Support | shared", "@everyone /close", "Emergency access"]) vault(name, [at.group.id]);
  vault("Payroll", [finance.id]);
}
