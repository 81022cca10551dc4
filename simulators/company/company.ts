import { plantAccountFaults } from "./account-plants.ts";
import type { Clock } from "./clock.ts";
import { Instance, type InstanceOptions } from "./instance.ts";
import { addLookAlikes } from "./look-alikes.ts";
import { nameAt, slug } from "./names.ts";
import { basePeople, cast } from "./people.ts";
import { Random } from "./random.ts";
import type { RosterPerson } from "./roster.ts";
import type { CompanySystem } from "./system.ts";
import { makeSystems } from "./systems.ts";
import { plantTokens } from "./token-plants.ts";

export interface Verified {
  email: string;
  verified: string;
  request: string;
  by: string;
}

/** The seeded company: its roster, its two Zendesk accounts, its other systems, and what is wrong on purpose. */
export interface Company {
  people: RosterPerson[];
  global: Instance;
  federal: Instance;
  verified: Verified[];
  /** Everything beside Zendesk. */
  systems: CompanySystem[];
}

/** The same company for the same day, on every machine. */
export function makeCompany(clock: Clock): Company {
  const people = basePeople(clock);
  const global = new Instance(globalOptions(clock));
  const federal = new Instance(federalOptions(clock));
  const rest = people.slice(cast.managers.length + 4);
  const next = () => {
    const person = rest.shift();
    if (!person) throw new Error("the company has too few people for its plants");
    return person;
  };
  for (const instance of [global, federal]) {
    seatOperations(instance, people);
    plantAccountFaults(instance, next);
    addLookAlikes(instance, next);
  }
  seatSkipped(global, people);
  for (const manager of cast.managers) global.seat(personAt(people, manager));
  for (const [index, person] of rest.entries()) {
    global.seat(person);
    if (index < 12) federal.seat(person);
  }
  for (const instance of [global, federal]) finish(instance, people);
  addCustomers(global, 60);
  const verified = verifyCitizens(federal, people, clock);
  return { people, global, federal, verified, systems: makeSystems(people, clock) };
}

/** The operations team are the admins, and may be. */
function seatOperations(at: Instance, people: readonly RosterPerson[]): void {
  for (const index of [cast.opsManager, cast.auditor, cast.deputy]) at.admin(personAt(people, index));
}

/** Somebody nobody is to be bothered about, whatever their account looks like. */
function seatSkipped(at: Instance, people: readonly RosterPerson[]): void {
  at.seat(personAt(people, cast.head), { name: "The Boss", role: "admin", role_type: 4, two_factor_auth_enabled: false });
}

function finish(at: Instance, people: readonly RosterPerson[]): void {
  const dana = personAt(people, cast.opsManager);
  const owner = at.data.users.find((user) => user.email === dana.email);
  plantTokens(at, { owner: { id: owner?.id ?? "", name: dana.name }, leaver: at.leaver, nobody: at.nobody });
  const wanted = at.options.rosterKey === "main" ? 1500 : 150;
  const clock = at.options.clock;
  for (let index = at.data.users.filter((user) => user.role_type === 1).length; index < wanted; index += 1) {
    const name = nameAt(index + 300);
    const seen = index % 9 === 0 ? null : clock.ago(index % 400);
    at.light({
      name,
      email: `${slug(name, ".")}.${index}@acme.test`,
      last_login_at: seen,
      two_factor_auth_enabled: index % 4 !== 0,
    });
  }
}

function addCustomers(at: Instance, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const name = nameAt(index + 2500);
    at.user({ name, email: `${slug(name, ".")}@customer.example`, role: "end-user", role_type: null, custom_role_id: null });
  }
}

/** Everybody with a seat on the federal account has been verified, but one. */
function verifyCitizens(at: Instance, people: readonly RosterPerson[], clock: Clock): Verified[] {
  const seated = people.filter((person) => person.zendesk["us-federal"]);
  const unverified = seated.findLast((person) => person.end_date === undefined);
  const account = at.data.users.find((user) => user.email === unverified?.email);
  if (account) at.plantAccount("citizenship-unverified", account);
  return seated
    .filter((person) => person !== unverified)
    .map((person, index) => ({
      email: person.email,
      verified: clock.day(-200 - index),
      request: `https://gitlab.example/acme/requests/-/issues/${400 + index}`,
      by: personAt(people, cast.auditor).email,
    }));
}

function personAt(people: readonly RosterPerson[], index: number): RosterPerson {
  const person = people[index];
  if (!person) throw new Error(`nobody is number ${index}`);
  return person;
}

const areas = ["AMER", "EMEA", "APAC"];
const teams = [
  "Support",
  "Emergencies",
  "Escalations",
  "Licensing",
  "Onboarding",
  "Renewals",
  "Self-Managed",
  "SaaS",
  "Dedicated",
  "Partners",
];

export function globalOptions(clock: Clock): InstanceOptions {
  return {
    system: "zendesk-global",
    rosterKey: "main",
    firstId: 360_000_000_000n,
    roles: {
      // Ids of up to 64 bits, more than a JavaScript number holds.
      staff: { id: "900719925474099301", name: "Support Staff", role_type: 0 },
      manager: { id: "900719925474099302", name: "Support Manager", role_type: 0 },
      light: { id: "360004984553", name: "Light agent", role_type: 1 },
      admin: { id: "360004957599", name: "Admin", role_type: 4 },
      others: [
        { id: "360004957600", name: "Billing admin", role_type: 5 },
        { id: "360004957601", name: "Contributor", role_type: 3 },
        { id: "360004957602", name: "Advisor", role_type: 0 },
        { id: "360004957603", name: "Team lead | EMEA", role_type: 0 },
        { id: "360004957604", name: "Knowledge manager", role_type: 0 },
        { id: "360004957605", name: "Read only", role_type: 0 },
      ],
    },
    groups: [
      ...areas.flatMap((area) => teams.map((team) => `${team} ${area}`)),
      "Support Operations",
      "Managers",
      "Knowledge base",
      "Community",
      "Training",
      "Legal",
      "Security",
      "Beta | testing",
      "VIP @all",
      "Archive",
    ].slice(0, 40),
    clock,
    random: new Random(27),
  };
}

export function federalOptions(clock: Clock): InstanceOptions {
  return {
    system: "zendesk-us-federal",
    rosterKey: "us-federal",
    firstId: 9_007_199_254_741_000n,
    roles: {
      staff: { id: "1900000000001", name: "Support US Federal Staff", role_type: 0 },
      manager: { id: "1900000000002", name: "Support US Federal Manager", role_type: 0 },
      light: { id: "1900000000003", name: "Light agent", role_type: 1 },
      admin: { id: "1900000000004", name: "Admin", role_type: 4 },
      others: [],
    },
    groups: [
      "Support",
      "Emergencies",
      "Escalations",
      "Licensing",
      "Managers",
      "Onboarding",
      "Renewals",
      "Self-Managed",
      "Security",
      "Archive",
    ],
    clock,
    random: new Random(72),
  };
}
