import type { Layer, Licence, PagerdutyData, Policy, Schedule, ShiftSchedule, User } from "../pagerduty/data.ts";
import { startPagerduty } from "../pagerduty/index.ts";
import type { Clock } from "./clock.ts";
import type { Planted } from "./instance.ts";
import { hostileNames, nameAt, slug } from "./names.ts";
import { plantPagerdutyFaults } from "./pagerduty-plants.ts";
import { cast } from "./people.ts";
import type { RosterPerson } from "./roster.ts";
import { type CompanySystem, serviceAccounts } from "./system.ts";

const fullRoles = ["owner", "admin", "user", "limited_user", "observer", "restricted_access"];
const stakeholders = ["read_only_user", "read_only_limited_user"];

/** Two of one name, told apart by their add-ons, give out of one stock. */
const licences: Licence[] = [
  {
    id: "PIP248G",
    name: "Business (Full User)",
    description: "Event Intelligence",
    role_group: "FullUser",
    valid_roles: fullRoles,
    available: 60,
  },
  { id: "PTHH1SQ", name: "Business (Full User)", description: "", role_group: "FullUser", valid_roles: fullRoles, available: 60 },
  {
    id: "PQ8W0D0",
    name: "Business (Stakeholder)",
    description: "",
    role_group: "Stakeholder",
    valid_roles: stakeholders,
    available: null,
  },
];

const week = 7 * 86_400;

/** Builds one account beside the roster, and keeps the list of what is wrong on purpose. */
export class PagerdutyAccount {
  readonly system = "pagerduty";
  readonly clock: Clock;
  readonly data: PagerdutyData;
  readonly planted: Planted[] = [];
  /** Account ids of service accounts: one with an owner, one without. */
  owned = "";
  unowned = "";
  /** Ids of what is audited; `null` = every schedule. */
  audited: { schedules: string[]; policies: string[] } | null = null;
  /** E-mail of the account's owner, who is of no team. */
  owner = "";
  #next = 0;

  constructor(clock: Clock) {
    this.clock = clock;
    this.data = {
      subdomain: "acme",
      users: [],
      teams: [],
      schedules: [],
      shiftSchedules: [],
      policies: [],
      licences,
      deleted: {},
    };
  }

  /** An id as PagerDuty writes them: capitals and digits, P first. */
  id(): string {
    this.#next += 1;
    return `P${(60_000_000 + this.#next * 104_729).toString(36).toUpperCase()}`;
  }

  user(given: Partial<User> & Pick<User, "name" | "email">): User {
    const user: User = {
      id: this.id(),
      role: "limited_user",
      job_title: "Engineer",
      invitation_sent: false,
      teams: [],
      licence: this.#next % 5 === 0 ? "PTHH1SQ" : "PIP248G",
      ...given,
    };
    if (stakeholders.includes(user.role)) user.licence = "PQ8W0D0";
    this.data.users.push(user);
    return user;
  }

  /** A person as a user: id, name and e-mail agree with the roster. */
  seat(person: RosterPerson, given: Partial<User> = {}): User {
    const id = person.pagerduty?.id ?? this.id();
    person.pagerduty = { ...person.pagerduty, id };
    return this.user({ id, name: person.name, email: person.email, job_title: person.title, ...given });
  }

  schedule(name: string, users: readonly string[]): Schedule {
    const schedule = { id: this.id(), name, layers: [this.layer("Layer 1", users)], overrides: [] };
    this.data.schedules.push(schedule);
    return schedule;
  }

  layer(name: string, users: readonly string[], end: string | null = null): Layer {
    return { id: this.id(), name, start: this.clock.ago(100), end, turn: week, users: [...users] };
  }

  shiftSchedule(name: string, members: readonly string[]): ShiftSchedule {
    const since = this.clock.ago(100);
    const event = { id: this.id(), name: "Weekly", since, until: null, turn: week, members: [...members] };
    const rotations = [{ id: this.id(), events: [event] }];
    const schedule = { id: this.id(), name, rotations, overrides: [], customShifts: [] };
    this.data.shiftSchedules.push(schedule);
    return schedule;
  }

  /** @param days from now at which it begins; it lasts for two */
  override(user: string, days = 2) {
    return { id: this.id(), start: this.clock.ago(-days), end: this.clock.ago(-days - 2), user };
  }

  policy(name: string, rules: string[][]): Policy {
    const policy = { id: this.id(), name, rules };
    this.data.policies.push(policy);
    return policy;
  }

  team(name: string, users: readonly User[]): void {
    const team = { id: this.id(), name };
    this.data.teams.push(team);
    for (const user of users) user.teams.push(team.id);
  }

  plant(check: string, subject: string): void {
    this.planted.push({ system: this.system, check, subject });
  }

