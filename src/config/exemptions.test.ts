import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadExemptions } from "./exemptions.ts";
import { inFolder, messageOf } from "./testing/written.ts";

const word = "reason: known, approver: kim@acme.test, until: 2027-03-01";

function exemptionsOf(text: string) {
  return inFolder({ "exemptions.yaml": text }, (root) => loadExemptions(join(root, "exemptions.yaml")));
}

describe("exemptions", () => {
  it("are read with their lines, known gaps apart", async () => {
    const text = `# accepted
- { system: zendesk-global, check: role-mismatch, account: "123", ${word} }
- person: dana@acme.test
  reason: leave
  approver: kim@acme.test
  until: 2027-03-01
- { match: "bot-*", ${word} }
- { credential: Target - Statuspage, ${word} }
- { account: 9007199254740993, ${word} }
- { known_gap: { system: 1password, source: group-members }, ${word} }
`;
    const { exemptions, knownGaps, warnings } = await exemptionsOf(text);
    expect(exemptions[0]).toEqual({
      from: "file",
      key: null,
      system: "zendesk-global",
      check: "role-mismatch",
      account: "123",
      person: null,
      match: null,
      credential: null,
      reason: "known",
      approver: "kim@acme.test",
      until: "2027-03-01",
      at: "exemptions.yaml:2",
    });
    expect(
      exemptions.map(({ system, account, person, match, credential, at }) => [
        system,
        account ?? person ?? match ?? credential,
        at,
      ]),
    ).toEqual([
      ["zendesk-global", "123", "exemptions.yaml:2"],
      [null, "dana@acme.test", "exemptions.yaml:3"],
      [null, "bot-*", "exemptions.yaml:7"],
      [null, "Target - Statuspage", "exemptions.yaml:8"],
      [null, "9007199254740993", "exemptions.yaml:9"],
    ]);
    expect(knownGaps).toEqual([
      {
        system: "1password",
        source: "group-members",
        reason: "known",
        approver: "kim@acme.test",
        until: "2027-03-01",
        at: "exemptions.yaml:10",
      },
    ]);
    expect(warnings).toEqual([]);
  });

  it("may be none", async () => {
    expect(await exemptionsOf("[]")).toEqual({ exemptions: [], knownGaps: [], warnings: [] });
    expect((await exemptionsOf("# none yet\n")).warnings).toEqual(["exemptions.yaml: there is no exemption in it"]);
  });

  it("take no variables: they are in git, and hold no secret", async () => {
    const text = `- { person: "$\{WHO}", ${word} }`;
    expect((await exemptionsOf(text)).exemptions[0]?.person).toBe("${WHO}");
  });

  it.each([
    [`- { check: x, ${word} }`, "exemptions.yaml:1: expected exactly one of account, person, match or credential, found none"],
    [
      `- { account: 1, person: a@acme.test, ${word} }`,
      "exemptions.yaml:1: expected exactly one of account, person, match or credential, found account and person",
    ],
    [
      "- account: 1\n  reason: r\n  approver: kim@acme.test",
      "exemptions.yaml:1: until: missing: expected a day such as 2027-03-01",
    ],
    [
      "- account: 1\n  reason: r\n  approver: kim\n  until: 2027-03-01",
      'exemptions.yaml:3: approver: expected an e-mail address, found "kim"',
    ],
    [
      '- account: 1\n  reason: " "\n  approver: kim@acme.test\n  until: 2027-03-01',
      'exemptions.yaml:2: reason: expected text, found " "',
    ],
    [
      "- account: 1\n  reason: r\n  approver: kim@acme.test\n  until: never",
      'exemptions.yaml:4: until: expected a day such as 2027-03-01, found "never"',
    ],
    [`- { acount: 1, person: a@acme.test, ${word} }`, 'exemptions.yaml:1: unknown key "acount": did you mean account?'],
    [`- { known_gap: { system: a }, ${word} }`, "exemptions.yaml:1: known_gap.source: missing: expected text"],
    [
      `- { known_gap: { system: a, source: b }, account: 1, ${word} }`,
      'exemptions.yaml:1: unknown key "account": expected known_gap, reason, approver or until',
    ],
    ["- nothing", 'exemptions.yaml:1: expected keys, found "nothing"'],
    ["account: 1", "exemptions.yaml:1: expected a list of exemptions, found keys"],
    ["- [", "exemptions.yaml:1: a quote, bracket, brace, comma or colon is missing"],
  ])("are refused: %j", async (text, message) => {
    expect(await messageOf(() => exemptionsOf(text))).toBe(message);
  });

  it("that are not there are named, and where they are asked for", async () => {
    await inFolder({}, async (root) => {
      const path = join(root, "exemptions.yaml");
      await expect(loadExemptions(path)).rejects.toMatchObject({
        actor: "configuration",
        message: `the exemptions ${path}: the file is not there`,
        fix: expect.stringContaining("rollcall.yaml"),
      });
    });
  });
});
