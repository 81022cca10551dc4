// Starts the seeded company's platforms on loopback and says where they are in one line of JSON on stdout. Ends when its stdin
// closes, so that it never outlives whoever started it.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Clock } from "./company/clock.ts";
import { federalOptions, globalOptions, makeCompany } from "./company/company.ts";
import { rosterName, writeCompany } from "./company/files.ts";
import { AUDITS_PROJECT, FEDERAL_PROJECT, GITLAB_TOKENS, gitlabSeed } from "./company/gitlab.ts";
import { ROSTER_TOKEN, seedTeam, writeGitlabRosterConfig } from "./company/gitlab-team.ts";
import { Instance } from "./company/instance.ts";
import { makeLargeAccount } from "./company/large.ts";
import { cast } from "./company/people.ts";
import { makeLargeSystems } from "./company/systems.ts";
import { startGitlab } from "./gitlab/index.ts";
import { Books } from "./kit/books.ts";
import { SharedClock } from "./kit/clock.ts";
import { type Controlled, serveControl } from "./kit/control.ts";
import { Faults } from "./kit/faults.ts";
import { startSlack } from "./slack/index.ts";
import { startZendesk } from "./zendesk/index.ts";

const { values: options } = parseArgs({
  options: {
    /** The accounts to start, by the names of their systems; default: all, and the export made by hand. */
    only: { type: "string" },
    /** Folder for rollcall.yaml, roster and the rest; default: a temporary one. */
    folder: { type: "string" },
    /** The day of the company, ISO 8601; default: today. */
    now: { type: "string" },
    /** ms every answer takes. */
    latency: { type: "string", default: "0" },
    /** Requests a minute of each Zendesk account. */
    limit: { type: "string", default: "700" },
    rate: { type: "string" },
    port: { type: "string", default: "0" },
    /** A large clean account in place of the company's Global one. */
    agents: { type: "string" },
    memberships: { type: "string", default: "480" },
    groups: { type: "string", default: "40" },
    roles: { type: "string", default: "10" },
    customers: { type: "string", default: "0" },
  },
});

// Before anything else: whoever reads the line may end us at once.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(0));
process.stdin
  .on("end", () => process.exit(0))
  .on("error", () => process.exit(0))
  .resume();

const clock = new Clock(options.now ? new Date(options.now) : new Date());
const company = makeCompany(clock);
if (options.agents !== undefined) {
  const size = {
    agents: Number(options.agents),
    memberships: Number(options.memberships),
    groups: Number(options.groups),
    roles: Number(options.roles),
    customers: Number(options.customers),
  };
  const { instance, people } = makeLargeAccount(globalOptions(clock), size);
  company.global = instance;
  company.federal = new Instance(federalOptions(clock));
  company.people = [
    ...company.people.slice(0, cast.managers.length + 4).map((person) => ({ ...person, zendesk: {} })),
    ...people,
  ];
  for (const one of company.systems) one.leave?.();
  company.systems = makeLargeSystems(company.people, clock);
}

const known = [company.global.options.system, company.federal.options.system, ...company.systems.map(({ system }) => system)];
const chosen = new Set(options.only?.split(",") ?? known);
// Starting nothing would look like starting something.
for (const name of chosen)
  if (!known.includes(name)) throw new Error(`--only: there is no ${name}; there are ${known.join(", ")}`);
for (const one of company.systems) if (!chosen.has(one.system)) one.leave?.();
company.systems = company.systems.filter(({ system }) => chosen.has(system));

const shared = new SharedClock();
const books = new Books();
const faults = new Faults();
const switches = { latency: Number(options.latency), limit: Number(options.limit) };

function credentials(name: string, of: Instance) {
  const client = of.data.oauthClients[0];
  return {
    client_id: client?.identifier ?? "rollcall_audit",
    client_secret: `example-secret-${name}`,
    token: `example-token-${name}`,
    email: company.people[cast.opsManager]?.email ?? "",
    api_token: `example-api-token-${name}`,
    user_id: client?.user_id ?? of.data.users[0]?.id ?? "1",
    client_row: client?.id ?? "1",
    token_row: of.data.oauthTokens[0]?.id ?? null,
  };
}

const times = { now: () => shared.now().getTime(), limitNow: Date.now };

async function startAccount(of: Instance) {
  const name = of.options.system;
  const own = credentials(name, of);
  const served = await startZendesk({ name, data: of.data, credentials: own, switches, books, faults, ...times });
  return { ...served, of, own, name, env: `ZD_${name === "zendesk-global" ? "GLOBAL" : "FEDERAL"}` };
}

