import { startScim } from "../scim/index.ts";
import type { Clock } from "./clock.ts";
import { cast } from "./people.ts";
import type { RosterPerson } from "./roster.ts";
import { labGroups, ScimDirectory } from "./scim-directory.ts";
import { plantScimFaults } from "./scim-plants.ts";
import { type CompanySystem, serviceAccounts } from "./system.ts";

/** The directory of the test lab: half of the team is in it. Writes their entries into the roster. */
export function makeScim(people: readonly RosterPerson[], clock: Clock): ScimDirectory {
  const at = new ScimDirectory(clock);
  makeGroups(at);
  for (const index of [cast.opsManager, cast.auditor, cast.deputy]) {
    const person = people[index];
    if (person) at.seat(person, labGroups.admins);
  }
  const rest = people.filter((_, index) => index > cast.head && index % 2 === 0);
  const aliased = people.filter(({ aliases, end_date }) => aliases !== undefined && end_date === undefined);
  for (const [index, person] of plantScimFaults(at, { people, rest, aliased }).entries())
    at.seat(person, index % 3 === 0 ? labGroups.night : labGroups.users);
  return at;
}

/** Groups within groups, in a circle, one told by its address only, one of nobody, one with a member who is gone. */
function makeGroups(at: ScimDirectory): void {
  const users = at.group("Lab users");
  const [operators, night] = [at.group("Lab operators"), at.group("Night shift")];
  const [admins, glass] = [at.group("Directory admins"), at.group("Break glass")];
  at.group("@all | <b>/close</b>");
  users.members.push({ id: "00000000-dead-4000-8000-000000000000", kind: "User" });
  operators.members.push({ id: night.id, kind: "Group" });
  night.members.push({ id: night.id, kind: "Group" });
  admins.members.push({ id: glass.id, kind: "Group", untyped: true });
  glass.members.push({ id: "00000000-dead-4000-8000-000000000001", kind: "Group" });
}

/** 250 users in ten groups, for benchmarks, with nothing wrong. */
export function makeLargeScim(people: readonly RosterPerson[], clock: Clock): ScimDirectory {
  const at = new ScimDirectory(clock);
  const names = Array.from({ length: 10 }, (_, index) => at.group(`Lab ${index}`).displayName);
  for (let index = 0; index < 250; index += 1) {
    const [person, group] = [people[index], [names[index % 10] ?? ""]];
    if (person) at.seat(person, group);
    else at.join(at.user({ displayName: `User Number ${index}`, email: `user.${index}@acme.test` }), group);
  }
  return at;
}

/** The directory as a system of the company. */
export function scimSystem(at: ScimDirectory, people: readonly RosterPerson[], longest?: number): CompanySystem {
  const token = "example-token-lab-directory";
  return {
    system: at.system,
    planted: at.planted,
    env: { LAB_TOKEN: token },
    credentials: { token, email: people[cast.auditor]?.email ?? "" },
    leave() {
      for (const person of people) delete person.lab;
    },
    start: ({ latency, books, faults }) =>
      startScim({
        name: at.system,
        data: at.data,
        token,
        switches: { latency, ...(longest === undefined ? {} : { longest }) },
        books,
        faults,
      }),
    entry: (context) => `  ${at.system}:
    platform: scim
    name: Lab directory
    url: ${context.url}
    auth: { token: "\${LAB_TOKEN}" }
    roster_key: lab
    role: roles
${at.data.groups.some(({ displayName }) => displayName === labGroups.admins[0]) ? `    admin_groups: [${labGroups.admins[0]}]\n` : ""}    admins: [${context.admins}]
${at.owned ? serviceAccounts(at, context) : ""}`,
  };
}
