import { nameKey } from "../../core/people.ts";
import type { SystemConfig } from "../../model/config.ts";
import type { FactSources, Facts } from "../../model/fact.ts";
import type { Due, Expectation } from "../../model/matching.ts";
import type { Person } from "../../model/person.ts";
import type { Connection, ConnectOptions, Platform } from "../platform.ts";
import { restsOn } from "./about.ts";
import { connectGitlab } from "./connect.ts";
import { Groups } from "./groups.ts";
import { normaliseGitlab } from "./normalise.ts";
import { gitlabNotes } from "./notes.ts";
import { type GitlabSettings, gitlabSettings } from "./settings.ts";
import { gitlabListings } from "./sources.ts";
import { whoIs } from "./who.ts";

/** A group that was refused, or not found, hides no other one: what was read is judged, and what was not is unknown. */
const members: FactSources = { mode: "each", sources: ["members", "groups"] };

/**
 * Groups of GitLab.com, or of any GitLab: who is a member, at which level, through which group.
 * What the API cannot tell an Owner: second factor, sign-in of anybody where no configured group is a top-level one, e-mail of
 * people who are not of an enterprise, personal access tokens.
 */
export const gitlab: Platform = {
  id: "gitlab",
  name: "GitLab",
  settings: gitlabSettings,
  facts,
  asksAlways: "ops-manager",
  connect: (system, options) => connect(settingsOf(system), { ...options, name: system.id }),
  settle: (sources) => sources,
  normalise: normaliseGitlab,
  expectation,
  counts({ accounts }) {
    const of = (name: string) => accounts.filter((account) => account.class === name).length;
    const classes = ["owner", "maintainer", "developer", "reporter", "planner", "guest", "minimal access"];
    const others = [...new Set(accounts.map((account) => account.class))].filter((name) => !classes.includes(name)).sort();
    const counted = [...classes, ...others].map((name) => [name.replaceAll(" ", "_"), of(name)]);
    const suspended = accounts.filter((account) => account.suspended === true).length;
    return { accounts: accounts.length, ...Object.fromEntries(counted), suspended };
  },
  restsOn,
  notes: gitlabNotes,
};

function settingsOf(system: SystemConfig): GitlabSettings {
  return system.settings as GitlabSettings;
}

function facts(system: SystemConfig): Facts {
  const { groups, entitlements } = settingsOf(system);
  // A number may be of a top-level group: what that tells, its answer shows.
  const mayTellSignIn = groups.some((group) => !group.includes("/"));
  return {
    accounts: members,
    "team-only": members,
    ids: members,
    names: members,
    admins: members,
    "known-roles": members,
    suspension: members,
    citizenship: members,
    expiry: members,
    invitations: { mode: "each", sources: ["members", "invitations", "groups"] },
    credentials: { mode: "each", sources: ["group-tokens", "project-tokens", "groups"] },
    ...(entitlements ? { entitlements: members } : {}),
    ...(mayTellSignIn ? { "sign-in": { mode: "all", sources: ["billable-members"] } } : {}),
  };
}

/** Whoever has a `gitlab` block in the roster is expected; what they are due, their title says. */
function expectation({ gitlab: block, title }: Person, system: SystemConfig): Expectation | null {
  if (!block) return null;
  const { entitlements } = settingsOf(system);
  const base: Expectation = { path: "gitlab", ...block, alias: null, role: null, groups: null };
  return entitlements ? { ...base, dues: duesOf(title, entitlements) } : base;
}

/** A title nobody names is due nothing. */
function duesOf(title: string | null, entitlements: NonNullable<GitlabSettings["entitlements"]>): Due[] {
  const wanted = title === null ? null : nameKey(title);
  const due = Object.entries(entitlements).find(([name]) => nameKey(name) === wanted)?.[1] ?? {};
  return Object.entries(due).map(([entitlement, level]) => ({ entitlement: entitlement.trim(), level }));
}

function connect(settings: GitlabSettings, options: ConnectOptions & { name: string }): Connection {
  const client = connectGitlab(settings, options);
  return {
    listings: gitlabListings(client, new Groups(client, settings)),
    whoAmI: (signal) => whoIs(client, signal),
  };
}
