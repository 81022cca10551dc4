import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { loadConfig } from "./load.ts";
import { checkIds, configOf, env, inFolder, minimal, platforms, refusalOf } from "./testing/written.ts";

const full = `organization: Acme Support
fiscal_year_starts: February
time_zone: America/New_York
people:
  ops_manager: dana@acme.test
  deputy: { email: kim@else.test, name: Kim, gitlab: "@kim", slack: U1 }
  auditor: lee@acme.test
  skip: [head@acme.test]
roster: { csv: people.csv }
exemptions: sub/exemptions.yaml
email_domains: [Acme.test, "@acme.example"]
systems:
  zendesk-global:
    platform: zendesk
    url: https://acme.zendesk.com
    auth: { client_id: "\${ID}", client_secret: "\${SECRET}" }
    roster_key: main
    roles: { light_agent: 9007199254740993 }
    admins: [dana@acme.test]
    name: Zendesk Global
    service_accounts: [{ account: 9007199254740995, owner: dana@acme.test, purpose: Bridge, until: 2027-06-30 }]
  "2-federal":
    platform: zendesk
    template: Federal
    url: https://federal.zendesk.com
    auth: { token: "\${SECRET}" }
    verified_people: citizenship.yaml
    tracker: { files: federal }
tracker: { gitlab: { url: https://gitlab.com, project: acme/audits, token: "\${SECRET}", confidential: false, labels: [audit] } }
rate: 1
checks: { inactive-account: { after: 72h, severity: high }, mfa-disabled: off, token-expiring: false }
`;
const citizenship =
  "- { email: dana@acme.test, verified: 2026-01-15, request: https://x.test/1, by: lee@acme.test }\n- { email: kim@acme.test, verified: 2026-02-01 }\n";

describe("a whole configuration", () => {
  it("is read, every path made absolute, systems in the order of the file", async () => {
    await inFolder({ "rollcall.yaml": full, "citizenship.yaml": citizenship }, async (root) => {
      const path = join(root, "rollcall.yaml");
      const config = await loadConfig(path, { env: { ID: "an-id", SECRET: "example-secret" }, platforms, checkIds });
      expect(config).toMatchObject({
        path,
        organization: "Acme Support",
        fiscalYearStarts: "february",
        timeZone: "America/New_York",
        people: {
          opsManager: { email: "dana@acme.test", name: null, gitlab: null, slack: null },
          deputy: { email: "kim@else.test", name: "Kim", gitlab: "kim", slack: "U1" },
          skip: [{ email: "head@acme.test" }],
        },
        roster: { csv: join(root, "people.csv") },
        exemptions: join(root, "sub/exemptions.yaml"),
        emailDomains: ["acme.test", "acme.example"],
        rate: 1,
        checks: {
          "inactive-account": { after: 3, severity: "high" },
          "mfa-disabled": { off: true },
          "token-expiring": { off: true },
        },
        tracker: { gitlab: { project: "acme/audits", confidential: false, labels: ["audit"] } },
        warnings: [],
      });
      expect(config.systems.map(({ id, name, template, at }) => [id, name, template, at])).toEqual([
        ["zendesk-global", "Zendesk Global", "Zendesk Global", "rollcall.yaml:13"],
        ["2-federal", "2-federal", "Federal", "rollcall.yaml:22"],
      ]);
      expect(config.systems[0]).toMatchObject({
        rosterKey: "main",
        admins: ["dana@acme.test"],
        serviceAccounts: [{ account: "9007199254740995", owner: "dana@acme.test", purpose: "Bridge", until: "2027-06-30" }],
        verifications: null,
        tracker: null,
        settings: {
          url: new URL("https://acme.zendesk.com"),
          auth: { client_id: "an-id" },
          roles: { light_agent: "9007199254740993" },
        },
      });
      expect(config.systems[1]).toMatchObject({
        tracker: { files: join(root, "federal") },
        verifications: [
          { email: "dana@acme.test", verified: "2026-01-15", request: "https://x.test/1", by: "lee@acme.test" },
          { email: "kim@acme.test", verified: "2026-02-01", request: null, by: null },
        ],
      });
      expect(inspect(config, { depth: null }) + JSON.stringify(config)).not.toContain("example-secret");
    });
  });

  it("needs little", async () => {
    const config = await configOf(minimal());
    expect(config).toMatchObject({
      fiscalYearStarts: "january",
      timeZone: "UTC",
      rate: 0.5,
      emailDomains: [],
      exemptions: null,
      checks: {},
    });
    expect(config).toMatchObject({ tracker: null, people: { deputy: null, skip: [] }, warnings: [] });
    expect(config.systems[0]).toMatchObject({ name: "zendesk-global", rosterKey: null, admins: [], visibleTo: [] });
  });
});

describe("a roster in GitLab", () => {
  const gitlab = async (keys: string) => {
    const roster = `roster: { gitlab: { url: https://gitlab.com, project: 42, token: "$\{GL_TOKEN}", ${keys} } }`;
    return (await configOf(minimal({ roster }))).roster;
  };

  it("is read with its path as git writes it, and the default branch as null", async () => {
    expect(await gitlab("path: ./teams/roster/")).toMatchObject({ gitlab: { project: "42", path: "teams/roster", ref: null } });
    expect(await gitlab("path: .")).toMatchObject({ gitlab: { path: "" } });
    expect(await gitlab("path: people.csv, ref: release/1.0")).toMatchObject({
      gitlab: { path: "people.csv", ref: "release/1.0" },
    });
  });

  it("says its token nowhere", async () => {
    expect(inspect(await gitlab("path: roster"), { depth: null })).not.toContain("example-gitlab-token");
  });
});

