import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { loadConfig } from "./load.ts";
import { checkIds, configOf, env, inFolder, messageOf, minimal, platforms, refusalOf } from "./testing/written.ts";

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

describe("what is refused", () => {
  it.each([
    [
      minimal({ more: "fiscal_year_begins: march" }),
      'rollcall.yaml:9: unknown key "fiscal_year_begins": did you mean fiscal_year_starts?',
    ],
    [
      minimal({ people: "people: { ops_manager: dana@acme.test, auditr: lee@acme.test }" }),
      [
        "2 problems:",
        "rollcall.yaml:2: people.auditor: missing: expected an e-mail address, or keys email, name, gitlab, slack",
        'rollcall.yaml:2: people: unknown key "auditr": did you mean auditor?',
      ].join("\n  "),
    ],
    [
      minimal({ people: "people: { ops_manager: dana, auditor: lee@acme.test }" }),
      'rollcall.yaml:2: people.ops_manager: expected an e-mail address, found "dana"',
    ],
    [
      minimal({ people: "people: { ops_manager: 5, auditor: lee@acme.test }" }),
      'rollcall.yaml:2: people.ops_manager: expected an e-mail address, or keys email, name, gitlab, slack, found "5"',
    ],
    [
      minimal({ people: "people:\n  ops_manager: { name: Dana }\n  auditor: lee@acme.test" }),
      "rollcall.yaml:3: people.ops_manager.email: missing: expected an e-mail address",
    ],
    [
      minimal({ people: "people: { ops_manager: a@b.test, auditor: a@b.test, skip: [x] }" }),
      'rollcall.yaml:2: people.skip.0: expected an e-mail address, found "x"',
    ],
    [minimal({ organization: "" }), "rollcall.yaml:1: organization: missing: expected text"],
    [minimal({ organization: "organization: [Acme]" }), "rollcall.yaml:1: organization: expected text, found a list"],
    [
      minimal({ more: "time_zone: Mars/Base" }),
      'rollcall.yaml:9: time_zone: expected a time zone such as UTC or America/New_York, found "Mars/Base"',
    ],
    [
      minimal({ more: "fiscal_year_starts: febuary" }),
      /^rollcall.yaml:9: fiscal_year_starts: expected january, .* or december, found "febuary": did you mean february\?$/,
    ],
    [minimal({ more: "rate: 0" }), 'rollcall.yaml:9: rate: expected a number above 0, at most 1, found "0"'],
    [minimal({ more: "rate: 1.5" }), 'rollcall.yaml:9: rate: expected a number above 0, at most 1, found "1.5"'],
    [minimal({ more: "rate: half" }), 'rollcall.yaml:9: rate: expected a number above 0, at most 1, found "half"'],
    [
      minimal({ more: "email_domains: [acme]" }),
      'rollcall.yaml:9: email_domains.0: expected a domain such as acme.test, found "acme"',
    ],
    [
      minimal({ roster: "roster: { directory: a, csv: b }" }),
      "rollcall.yaml:3: roster: expected exactly one of directory, file or csv, found directory and csv",
    ],
    [minimal({ roster: "roster: {}" }), "rollcall.yaml:3: roster: expected exactly one of directory, file or csv, found none"],
    [
      minimal({ roster: "roster: { gitlab: { url: https://gitlab.com } }" }),
      "rollcall.yaml:3: roster.gitlab: this version reads a roster from directory, file or csv: check the project out and name its folder",
    ],
    [minimal({ systems: "systems: {}" }), "rollcall.yaml:4: systems: expected at least one system, found none"],
    [minimal({ systems: "systems: [a]" }), "rollcall.yaml:4: systems: expected keys, found a list"],
    [
      minimal({ systems: "systems:\n  a/b: { platform: zendesk }" }),
      'rollcall.yaml:5: systems: expected ids of letters, digits, "-", "_" and ".", found "a/b"',
    ],
    [minimal({ systems: "systems:\n  a:" }), "rollcall.yaml:5: systems.a: expected keys such as platform and url, found nothing"],
    [
      minimal({ systems: "systems:\n  a: { platform: zendsk }" }),
      'rollcall.yaml:5: systems.a.platform: expected a platform this version audits (zendesk), found "zendsk": did you mean zendesk?',
    ],
    [
      minimal({ systems: "systems:\n  a: { platform: pagerduty }" }),
      'rollcall.yaml:5: systems.a.platform: expected a platform this version audits (zendesk), found "pagerduty"',
    ],
    [
      minimal({ systems: "systems:\n  a: { url: https://x.test }" }),
      "rollcall.yaml:5: systems.a.platform: missing: expected text",
    ],
    [
      minimal({ more: "  zendesk-global: {}" }),
      "rollcall.yaml:9: systems: the key zendesk-global stands twice: first in line 5".replace("systems: ", ""),
    ],
    [
      minimal({ more: "    rolster_key: main" }),
      'rollcall.yaml:9: systems.zendesk-global: unknown key "rolster_key": did you mean roster_key?',
    ],
    [minimal({ more: "    rules: {}" }), 'rollcall.yaml:9: systems.zendesk-global: unknown key "rules": did you mean roles?'],
    [
      minimal({ more: "    admins: dana@acme.test" }),
      'rollcall.yaml:9: systems.zendesk-global.admins: expected a list, found "dana@acme.test"',
    ],
    [
      minimal({ more: "    service_accounts: [{ account: 1, until: 2027-02-30 }]" }),
      'rollcall.yaml:9: systems.zendesk-global.service_accounts.0.until: expected a day such as 2027-03-01, found "2027-02-30"',
    ],
    [
      minimal({ more: "checks: { inactive-acount: off }" }),
      'rollcall.yaml:9: checks: unknown key "inactive-acount": did you mean inactive-account?',
    ],
    [
      minimal({ more: "checks: { inactive-account: { before: 1d } }" }),
      'rollcall.yaml:9: checks.inactive-account: unknown key "before": expected severity or after',
    ],
    [
      minimal({ more: "checks: { inactive-account: { after: 90 } }" }),
      'rollcall.yaml:9: checks.inactive-account.after: expected a duration such as 90d or 72h, found "90"',
    ],
    [
      minimal({ more: "checks: { mfa-disabled: { severity: hihg } }" }),
      'rollcall.yaml:9: checks.mfa-disabled.severity: expected critical, high, medium or low, found "hihg": did you mean high?',
    ],
    [
      minimal({ more: "checks: { mfa-disabled: on }" }),
      'rollcall.yaml:9: checks.mfa-disabled: expected off, or keys severity, found "on"',
    ],
    [
      minimal({ more: "tracker: { gitlab: { url: https://x.test, project: a/b, token: x }, files: y }" }),
      "rollcall.yaml:9: tracker: expected exactly one of gitlab or files, found gitlab and files",
    ],
    [
      minimal({ more: "tracker:\n  gitlab: { url: http://gitlab.acme.test, project: a/b, token: x }" }),
      "rollcall.yaml:10: tracker.gitlab.url: expected https:// (http:// is allowed toward this machine only), found text",
    ],
    [
      minimal({ more: "tracker: { gitlab: { url: https://x.test, token: x } }" }),
      "rollcall.yaml:9: tracker.gitlab.project: missing: expected a project as group/project, or its number",
    ],
    [
      minimal({ more: "follow_up: { wait: soon }" }),
      'rollcall.yaml:9: follow_up.wait: expected a duration such as 90d or 72h, found "soon"',
    ],
    ["", "rollcall.yaml:1: expected keys, found nothing"],
    ["organization: [", "rollcall.yaml:1: organization: a quote, bracket, brace, comma or colon is missing"],
    ["a: 1\n---\nb: 1", "rollcall.yaml:2: a: one document a file: a second one starts here (---)"],
  ])("%j", async (text, message) => {
    if (message instanceof RegExp) expect(await refusalOf(text)).toMatch(message);
    else expect(await refusalOf(text)).toBe(message);
  });

  it("says everything that is wrong at once, and which file to correct", async () => {
    const text = minimal({ organization: "", more: "rate: 7\ntime_zone: x" });
    await expect(configOf(text)).rejects.toMatchObject({
      message: expect.stringMatching(/^3 problems:/),
      fix: expect.stringMatching(/rollcall\.yaml$/),
    });
  });

  it("a file that is not there, with the command that makes one", async () => {
    await inFolder({}, async (root) => {
      const options = { env: {}, platforms: new Map(), checkIds: new Map() };
      await expect(loadConfig(join(root, "rollcall.yaml"), options)).rejects.toMatchObject({
        message: `${join(root, "rollcall.yaml")} is not there`,
        fix: expect.stringContaining("rollcall init"),
      });
      expect(await messageOf(() => loadConfig(root, options))).toBe(`${root} is a folder, not a file`);
    });
  });
});