  plantAccount(check: string, { id }: { id: string }): void {
    this.plant(check, `account:${id}`);
  }
}

/** The account of the whole company: its people, once their seats elsewhere are settled, and everybody else. */
export function makePagerduty(people: readonly RosterPerson[], clock: Clock): PagerdutyAccount {
  const at = new PagerdutyAccount(clock);
  addCompany(at);
  seatOperations(at, people);
  const rest = people.slice(cast.head + 1);
  for (const person of plantPagerdutyFaults(at, rest)) at.seat(person);
  const [first, second] = [at.data.users.slice(0, 40), at.data.users.slice(30, 200)];
  at.team("Engineering | core", first);
  at.team("@all /close", second);
  return at;
}

/** An account of the size of the reference data set, for benchmarks: 300 users, 20 teams of 15, 20 schedules, nothing wrong. */
export function makeLargePagerduty(people: readonly RosterPerson[], clock: Clock): PagerdutyAccount {
  const at = new PagerdutyAccount(clock);
  for (const [index, person] of people.slice(0, 40).entries()) {
    at.seat(person, index === cast.opsManager ? { role: "owner" } : index === cast.auditor ? { role: "admin" } : {});
    if (index >= 2 && index < 15) person.pagerduty = { ...person.pagerduty, rotations: ["Rotation 0"] };
  }
  while (at.data.users.length < 300) addColleague(at, at.data.users.length);
  for (let index = 0; index < 20; index += 1) {
    const members = at.data.users.slice(index * 15, index * 15 + 15);
    at.team(`Team ${index}`, members);
    const { id } = at.schedule(
      `Rotation ${index}`,
      members.slice(2).map((user) => user.id),
    );
    at.policy(`Policy ${index}`, [[id], [members[0]?.id ?? ""]]);
  }
  at.audited = { schedules: at.data.schedules.slice(0, 1).map(({ id }) => id), policies: [] };
  return at;
}

/** The account as a system of the company. */
export function pagerdutySystem(at: PagerdutyAccount, people: readonly RosterPerson[]): CompanySystem {
  const token = "example-token-pagerduty";
  const audited = at.audited
    ? `    schedules: [${at.audited.schedules.join(", ")}]\n    policies: [${at.audited.policies.join(", ")}]\n`
    : "";
  return {
    system: at.system,
    planted: at.planted,
    env: { PD_TOKEN: token, PD_OAUTH_TOKEN: "example-oauth-token-pagerduty" },
    credentials: { token, email: people[cast.opsManager]?.email ?? "" },
    start: ({ latency, books, faults, clock }) =>
      startPagerduty({
        name: at.system,
        data: at.data,
        token,
        bearer: "example-oauth-token-pagerduty",
        switches: { latency },
        books,
        faults,
        now: () => clock.now().getTime(),
      }),
    entry: (context) => `  ${at.system}:
    platform: pagerduty
    name: PagerDuty
    url: ${context.url}
    auth: { token: "\${PD_TOKEN}" }
${audited}    roles: { default: limited_user }
    admins: [${[context.admins, ...(at.owner ? [at.owner] : [])].join(", ")}]
    seats: { currency: USD, renews: 2027-02-01, types: { Business (Full User): { monthly_cost: 41 } } }
${at.owned ? serviceAccounts(at, context) : ""}`,
  };
}

/** People of the company who are of no team of ours: nobody is bothered about them, whatever they are called. */
function addCompany(at: PagerdutyAccount): void {
  at.owner = at.user({ name: "Toni Root", email: "toni.root@acme.test", role: "owner" }).email;
  for (const [index, name] of hostileNames.entries()) at.user({ name, email: `colleague.hostile.${index}@acme.test` });
  for (let index = 0; index < 110; index += 1) addColleague(at, index);
}

const colleagueRoles = ["limited_user", "user", "observer", "read_only_user", "restricted_access", "read_only_limited_user"];

function addColleague(at: PagerdutyAccount, index: number): User {
  const name = nameAt(index + 1500);
  const role = colleagueRoles[index % colleagueRoles.length] ?? "limited_user";
  return at.user({ name, email: `${slug(name, ".")}.pd${index}@acme.test`, role, invitation_sent: index % 37 === 5 });
}

/** The operations team are admins, and may be; the head of support is nobody to be bothered about. */
function seatOperations(at: PagerdutyAccount, people: readonly RosterPerson[]): void {
  for (const index of [cast.opsManager, cast.auditor, cast.deputy]) {
    const person = people[index];
    if (person) at.seat(person, { role: "admin" });
  }
  const head = people[cast.head];
  if (head) at.seat(head, { name: "@all | <b>The Boss</b>", role: "admin" });
}
