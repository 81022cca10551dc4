import type { Account, Grant, Invitation } from "../../model/account.ts";
import type { Contact } from "../../model/contact.ts";
import type { Credential } from "../../model/credential.ts";
import type { Due, Expectation } from "../../model/matching.ts";
import type { Person, Roster, ZendeskEntry } from "../../model/person.ts";
import type { Scene } from "../../model/scene.ts";
import type { Source, SourceStatus } from "../../model/source.ts";
import { matchAccounts } from "../match.ts";
import { buildScene } from "../scene.ts";

export const now = "2026-11-22T12:00:00Z";
export const today = "2026-11-22";

/** A person with a seat on `main`; her account is `account()`. */
export function person(more: Partial<Person> = {}, entry: Partial<ZendeskEntry> | null = {}): Person {
  const email = more.email === undefined ? "dana@acme.test" : more.email;
  const name = more.name === undefined ? "Dana Whitfield" : more.name;
  return {
    id: (email ?? name ?? "").toLowerCase(),
    name,
    email,
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
    zendesk: entry ? { main: { id: "1", groups: null, role: null, alias: null, ...entry } } : {},
    gitlab: null,
    slack: null,
    focuses: [],
    extra: {},
    places: { "": { file: "dana.yaml", line: 1 } },
    ...more,
  };
}

/** A full agent nothing is wrong with. */
export function account(more: Partial<Account> = {}): Account {
  return {
    id: "1",
    name: "Dana Whitfield",
    email: "dana@acme.test",
    username: null,
    url: "https://acme.zendesk.test/agent/users/1",
    kind: "person",
    class: "full",
    seated: true,
    admin: false,
    role: { id: "900", name: "Support Staff", known: true },
    suspended: false,
    mfa: true,
    lastSignIn: "2026-11-20T08:00:00Z",
    createdAt: "2024-01-01T00:00:00Z",
    grants: [],
    ...more,
  };
}

export function lightAccount(more: Partial<Account> = {}): Account {
  return account({ class: "light", seated: false, role: { id: "901", name: "Light agent", known: true }, ...more });
}

export function adminAccount(more: Partial<Account> = {}): Account {
  return account({ class: "admin", admin: true, role: { id: null, name: "Admin", known: true }, ...more });
}

export function group(id: string, name: string | null): Grant {
  return { entitlement: { kind: "group", id, name }, direct: true, via: null };
}

/** An API token of Dana's that nothing is wrong with. */
export function credential(more: Partial<Credential> = {}): Credential {
  return {
    id: "api-token:5",
    kind: "api-token",
    name: "Dana Whitfield - https://gitlab.test/requests/5 - 2027-06-30",
    namedByTeam: true,
    coveredByClient: false,
    userId: null,
    creatorId: null,
    scopes: null,
    active: true,
    createdAt: "2026-01-01T00:00:00Z",
    expiresAt: null,
    lastUsedAt: "2026-11-20T00:00:00Z",
    source: "api-tokens",
    ...more,
  };
}

/** An OAuth token of a third party's app that Dana authorised. */
export function oauthToken(more: Partial<Credential> = {}): Credential {
  const oauth = { id: "oauth-token:7", kind: "oauth-token", name: "Zapier", namedByTeam: false, userId: "1" } as const;
  return credential({ ...oauth, active: null, expiresAt: "2027-06-30T00:00:00Z", source: "oauth-tokens", ...more });
}

export function oauthClient(more: Partial<Credential> = {}): Credential {
  const oauth = { id: "oauth-client:9", kind: "oauth-client", creatorId: "1", active: null, lastUsedAt: null } as const;
  return credential({ ...oauth, source: "oauth-clients", ...more });
}

export function source(name: string, status: SourceStatus = "complete"): Source {
  const reason = status === "complete" ? null : `${name} is ${status}`;
  const ledger = { rows: 0, expected: null, requests: 1, sha256: null, query: "", startedAt: now, finishedAt: now };
  return { name, status, reason, ...ledger, notFound: false, refused: status === "unavailable" };
}

export function roster(people: readonly Person[]): Roster {
  return { source: "roster/", revision: "0123456789abcdef", people: [...people], warnings: [] };
}

export function contact(email: string): Contact {
  return { email, name: null, gitlab: null, slack: null };
}

export function expectation({ zendesk }: Person): Expectation | null {
  const entry = zendesk.main;
  return entry ? { path: "zendesk.main", username: null, ...entry } : null;
}

export interface SceneParts extends Partial<Omit<Scene, "credentials" | "matching" | "roster" | "sources">> {
  people?: readonly Person[];
  accounts?: readonly Account[];
  invitations?: readonly Invitation[];
  credentials?: readonly Credential[];
  skip?: readonly string[];
  /** What everybody expected is due. */
  dues?: Due[];
  /** Sources that did not end complete. */
  ended?: Readonly<Record<string, SourceStatus>>;
}

function withDues(from: Expectation | null, dues: Due[] | undefined): Expectation | null {
  return from && dues ? { ...from, dues } : from;
}

const sourceNames = ["users", "custom-roles", "groups", "group-memberships", "api-tokens", "oauth-tokens", "oauth-clients"];

/** A scene of Zendesk's shape: Dana and her account where nothing else is said. */
export function scene(parts: SceneParts = {}): Scene {
  const {
    people = [person()],
    accounts = [account()],
    invitations = [],
    credentials = [],
    skip = [],
    dues,
    ended = {},
    ...more
  } = parts;
  const team = roster(people);
  return buildScene({
    system: "zendesk-global",
    name: "Zendesk Global",
    now,
    today,
    roster: team,
    matching: matchAccounts(accounts, team, {
      expectation: (one) => withDues(expectation(one), dues),
      today,
      skip,
      invitations,
    }),
    credentials,
    sources: sourceNames.map((name) => source(name, ended[name])),
    facts: {
      accounts: { mode: "all", sources: ["users"] },
      "team-only": { mode: "all", sources: ["users"] },
      "accounts-expected": { mode: "all", sources: ["users"] },
      ids: { mode: "all", sources: ["users"] },
      names: { mode: "all", sources: ["users"] },
      emails: { mode: "all", sources: ["users"] },
      "known-roles": { mode: "all", sources: ["users"] },
      admins: { mode: "all", sources: ["users"] },
      "light-agents": { mode: "all", sources: ["users"] },
      suspension: { mode: "all", sources: ["users"] },
      "sign-in": { mode: "all", sources: ["users"] },
      mfa: { mode: "all", sources: ["users"] },
      citizenship: { mode: "all", sources: ["users"] },
      roles: { mode: "all", sources: ["users", "custom-roles"] },
      groups: { mode: "all", sources: ["users", "groups", "group-memberships"] },
      credentials: { mode: "each", sources: ["api-tokens", "oauth-tokens", "oauth-clients"] },
    },
    emailDomains: ["acme.test"],
    admins: [],
    entitlements: [],
    paged: [],
    projects: [],
    licences: [],
    defaultRole: null,
    asksAlways: null,
    serviceAccounts: [],
    verifications: null,
    auditor: contact("lee@acme.test"),
    opsManager: contact("kim@acme.test"),
    deputy: null,
    ...more,
  });
}