describe("sign-in of a platform", () => {
  function withAuth(auth: string): string {
    return minimal({ systems: `systems:\n  a:\n    platform: zendesk\n    url: https://x.test\n    auth: ${auth}` });
  }

  it.each([
    [
      "{}",
      "rollcall.yaml:8: systems.a.auth: expected client_id and client_secret, or token, or email and api_token; found none of them",
    ],
    [
      "{ client_id: x }",
      "rollcall.yaml:8: systems.a.auth: expected client_id and client_secret, or token, or email and api_token; found client_id",
    ],
    ["example-token", "rollcall.yaml:8: systems.a.auth: expected keys, found text"],
    ['{ token: "" }', "rollcall.yaml:8: systems.a.auth.token: expected a secret, found empty text"],
    [
      "{ token: 12345 }",
      "rollcall.yaml:8: systems.a.auth.token: expected a secret as text, best a variable of the environment, found a number",
    ],
    ["{ token: x, tokn: y }", 'rollcall.yaml:8: systems.a.auth: unknown key "tokn": did you mean token?'],
    [
      "{ token:example-token }",
      [
        "2 problems:",
        "rollcall.yaml:8: systems.a.auth: expected client_id and client_secret, or token, or email and api_token; found none of them",
        "rollcall.yaml:8: systems.a.auth: unknown key that is not shown here (is a space missing after a colon?): expected client_id, client_secret, token, email or api_token",
      ].join("\n  "),
    ],
  ])("%s", async (auth, message) => {
    expect(await refusalOf(withAuth(auth))).toBe(message);
  });
});

