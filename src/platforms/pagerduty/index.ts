import { nameKey } from "../../core/people.ts";
import { createHttpClient, systemClock } from "../../http/client.ts";
import type { SystemConfig } from "../../model/config.ts";
import type { Facts } from "../../model/fact.ts";
import type { Expectation } from "../../model/matching.ts";
import type { Person } from "../../model/person.ts";
import { clientOptions } from "../client-options.ts";
import type { Connection, ConnectOptions, Platform } from "../platform.ts";
import { restsOn } from "./about.ts";
import { aheadOf } from "./ahead.ts";
import { readPagerdutyBudget } from "./budget.ts";
import { normalisePagerduty } from "./normalise.ts";
import { pagerdutyNotes } from "./notes.ts";
import { knownRoles, roleName, roleNamed } from "./roles.ts";
import { type PagerdutySettings, pagerdutySettings } from "./settings.ts";
import { settlePagerduty } from "./settle.ts";
import { pagerdutyListings } from "./sources.ts";
import { whoIs } from "./token-user.ts";

const users = { mode: "all", sources: ["users", "token-user"] } as const;
const duties = ["schedules", "shift-schedules", "escalation-policies", "on-calls", "token-user"] as const;

/** Not `team-only`: the whole company is in PagerDuty, and an account of nobody is no question there. */
const facts: Facts = {
  accounts: users,
  "accounts-expected": users,
  ids: users,
  names: users,
  emails: users,
  roles: users,
  "known-roles": users,
  admins: users,
  citizenship: users,
  invitations: users,
  rotations: { mode: "all", sources: duties },
  // Whoever stands in a schedule that was read can be paged, whatever else was not.
  paging: { mode: "each", sources: duties },
  seats: { mode: "all", sources: ["users", "licences", "licence-allocations", "token-user"] },
};

/**
 * PagerDuty, one account.
 * What the API cannot tell: last sign-in, second factor, suspension (there is none), when a user was made or invited, other addresses
 * of a person, what a seat costs.
 */
export const pagerduty: Platform = {
  id: "pagerduty",
  name: "PagerDuty",
  settings: pagerdutySettings,
  facts: () => facts,
  // Where the plan tells of no licences: every role takes a full seat but a stakeholder's.
  seatTypes: Object.fromEntries(
    [...knownRoles, "unrecognised"].map((role) => [role, role.startsWith("read_only") ? "stakeholder" : "full user"]),
  ),
  defaultRole(system) {
    const { roles } = system.settings as PagerdutySettings;
    return roles.default === undefined ? null : inItsWords(roles.default);
  },
  connect: (system, options) => connect(system, options),
  settle: settlePagerduty,
  normalise: normalisePagerduty,
  expectation,
  counts({ accounts, invitations = [] }) {
    const of = (name: string) => accounts.filter((account) => account.class === name).length;
    const roles = [...knownRoles, "unrecognised"].map((role) => [role, of(role)]);
    return { accounts: accounts.length, ...Object.fromEntries(roles), invited: invitations.length };
  },
  restsOn,
  notes: pagerdutyNotes,
};

function expectation({ pagerduty: entry }: Person): Expectation | null {
  if (!entry) return null;
  const rotations = new Map((entry.rotations ?? []).toReversed().map((name) => [nameKey(name), name]));
  return {
    path: "pagerduty",
    id: entry.id,
    username: null,
    alias: entry.alias,
    role: entry.role === null ? null : inItsWords(entry.role),
    groups: null,
    dues: [...rotations.values()].toReversed().map((entitlement) => ({ entitlement, level: null })),
  };
}

/** A role as PagerDuty's own pages call it, however it is written. */
function inItsWords(role: string): string {
  const value = roleNamed(role);
  return value === null ? role : roleName(value);
}

function connect(system: SystemConfig, options: ConnectOptions): Connection {
  const { url, auth } = system.settings as PagerdutySettings;
  const secret = ("token" in auth ? auth.token : auth.bearer).reveal();
  const headers = {
    Authorization: "token" in auth ? `Token token=${secret}` : `Bearer ${secret}`,
    Accept: "application/vnd.pagerduty+json;version=2",
    "Content-Type": "application/json",
  };
  const { clock = systemClock, now } = options;
  const client = createHttpClient({
    name: system.id,
    base: url,
    authorizer: { headers: async () => headers },
    readBudget: readPagerdutyBudget,
    ...clientOptions({ ...options, clock }),
    secrets: [secret],
  });
  return {
    listings: pagerdutyListings(client, aheadOf(now === undefined ? clock.now() : Date.parse(now))),
    whoAmI: (signal) => whoIs(client, signal),
  };
}
