// Prints the seconds all checks take over 100,000 accounts, a full agent in ten, with groups, tokens and a roster as large.
import { runChecks } from "../src/checks/run.ts";
import { matchAccounts } from "../src/core/match.ts";
import { buildScene } from "../src/core/scene.ts";
import type { Account } from "../src/model/account.ts";
import type { Credential } from "../src/model/credential.ts";
import type { Person, Roster } from "../src/model/person.ts";
import type { Source } from "../src/model/source.ts";
import { zendesk } from "../src/platforms/zendesk/index.ts";

const size = 100_000;
const now = "2026-11-22T12:00:00Z";

function account(index: number): Account {
  const full = index % 10 === 0;
  return {
    id: String(360_000_000_000 + index),
    name: `Agent ${index}`,
    email: `agent.${index}@acme.test`,
    username: null,
    url: null,
    kind: "person",
    class: full ? "full" : "light",
    seated: full,
    admin: false,
    role: { id: "1", name: index % 50 === 0 ? "Manager" : "Staff", known: true },
    suspended: index % 1000 === 0,
    mfa: index % 70 !== 0,
    lastSignIn: index % 90 === 0 ? "never" : "2026-11-01T00:00:00Z",
    createdAt: "2024-01-01T00:00:00Z",
    grants: Array.from({ length: 10 }, (_, group) => ({
      entitlement: { kind: "group" as const, id: String(group), name: `Group ${group}` },
      direct: true,
      via: null,
    })),
  };
}

function person(index: number): Person {
  const groups = Array.from({ length: 10 }, (_, group) => `Group ${group}`);
  return {
    id: `agent.${index}@acme.test`,
    name: `Agent ${index}`,
    email: `agent.${index}@acme.test`,
    aliases: [],
    title: null,
    reportsTo: null,
    manager: null,
    region: null,
    workingHours: null,
    startDate: null,
    endDate: null,
    calendly: null,
    pagerduty: null,
    zendesk: { main: { id: String(360_000_000_000 + index), groups, role: "Staff", alias: null } },
    gitlab: null,
    slack: null,
    focuses: [],
    extra: {},
    places: { "": { file: "roster.csv", line: index + 2 } },
  };
}

function credential(index: number): Credential {
  return {
    id: `api-token:${index}`,
    kind: "api-token",
    name: `Agent ${index * 10} - https://gitlab.example/acme/requests/-/issues/${index} - 2027-03-01`,
    namedByTeam: true,
    coveredByClient: false,
    userId: null,
    creatorId: null,
    scopes: null,
    active: true,
    createdAt: "2026-01-01T00:00:00Z",
    expiresAt: null,
    lastUsedAt: "2026-11-01T00:00:00Z",
    source: "api-tokens",
  };
}

function source(name: string): Source {
  const ledger = { rows: 1, expected: null, requests: 1, sha256: null, reason: null, query: "", notFound: false, refused: false };
  return { name, status: "complete", ...ledger, startedAt: now, finishedAt: now };
}

const range = (length: number) => Array.from({ length }, (_, index) => index);
const roster: Roster = {
  source: "roster.csv",
  revision: "sha256:00",
  people: range(size / 10).map((index) => person(index * 10)),
  warnings: [],
};
const accounts = range(size).map(account);
const nobody = { email: "lee@acme.test", name: null, gitlab: null, slack: null };
const names = [...new Set(Object.values(zendesk.facts).flatMap(({ sources }) => sources))];

const matching = matchAccounts(accounts, roster, {
  expectation: ({ zendesk: { main } }) => (main ? { path: "zendesk.main", username: null, ...main } : null),
  today: "2026-11-22",
  skip: [],
});
const scene = buildScene({
  system: "zendesk-global",
  name: "Zendesk Global",
  now,
  today: "2026-11-22",
  roster,
  matching,
  credentials: range(1000).map(credential),
  sources: names.map(source),
  facts: zendesk.facts,
  emailDomains: ["acme.test"],
  admins: [],
  defaultRole: null,
  serviceAccounts: [],
  verifications: null,
  auditor: nobody,
  opsManager: nobody,
  deputy: null,
});

const started = performance.now();
const { findings } = runChecks(scene, { settings: {}, exemptions: [] });
process.stdout.write(String((performance.now() - started) / 1000));
process.stderr.write(`  ${findings.length} findings\n`);
