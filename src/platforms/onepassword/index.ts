import type { SystemConfig } from "../../model/config.ts";
import type { FactSources, Facts } from "../../model/fact.ts";
import type { Connection, ConnectOptions, Platform } from "../platform.ts";
import { normaliseOnepassword } from "./normalise.ts";
import { onepasswordNotes } from "./notes.ts";
import { OpGroup } from "./op-group.ts";
import { opListings, opUsers } from "./op-sources.ts";
import { Program } from "./program.ts";
import { restsOn } from "./rests-on.ts";
import { ScimGroup } from "./scim.ts";
import { type OnepasswordSettings, onepasswordSettings } from "./settings.ts";
import { settleOnepassword } from "./settle.ts";
import { apiUsers } from "./users-api.ts";
import { whoIsSignedIn } from "./whoami.ts";

/**
 * One group of a 1Password account and who is in it, by the program `op`, or by a SCIM bridge.
 * What neither can tell: second factor, who may do what in a vault through the group without one question for each, seats bought.
 */
export const onepassword: Platform = {
  id: "onepassword",
  name: "1Password",
  settings: onepasswordSettings,
  facts: (system) => factsOf(settingsOf(system)),
  asksAlways: "auditor",
  connect,
  settle: settleOnepassword,
  normalise: (rows, system) => normaliseOnepassword(rows, settingsOf(system)),
  // Everybody of the roster is expected, in the group and nowhere else.
  expectation: (_person, system) => ({
    path: "",
    id: null,
    username: null,
    alias: null,
    role: null,
    groups: null,
    dues: [{ entitlement: settingsOf(system).group, level: null }],
  }),
  counts({ accounts, invitations = [] }) {
    const of = (name: string) => accounts.filter((account) => account.class === name).length;
    const suspended = accounts.filter((account) => account.suspended === true).length;
    // A bridge tells neither kinds nor roles nor invitations: their numbers would look like zeros.
    if (accounts.length > 0 && accounts.every(({ admin }) => admin === null))
      return { accounts: accounts.length, suspended } as Record<string, number>;
    return {
      accounts: accounts.length,
      member: of("member"),
      guest: of("guest"),
      service: of("service"),
      unrecognised: of("unrecognised"),
      manager: accounts.filter(({ admin }) => admin === true).length,
      suspended,
      invited: invitations.length,
    };
  },
  restsOn,
  notes: onepasswordNotes,
};

function settingsOf({ settings }: SystemConfig): OnepasswordSettings {
  return settings as OnepasswordSettings;
}

/** A bridge knows neither kind nor role nor sign-in of a user: checks of these do not run with one. */
function factsOf({ scim, users_api }: OnepasswordSettings): Facts {
  const on = (...sources: string[]): FactSources => ({ mode: "all", sources });
  const accounts = scim ? on("group-members", "provisioned-users") : on("group-members");
  const common: Facts = {
    accounts,
    "team-only": accounts,
    names: accounts,
    emails: accounts,
    citizenship: accounts,
    entitlements: on("group", ...accounts.sources),
    suspension: users_api ? on(...accounts.sources, "users") : accounts,
  };
  if (scim) return common;
  return {
    ...common,
    guests: accounts,
    admins: accounts,
    "known-roles": accounts,
    "sign-in": on("group-members", "sign-ins"),
    // Since when one is open is among the sign-ins.
    invitations: on("group-members", "sign-ins"),
  };
}

function connect(system: SystemConfig, options: ConnectOptions): Connection {
  const settings = settingsOf(system);
  const common = { ...options, system: system.id };
  const api = settings.users_api ? [apiUsers(settings.users_api, common)] : [];
  if (settings.scim) {
    const bridge = new ScimGroup(settings.scim, { ...common, wanted: settings.group });
    const { host } = settings.scim.url;
    return {
      listings: [...bridge.listings, ...api],
      async whoAmI(signal) {
        await bridge.found(signal);
        return { who: `the holder of the token of the SCIM bridge ${host}`, scopes: null };
      },
    };
  }
  const program = new Program({ settings, system: system.id, folder: system.folder, env: options.env ?? {} });
  const group = new OpGroup(program, settings.group);
  const [first, ...rest] = opListings(program, group, options);
  return {
    listings: [first, ...rest, ...(api.length > 0 ? api : [opUsers(program, group)])],
    whoAmI: (signal) => whoIsSignedIn(program, group, signal),
  };
}
