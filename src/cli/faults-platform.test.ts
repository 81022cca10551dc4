import { expect, test } from "vitest";
import type { ReportedSource } from "../model/report.ts";
import { now } from "../testing/company.ts";
import { federal, sourceOf, useCompany } from "../testing/use-company.ts";

const on = useCompany();

const look = ["--no-publish"];
/** Retried at once, so that five tries take no time. */
const atOnce = { "Retry-After": "0" };
const forbidden = { kind: "status", status: 403, body: '{"error":"Forbidden","description":"You do not have access"}' };

interface Case {
  what: string;
  fault?: Record<string, unknown>;
  switches?: Record<string, unknown>;
  env?: Record<string, string>;
  /** The federal system's `auth` instead of its client credentials. */
  auth?: string;
  code: number;
  status: "complete" | "incomplete" | "failed";
  /** The source that says it, how it ended, and its reason. */
  source: string;
  is: ReportedSource["status"];
  says: RegExp | null;
  requests?: number;
}

const refused = { code: 4, status: "failed", source: "users", is: "unavailable" } as const;
const broken = { code: 3, status: "failed", source: "users", is: "failed" } as const;
const partly = { code: 3, status: "incomplete" } as const;
const fine = { code: 0, status: "complete", says: null } as const;

const cases: Case[] = [
  {
    what: "a wrong client secret",
    env: { ZD_FEDERAL_CLIENT_SECRET: "example-wrong-secret" },
    ...refused,
    says: /gave no access token for OAuth client "rollcall_audit" \(401\); check client_id .* and client_secret/,
  },
  {
    what: "a wrong API token",
    auth: 'email: "dana.whitfield@acme.test", api_token: "${EXAMPLE_TOKEN}"',
    env: { EXAMPLE_TOKEN: "example-wrong-api-token" },
    ...refused,
    says: /answered 401: Couldn't authenticate you; check the token or password/,
  },
  {
    what: "an expired token",
    auth: 'token: "${EXAMPLE_TOKEN}"',
    env: { EXAMPLE_TOKEN: "example-token-of-last-year" },
    ...refused,
    says: /expired, revoked.*; check the token or password: it may have expired or been revoked/,
  },
  {
    what: "a token without the scope",
    auth: 'client_id: "${ZD_FEDERAL_CLIENT_ID}", client_secret: "${ZD_FEDERAL_CLIENT_SECRET}", scope: tickets:nothing',
    ...refused,
    says: /answered 403: .*; it needs a token of an agent with the scope read/,
  },
  {
    what: "an agent's token: OAuth tokens",
    switches: { role: "agent" },
    ...partly,
    source: "oauth-tokens",
    is: "unavailable",
    says: /403.*it needs a token of an administrator with the scope read/,
  },
  {
    what: "an agent's token: API tokens",
    switches: { role: "agent", errorObjects: true },
    ...partly,
    source: "api-tokens",
    is: "unavailable",
    says: /403.*it needs a token of an administrator, or of an agent whose role may manage APIs/,
  },
  {
    what: "API tokens switched off",
    switches: { apiTokens: "off" },
    ...fine,
    source: "api-tokens",
    is: "absent",
    says: /switched off for this account/,
  },
  {
    what: "custom roles refused while accounts have one",
    switches: { customRoles: "forbidden" },
    ...partly,
    source: "custom-roles",
    is: "unavailable",
    says: /it needs .* on a plan with custom roles/,
  },
  { what: "a page for people instead of JSON", fault: { kind: "html" }, ...broken, says: /"Sign in to Example".*check url/ },
  {
    what: "a subdomain nobody has",
    fault: { kind: "html", status: 404 },
    ...broken,
    says: /404.*wrong address or subdomain\? check url/,
  },
  {
    what: "everything broken",
    fault: { kind: "status", status: 503, headers: atOnce, path: "/api" },
    ...broken,
    says: /answered 503 \(try 5 of 5\); run again later/,
  },
  {
    what: "a gateway that fails twice",
    fault: { kind: "status", status: 500, headers: atOnce, path: "/api/v2/groups", times: 2 },
    ...fine,
    source: "groups",
    is: "complete",
  },
  {
    what: "a row that comes twice, once",
    fault: { kind: "repeat-row", path: "/api/v2/groups?", times: 1 },
    ...fine,
    source: "groups",
    is: "complete",
    requests: 2,
  },
  {
    what: "a row that comes twice, always",
    fault: { kind: "repeat-row", path: "/api/v2/groups?" },
    ...partly,
    source: "groups",
    is: "failed",
    says: /still moving after 3 readings: row \d+ came twice; run the audit again/,
  },
  {
    what: "a row left out",
    fault: { kind: "drop-row", path: "/api/v2/users?" },
    ...partly,
    source: "users",
    is: "failed",
    says: /still moving after 3 readings: 19\d rows read, the platform counts 19\d/,
  },
  {
    what: "a count that disagrees",
    switches: { count: 3 },
    ...partly,
    source: "users",
    is: "failed",
    says: /still moving after 3 readings: 19\d rows read, the platform counts 3/,
  },
  ...["same-cursor", "repeat-page"].map((kind) => ({
    what: kind,
    fault: { kind, path: "/api/v2/group_memberships" },
    ...partly,
    source: "group-memberships",
    is: "failed" as const,
    says: /names one that was read before.*run again/,
  })),
];

