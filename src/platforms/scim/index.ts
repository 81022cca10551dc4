import { createHttpClient } from "../../http/client.ts";
import type { SystemConfig } from "../../model/config.ts";
import type { FactSources, Facts } from "../../model/fact.ts";
import type { Expectation } from "../../model/matching.ts";
import type { Person } from "../../model/person.ts";
import { clientOptions } from "../client-options.ts";
import type { Connection, ConnectOptions, Identity, Platform } from "../platform.ts";
import { ownRosterKey, rosterEntry } from "../roster-entry.ts";
import { restsOn } from "./about.ts";
import { isSameName } from "./groups.ts";
import { normaliseScim } from "./normalise.ts";
import { scimNotes } from "./notes.ts";
import { type ScimSettings, scimSettings } from "./settings.ts";
import { settleScim } from "./settle.ts";
import { scimListings } from "./sources.ts";

/**
 * Any service that speaks SCIM 2.0 (RFC 7643, RFC 7644). It tells what it is configured to tell: a check that needs another fact does
 * not run.
 * What SCIM cannot tell: last sign-in, second factor, invitations, tokens, seats bought, and whether the token sees everybody.
 */
export const scim: Platform = {
  id: "scim",
  name: "SCIM service",
  settings: scimSettings,
  facts,
  seatTypes: { admin: "member" },
  rosterBlock: ownRosterKey,
  connect: (system, options) => connect(settingsOf(system), { ...options, name: system.id }),
  settle: (sources, rows, system) => settleScim(sources, rows, settingsOf(system)),
  normalise: (rows, system) => normaliseScim(rows, settingsOf(system)),
  expectation,
  counts({ accounts }) {
    const count = (of: (account: (typeof accounts)[number]) => boolean) => accounts.filter(of).length;
    return {
      accounts: accounts.length,
      seated: count(({ seated }) => seated),
      ...(accounts.some(({ admin }) => admin !== null) ? { admins: count(({ admin }) => admin === true) } : {}),
      suspended: count(({ suspended }) => suspended === true),
    };
  },
  restsOn,
  notes: scimNotes,
};

function settingsOf(system: SystemConfig): ScimSettings {
  return system.settings as ScimSettings;
}

function facts(system: SystemConfig): Facts {
  const { accounts, groups, admin_groups, role, ids } = settingsOf(system);
  const told: FactSources = { mode: "all", sources: accounts === "members" ? ["users", "groups"] : ["users"] };
  const grouped: FactSources = { mode: "all", sources: ["groups"] };
  return {
    accounts: told,
    "team-only": told,
    "accounts-expected": told,
    citizenship: told,
    names: told,
    emails: told,
    suspension: told,
    ...(ids && system.rosterKey !== null ? { ids: told } : {}),
    ...(groups === false ? {} : { groups: grouped }),
    ...(admin_groups ? { admins: grouped } : {}),
    ...(role ? { roles: told } : {}),
  };
}

/** What nobody looks at is not expected either: groups the configuration leaves out, and ids of something else. */
function expectation(person: Person, system: SystemConfig): Expectation | null {
  const entry = rosterEntry(person, system);
  if (!entry) return null;
  const { ids, groups: compared } = settingsOf(system);
  const isCompared = (name: string) => compared === undefined || (compared || []).some((one) => isSameName(one, name));
  return { ...entry, id: ids ? entry.id : null, groups: entry.groups?.filter(isCompared) ?? null };
}

function connect(settings: ScimSettings, options: ConnectOptions & { name: string }): Connection {
  const token = settings.auth.token.reveal();
  const headers = { Accept: "application/scim+json, application/json;q=0.9", Authorization: `Bearer ${token}` };
  const client = createHttpClient({
    name: options.name,
    base: settings.url,
    authorizer: { headers: async () => headers },
    // SCIM has no words for what is left; a 429 and its Retry-After are all there is.
    readBudget: () => null,
    ...clientOptions(options),
    secrets: [token],
  });
  return {
    listings: scimListings(client, settings),
    async whoAmI(signal): Promise<Identity> {
      const answer = await client.send("/Users", { query: { startIndex: "1", count: "1" }, signal });
      const { totalResults = "an unknown number of" } = (answer.json() ?? {}) as { totalResults?: unknown };
      return { who: `the bearer of a token that is shown ${String(totalResults)} users`, scopes: null };
    },
  };
}
