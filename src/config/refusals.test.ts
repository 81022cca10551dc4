import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "./load.ts";
import { configOf, inFolder, messageOf, minimal, refusalOf } from "./testing/written.ts";

/** One more system, on one line. */
function systemLine(id: string, name: string): string {
  return `  ${id}: { platform: zendesk, name: "${name}", url: https://b.zendesk.com, auth: { token: "$\{ZD_TOKEN}" } }`;
}

function inGitlab(keys: string): string {
  return `roster: { gitlab: { url: https://gitlab.com, project: acme/team, token: "x", ${keys} } }`;
}

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
      "rollcall.yaml:3: roster: expected exactly one of directory, file, csv or gitlab, found directory and csv",
    ],
    [
      minimal({ roster: "roster: {}" }),
      "rollcall.yaml:3: roster: expected exactly one of directory, file, csv or gitlab, found none",
    ],
    [
      minimal({ roster: "roster: { gitlab: { url: https://gitlab.com } }" }),
      [
        "3 problems:",
        "rollcall.yaml:3: roster.gitlab.project: missing: expected a project as group/project, or its number",
        "rollcall.yaml:3: roster.gitlab.path: missing: expected text",
        "rollcall.yaml:3: roster.gitlab.token: missing: expected a secret as text, best a variable of the environment",
      ].join("\n  "),
    ],
    [
      minimal({ roster: inGitlab("path: a/../b") }),
      'rollcall.yaml:3: roster.gitlab.path: expected a path in the repository such as roster, or . for all of it, found "a/../b"',
    ],
    [
      minimal({ roster: inGitlab("path: a, ref: main..other") }),
      'rollcall.yaml:3: roster.gitlab.ref: expected a branch, a tag or a commit, found "main..other"',
    ],
    [
      minimal({ roster: inGitlab("path: a, branch: main") }),
      'rollcall.yaml:3: roster.gitlab: unknown key "branch": expected url, project, path, ref or token',
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
      minimal({ more: systemLine("fed", "zendesk-Global ") }),
      'rollcall.yaml:9: systems.fed.name: expected a name of its own, found "zendesk-Global", which is the name of zendesk-global too (rollcall.yaml:5)',
    ],
    [
      minimal({ more: systemLine("Zendesk-Global", "Other") }),
      "rollcall.yaml:9: systems.Zendesk-Global: expected an id of its own, found one that differs from zendesk-global in capitals only",
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
    [minimal({ more: "follow_up: { wait: 0h }" }), /^rollcall.yaml:9: follow_up.wait: expected a time above 0, such as 72h/],
    [
      minimal({ more: "follow_up: { start: soon }" }),
      /^rollcall.yaml:9: follow_up.start: expected by-auditor, or a time such as 3d/,
    ],
    [minimal({ more: "follow_up: { ladder: steep }" }), /^rollcall.yaml:9: follow_up.ladder: /],
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