describe("secrets", () => {
  const secret = "glpat-example-0123456789";

  it.each([
    minimal({ more: `tracker: ${secret}` }),
    minimal({ more: `tracker: { gitlab: ${secret} }` }),
    minimal({ more: `tracker: { gitlab: { url: "https://u:${secret}@x.test", project: a, token: x } }` }),
    minimal({ more: `tracker: { gitlab: { url: ${secret}, project: a, token: [${secret}] } }` }),
    minimal({ more: `tracker: { gitlab: { url: https://x.test, project: a, token ${secret} } }` }),
    minimal({ more: `tracker: { gitlab: { url: https://x.test, project: a, token: ${secret} }` }),
    minimal({ more: `tracker: { gitlab: { url: https://x.test, project: a, token: "${secret} } }` }),
    minimal({ more: `notify: { slack: ${secret}, email: { smtp: smtp://u:${secret}@x.test } }` }),
    minimal({ systems: `systems: { a: { platform: zendesk, url: https://x.test, auth: ${secret} } }` }),
    minimal({ systems: `systems: { a: { platform: zendesk, url: https://x.test, auth: { api_token: ${secret} } } }` }),
    minimal({ systems: `systems: { a: { platform: zendesk, url: "https://x.test", auth: { token: { ${secret} } } } }` }),
    minimal({ systems: `systems: { a: { platform: zendesk, url: "https://${secret}@x.test", auth: { token: a } } }` }),
    minimal({ more: `tracker: { gitlab: { url: "\${URL}", project: a, token: x } }` }),
    minimal({ more: `rate: "\${URL}"` }),
  ])("are in no message: %j", async (text) => {
    const message = await messageOf(() => configOf(text, {}, { ...env, URL: `http://x.test/${secret}` }));
    expect(message).not.toContain("0123456789");
    expect(message).toMatch(/rollcall\.yaml:\d+: /);
  });
});

describe("keys of later versions", () => {
  it("are checked, and said once a key", async () => {
    const seats = "    seats: { currency: USD, renews: 2027-02-01, types: { full: { bought: 60, monthly_cost: 115 } } }";
    const more = `${seats}\n    visible_to: [federal]\n    follow_up: { ladder: direct }`;
    const second = "  two: { platform: zendesk, url: https://x.test, auth: { token: x }, visible_to: [a] }";
    const rest = 'notify: { slack: { token: "x" } }\nfollow_up: { wait: 72h, start: by-auditor, at_most: 40 }';
    const { warnings, systems } = await configOf(minimal({ more, second, rest }));
    expect(warnings).toEqual([
      "rollcall.yaml:13: notify is read, but this version does nothing with it",
      "rollcall.yaml:14: follow_up is read, but this version does nothing with it",
      "rollcall.yaml:10: systems.*.visible_to is read, but this version does nothing with it",
      "rollcall.yaml:9: systems.*.seats is read, but this version does nothing with it",
      "rollcall.yaml:11: systems.*.follow_up is read, but this version does nothing with it",
    ]);
    expect(systems.map(({ visibleTo }) => visibleTo)).toEqual([["federal"], ["a"]]);
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