const [auditor, opsManager] = [company.people[cast.auditor], company.people[cast.opsManager]];
if (!auditor || !opsManager) throw new Error("the company has no auditor");
const seed = gitlabSeed({ people: company.people, auditor, opsManager });
for (const one of company.systems) one.seed?.(seed);
const rosterPath = rosterName(company);
const rosterCommits = seedTeam(seed, company.people, { clock, path: rosterPath });
const gitlab = await startGitlab({
  seed,
  books,
  faults,
  latency: () => switches.latency,
  now: () => shared.now(),
  limitNow: () => new Date(),
  // More than GitLab's own would be asked for by tests only.
  ...(switches.limit > 2000 ? { limit: switches.limit } : {}),
  port: Number(options.port),
  ...(auditor.gitlab ? { signedInAs: auditor.gitlab.username } : {}),
});
const instances = [company.global, company.federal].filter(({ options: { system } }) => chosen.has(system));
const accounts = await Promise.all(instances.map(startAccount));
const servers = new Map<string, Controlled>([["gitlab", gitlab.controlled]]);
for (const { name, controlled } of accounts) servers.set(name, controlled);
const folder = options.folder ?? mkdtempSync(join(tmpdir(), "rollcall-company-"));
const stage = { books, faults, latency: switches.latency, folder, gitlab: gitlab.url, clock: shared };
const started = new Map<string, string>();
for (const one of company.systems) {
  const controlled = one.control?.(stage);
  if (controlled) servers.set(one.system, controlled);
  const served = await one.start?.(stage);
  if (!served) continue;
  started.set(one.system, served.url);
  servers.set(one.system, served.controlled);
}
const slackToken = "xoxb-example-slack";
const members = company.people.map(({ name, email, slack }) => ({ id: slack.id, name, email }));
const slack = await startSlack({ token: slackToken, members, books, faults, now: times.now });
servers.set("slack", slack.controlled);
const control = await serveControl({ books, faults, servers, clock: shared });

const config = writeCompany(company, {
  folder,
  accounts: new Map([...accounts.map(({ name, url }): [string, string] => [name, url]), ...started]),
  gitlab: { url: gitlab.url, project: AUDITS_PROJECT, federalProject: FEDERAL_PROJECT },
  slack: slack.url,
  rate: options.rate ?? null,
  until: clock.day(180),
});

const gitlabRosterConfig = writeGitlabRosterConfig(config, { folder, url: gitlab.url, path: rosterPath });

const described = {
  control: control.url,
  folder,
  config,
  /** The same with the roster read from GitLab, where it has these commits, oldest first. */
  gitlabRoster: { config: gitlabRosterConfig, commits: rosterCommits },
  env: {
    ...Object.fromEntries(
      accounts.flatMap(({ env, own }) => [
        [`${env}_CLIENT_ID`, own.client_id],
        [`${env}_CLIENT_SECRET`, own.client_secret],
      ]),
    ),
    ...Object.assign({}, ...company.systems.map(({ env }) => env)),
    SLACK_TOKEN: slackToken,
    GL_TOKEN: GITLAB_TOKENS.bot,
    GL_ROSTER_TOKEN: ROSTER_TOKEN,
  },
  roster: join(folder, rosterPath),
  citizenship: join(folder, "citizenship.yaml"),
  systems: {
    ...Object.fromEntries(accounts.map(({ name, url, own }) => [name, { url, ...own }])),
    ...Object.fromEntries(
      company.systems.flatMap(({ system, credentials }) =>
        credentials ? [[system, { url: started.get(system) ?? gitlab.url, ...credentials, api_token: "" }]] : [],
      ),
    ),
  },
  slack: { url: slack.url, token: slackToken },
  gitlab: gitlab.describe(),
  /** E-mails of those who decide, as rollcall.yaml names them. */
  roles: { auditor: auditor.email, opsManager: opsManager.email, deputy: company.people[cast.deputy]?.email ?? "" },
  audited: [...accounts.map(({ name }) => name), ...company.systems.map(({ system }) => system)],
  people: company.people.length,
  planted: [...accounts.flatMap(({ of }) => of.planted), ...company.systems.flatMap(({ planted }) => planted)],
};
process.stdout.write(`${JSON.stringify(described)}\n`);
