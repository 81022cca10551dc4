import type { Membership, Rows, User } from "../zendesk/data.ts";
import type { Clock } from "./clock.ts";
import { Instance, type InstanceOptions } from "./instance.ts";
import { slug } from "./names.ts";
import type { RosterPerson } from "./roster.ts";

export interface Size {
  agents: number;
  memberships: number;
  groups: number;
  roles: number;
  customers: number;
}

/** One account in ten is a full agent, as in large companies; the rest are light. */
const fullShare = 10;

/**
 * An account of any size, for benchmarks: nothing wrong in it, every full agent in the roster. Memberships are made when they are
 * asked for, so that a million cost nothing before.
 */
export function makeLargeAccount(options: InstanceOptions, size: Size): { instance: Instance; people: RosterPerson[] } {
  const groups = Array.from({ length: size.groups }, (_, index) => `Group ${index}`);
  const { staff, manager, light, admin } = options.roles;
  const others = Array.from({ length: Math.max(0, size.roles - 4) }, (_, index) => ({
    id: String(370_000 + index),
    name: `Role ${index}`,
    role_type: 0,
  }));
  const instance = new Instance({ ...options, groups, roles: { staff, manager, light, admin, others } });
  const people = Array.from({ length: Math.ceil(size.agents / fullShare) }, (_, index) => bulkPerson(index, options.clock));
  for (let index = 0; index < size.agents; index += 1) addAgent(instance, index, people);
  for (let index = 0; index < size.customers; index += 1) {
    instance.user({
      name: `Customer ${index}`,
      email: `customer.${index}@customer.example`,
      role: "end-user",
      role_type: null,
      custom_role_id: null,
    });
  }
  instance.data.memberships = memberships(instance.data.users, size) as Membership[];
  giveGroups(instance, people, size);
  return { instance, people };
}

function bulkPerson(index: number, clock: Clock): RosterPerson {
  const name = `Agent Number ${index}`;
  return {
    name,
    email: `${slug(name, ".")}.${index}@acme.test`,
    title: "Support Engineer",
    region: "EMEA",
    start_date: clock.day(-400),
    working_hours: "0900-1700 UTC",
    calendly: `https://calendly.com/agent-${index}`,
    zendesk: {},
    slack: { id: `U${index}`, username: `agent${index}` },
    focuses: [{ name: "SaaS", percentage: 100 }],
  };
}

function addAgent(at: Instance, index: number, people: readonly RosterPerson[]): void {
  const person = index % fullShare === 0 ? people[index / fullShare] : undefined;
  if (!person) {
    at.light({ name: `Light Number ${index}`, email: `light.${index}@acme.test` });
    return;
  }
  const user = at.user({ name: person.name, email: person.email });
  person.zendesk.main = { id: user.id, groups: [], role: at.options.roles.staff.name };
}

/** Membership number n: the accounts in turn, each time round in the next group. */
function groupOf(index: number, agents: number, groups: number): number {
  return ((index % agents) + Math.floor(index / agents) * 7) % groups;
}

function memberships(users: readonly User[], { agents, memberships, groups }: Size): Rows<Membership> {
  return {
    length: memberships,
    at(index) {
      const user = users[index % agents];
      return (
        user && {
          id: String(10_000_000 + index),
          user_id: user.id,
          group_id: String(360_000_100 + groupOf(index, agents, groups)),
        }
      );
    },
  };
}

function giveGroups(at: Instance, people: readonly RosterPerson[], { agents, memberships, groups }: Size): void {
  for (const [index, person] of people.entries()) {
    const entry = person.zendesk.main;
    const held: string[] = [];
    for (let number = index * fullShare; number < memberships; number += agents)
      held.push(at.options.groups[groupOf(number, agents, groups)] ?? "");
    if (entry) entry.groups = held;
  }
}