describe("who may come in", () => {
  const serve = (keys: string) =>
    configOf(minimal({ rest: `serve: { ${keys} }` }), {}, { ...env, OIDC: "example-client-secret" });

  it("is nobody but by the link of this machine, unless the file says more", async () => {
    const url = null;
    expect((await configOf(minimal())).serve).toEqual({
      ...{ port: 8740, host: "127.0.0.1", url, trustedProxies: [], signIn: null, groups: {}, webhookToken: null },
      roles: { manager: [], auditor: [], viewer: [] },
    });
  });

  it("is read with what a provider needs, and says its secret nowhere", async () => {
    const config = await serve(
      "url: https://rollcall.acme.test, sign_in: { issuer: https://id.acme.test/x, client_id: r, client_secret: '${OIDC}', scopes: [email] }, roles: { viewer: [all] }",
    );
    expect(config.serve.url).toEqual(new URL("https://rollcall.acme.test"));
    expect(config.serve.signIn).toMatchObject({ scopes: ["openid", "email"], groupsClaim: "groups", name: "id.acme.test" });
    expect(config.warnings).toEqual([]);
    expect(inspect(config, { depth: null })).not.toContain("example-client-secret");
  });

  it.each([
    ["url: http://rollcall.acme.test", /serve\.url: expected https:\/\//],
    ["url: https://rollcall.acme.test/audits", /serve\.url: expected an address without a path/],
    ["sign_in: { issuer: http://id.acme.test, client_id: a, client_secret: b }", /serve\.sign_in\.issuer: expected https/],
    ["sign_in: { issuer: https://id.acme.test, client_id: a }", /serve\.sign_in\.client_secret: missing/],
    ["roles: { admin: [a] }", /serve\.roles: unknown key "admin"/],
    ["groups: { federal: dana@acme.test }", /serve\.groups\.federal: expected a list/],
  ])("is refused where %s", async (keys, says) => {
    expect(await refusalOf(minimal({ rest: `serve: { ${keys} }` }))).toMatch(says);
  });

  it("warns of a group nobody defines, where there is no provider to name its own", async () => {
    const more = "    visible_to: [federal, fedral]";
    const rest = "serve: { groups: { federal: [dana@acme.test] }, roles: { viewer: [lee@acme.test, leads] } }";
    const { warnings, systems } = await configOf(minimal({ more, rest }));
    expect(warnings).toEqual([
      'rollcall.yaml:5: systems.zendesk-global.visible_to: nobody is in the group "fedral": define it in serve.groups',
      'serve.roles.viewer: nobody is in the group "leads": define it in serve.groups',
    ]);
    expect(systems.map(({ visibleTo }) => visibleTo)).toEqual([["federal", "fedral"]]);
  });
});

describe("seats", () => {
  const seats = (text: string) => configOf(minimal({ more: `    seats: ${text}` }));

  it("are read with what is not said as null", async () => {
    const { systems, warnings } = await seats(
      "{ currency: USD, types: { full: { bought: 60, monthly_cost: 115.5 }, light: { bought: 0 } } }",
    );
    const types = { full: { bought: 60, monthlyCost: 115.5 }, light: { bought: 0, monthlyCost: null } };
    expect([systems[0]?.seats, warnings]).toEqual([{ currency: "USD", renews: null, types }, []]);
    expect((await configOf(minimal())).systems[0]?.seats).toBeNull();
  });

  it.each([
    ["{ currency: dollars, types: {} }", 'seats.currency: expected a currency such as USD, found "dollars"'],
    ["{ currency: USD }", "seats.types: missing: expected keys"],
    [
      "{ currency: USD, types: { full: { bought: 1.5 } } }",
      'seats.types.full.bought: expected a whole number, 0 or more, found "1.5"',
    ],
    ["{ currency: USD, types: { full: { bougth: 1 } } }", 'seats.types.full: unknown key "bougth": did you mean bought?'],
    ["{ currency: USD, renews: soon, types: {} }", 'seats.renews: expected a day such as 2027-03-01, found "soon"'],
  ])("refuse %s", async (text, message) => {
    expect(await refusalOf(minimal({ more: `    seats: ${text}` }))).toContain(
      `rollcall.yaml:9: systems.zendesk-global.${message}`,
    );
  });
});

describe("verifications of citizenship", () => {
  const named = minimal({ more: "    verified_people: citizenship.yaml" });

  it.each([
    ["- { email: dana, verified: 2026-01-15 }", 'citizenship.yaml:1: email: expected an e-mail address, found "dana"'],
    [
      "- email: a@acme.test\n  verified: 2026-01-32",
      'citizenship.yaml:2: verified: expected a day such as 2027-03-01, found "2026-01-32"',
    ],
    [
      "- email: a@acme.test\n  verifed: 2026-01-31",
      [
        "2 problems:",
        "citizenship.yaml:1: verified: missing: expected a day such as 2027-03-01",
        'citizenship.yaml:2: unknown key "verifed": did you mean verified?',
      ].join("\n  "),
    ],
    ["a: 1", "citizenship.yaml:1: expected a list of verifications, found keys"],
    ["- [", "citizenship.yaml:1: a quote, bracket, brace, comma or colon is missing"],
  ])("refuse %j", async (text, message) => {
    expect(await refusalOf(named, { "citizenship.yaml": text })).toBe(message);
  });

  it("that are not there are named where they were asked for", async () => {
    expect(await refusalOf(named)).toBe("rollcall.yaml:9: systems.zendesk-global.verified_people: citizenship.yaml is not there");
  });

  it("may be none yet: then everybody lacks one", async () => {
    expect((await configOf(named, { "citizenship.yaml": "" })).systems[0]?.verifications).toEqual([]);
  });
});