test.each(cases)("$what: $source $is, the audit $status, exit $code", async (one) => {
  if (one.fault) await on.company.fault({ server: federal, ...one.fault });
  if (one.switches) await on.company.state({ server: federal, switches: one.switches });
  const { auth } = one;
  const config = auth ? on.configured((text) => text.replace(/auth: \{ client_id: "\$\{ZD_FED.*\}/, `auth: { ${auth} }`)) : [];
  const ran = await on.audit([...look, ...config], one.env);
  expect(sourceOf(ran, one.source)?.status, ran.stderr).toBe(one.is);
  if (one.says) expect(sourceOf(ran, one.source)?.reason).toMatch(one.says);
  if (one.requests) expect(sourceOf(ran, one.source)?.requests).toBe(one.requests);
  expect([ran.audit?.status, ran.code]).toEqual([one.status, one.code]);
  if (one.is === "failed" || one.is === "unavailable") expect(ran.stderr).toContain(`${federal}: ${one.source} ${one.is}`);
});

test("users refused while the rest is readable: incomplete, said on top of the issue, and nothing about people is called good", async () => {
  await on.company.fault({ server: federal, ...forbidden, path: "/api/v2/users" });
  const ran = await on.audit();
  expect([ran.audit?.status, ran.code, ran.audit?.counts]).toEqual(["incomplete", 3, {}]);
  const aboutTokens = "unjustified name-nonstandard expired expiring never-expires unused".split(" ").map((id) => `token-${id}`);
  for (const { id, outcome, reason } of ran.audit?.checks ?? []) {
    if (aboutTokens.includes(id)) continue;
    expect([id, outcome, reason]).toEqual([id, "not-assessed", expect.stringContaining("users could not be read")]);
  }
  const [issue] = await on.issues();
  const notes = issue?.description.split(/^## Notes$/m)[1] ?? "";
  expect(notes.indexOf("Incomplete: could not look at 2 of 9 sources")).toBeLessThan(notes.indexOf("###"));
  expect(notes).toMatch(/users: could not look \(refused\).*403.*it needs a token of an agent with the scope read/);
  const table = await on.run(["audit", federal, "--now", now, ...look]);
  expect(table.stdout).toContain("Incomplete: could not look");
  for (const text of [table.stdout, ran.stdout, issue?.description]) expect(text).not.toMatch(/\bclean\b|all good|no problems/i);
});

test.each([
  [
    "an address that speaks no TLS",
    (text: string) => text.replace(/(us-federal:\s.*?)http:/s, "$1https:"),
    {},
    3,
    /check the scheme and port/,
  ],
  ["wrong credentials", (text: string) => `${text}\n`, { ZD_FEDERAL_CLIENT_SECRET: "example-wrong-secret" }, 4, /client_secret/],
] as const)("%s of one system stop no other", async (_, change, env, code, says) => {
  const ran = await on.audit(["--all", ...look, ...on.configured(change)], { ...env });
  expect(ran.report?.audits.map(({ system, status }) => [system, status])).toEqual([
    ["zendesk-global", "complete"],
    [federal, "failed"],
    ["calendly", "complete"],
    ["pagerduty", "complete"],
    ["training-portal", "complete"],
  ]);
  expect(ran.code).toBe(code);
  expect(sourceOf(ran, "users")?.reason).toMatch(says);
});
