import fc from "fast-check";
import { expect, test } from "vitest";
import { account, credential, group, oauthClient, oauthToken, person, type SceneParts, scene } from "../core/testing/scene.ts";
import type { Account, Grant } from "../model/account.ts";
import type { Credential } from "../model/credential.ts";
import type { Exemption } from "../model/exemption.ts";
import type { Person } from "../model/person.ts";
import type { Verification } from "../model/scene.ts";
import { severities } from "../model/severity.ts";
import type { SourceStatus } from "../model/source.ts";
import type { Check, CheckSettings } from "./check.ts";
import { checks } from "./index.ts";
import { runChecks } from "./run.ts";
import { grantCheck } from "./subjects.ts";

const wrongRole = { people: [person({}, { role: "Support Manager" })] };

function exemption(more: Partial<Exemption> = {}): Exemption {
  const scope = {
    from: "file" as const,
    key: null,
    system: "zendesk-global",
    check: "role-mismatch",
    account: "1",
    person: null,
    match: null,
    credential: null,
  };
  return { ...scope, reason: "cover", approver: "kim@acme.test", until: "2027-01-01", at: "exemptions.yaml:3", ...more };
}

function run(parts: SceneParts = {}, settings: CheckSettings = {}, exemptions: Exemption[] = []) {
  return runChecks(scene(parts), { settings, exemptions });
}

function resultOf(id: string, ...args: Parameters<typeof run>) {
  return run(...args).checks.find((check) => check.id === id);
}

test("somebody whose access is as it should be has no finding in any check", () => {
  const people = [person({}, { role: "Support Staff", groups: ["Support AMER"] })];
  const { findings, checks: results } = run({
    people,
    accounts: [account({ grants: [group("1", "Support AMER")] })],
    credentials: [credential()],
  });
  expect(findings).toEqual([]);
  expect(results.filter(({ outcome }) => outcome !== "pass")).toEqual([]);
});

test("results are in the order of the registry, without what has no meaning here", () => {
  const listed = run().checks.map(({ id }) => id);
  const { facts } = scene();
  const told = checks.filter(({ needs }) => needs.every((need) => facts[need] !== undefined));
  // Zendesk gives the fact, but nobody recorded verifications.
  expect(listed).toEqual(told.map(({ id }) => id).filter((id) => id !== "citizenship-unverified"));
  expect(listed.length).toBeLessThan(checks.length);
});

test("a check that is off is not listed and finds nothing", () => {
  const { checks: results, findings } = run(wrongRole, { "role-mismatch": { off: true } });
  expect(results.map(({ id }) => id)).not.toContain("role-mismatch");
  expect(findings).toEqual([]);
});

test("the configured severity wins over the check's and the fault's", () => {
  const people = [person({ endDate: "2026-01-01" })];
  const settings = { "leaver-with-access": { severity: "low" as const } };
  expect(run({ people, accounts: [account({ suspended: true })] }, settings).findings[0]?.severity).toBe("low");
});

test("an accepted finding is listed and counted apart, and the check passes", () => {
  const { findings, checks: results } = run(wrongRole, {}, [exemption()]);
  expect(findings).toMatchObject([{ check: "role-mismatch", exempt: { reason: "cover", until: "2027-01-01" } }]);
  expect(results.find(({ id }) => id === "role-mismatch")).toMatchObject({ outcome: "pass", assessed: 1, failing: 0, exempt: 1 });
});

test("what is wrong with exemptions is told", () => {
  expect(run({}, {}, [exemption()]).warnings).toEqual(["exemptions.yaml:3: the exemption covers no finding: remove it"]);
  expect(run({ ended: { "custom-roles": "failed" } }, {}, [exemption()]).warnings).toEqual([]);
});

test("findings in what was read fail the check, and what was not read is unknown beside", () => {
  const parts = { credentials: [credential({ name: "zapier", userId: "1" })], ended: { "oauth-tokens": "unavailable" as const } };
  expect(resultOf("token-unjustified", parts)).toEqual({
    id: "token-unjustified",
    outcome: "fail",
    assessed: 1,
    failing: 1,
    exempt: 0,
    unknown: 1,
    reason: "oauth-tokens could not be read: oauth-tokens is unavailable",
  });
});

test("an accepted finding never makes what was not read clean", () => {
  const parts = { credentials: [credential({ name: "zapier", userId: "1" })], ended: { "oauth-tokens": "unavailable" as const } };
  const accepted = exemption({ check: "token-unjustified", account: null, credential: "api-token:5" });
  expect(resultOf("token-unjustified", parts, {}, [accepted])).toMatchObject({ outcome: "not-assessed", exempt: 1, unknown: 1 });
});

test("a source nobody asked for is not read", () => {
  const made = scene();
  const { checks: results } = runChecks({ ...made, sources: [] }, { settings: {}, exemptions: [] });
  expect(results.filter(({ outcome }) => outcome !== "not-assessed")).toEqual([]);
  expect(results[0]?.reason).toBe("users could not be read: it was not asked for");
});

test("the names of a pair are both in the key", () => {
  const pair = grantCheck({
    ...(checks[0] as Check),
    id: "pair",
    judge: ({ grant }) => ({ expected: null, observed: grant.entitlement.name, message: "", fixes: [] }),
  });
  const accounts = [account({ grants: [group("7", "On call"), group("8", "Second line")] })];
  const { findings } = runChecks(scene({ accounts }), { settings: {}, exemptions: [], checks: [pair] });
  expect(findings).toMatchObject([
    { key: "zendesk-global/pair/account:1+resource:7", resource: { id: "7", name: "On call" }, observed: "On call" },
    { key: "zendesk-global/pair/account:1+resource:8", resource: { id: "8", name: "Second line" }, observed: "Second line" },
  ]);
});

const someAccounts = fc.uniqueArray(
  fc
    .record({
      id: fc.constantFrom("1", "2", "3", "4", "5", "6"),
      name: fc.constantFrom("Dana Whitfield", "Bo", null),
      email: fc.constantFrom("dana@acme.test", "bo@acme.test", "cy@acme.test", "x@else.test", null),
      kind: fc.constantFrom<Account["kind"]>("person", "shared", "bot"),
      class: fc.constantFrom("full", "light"),
      seated: fc.boolean(),
      admin: fc.constantFrom(true, false, null),
      suspended: fc.constantFrom(true, false, null),
      mfa: fc.constantFrom(true, false, null),
      lastSignIn: fc.constantFrom("never", null, "2026-11-20T00:00:00Z", "2025-01-01T00:00:00Z"),
      createdAt: fc.constantFrom(null, "2024-01-01T00:00:00Z"),
      role: fc.constantFrom(null, { id: null, name: "X", known: false }, { id: "9", name: null, known: true }),
      grants: fc.constantFrom<Grant[]>([], [group("1", "Support")], [group("2", null)]),
    })
    .map((more): Account => account(more)),
  { selector: ({ id }) => id, maxLength: 6 },
);
const someCredentials = fc.uniqueArray(
  fc
    .record({
      id: fc.constantFrom("1", "2", "3"),
      make: fc.constantFrom(credential, oauthToken, oauthClient),
      name: fc.constantFrom(null, "zapier", "Bo - https://g.test/1 - 2026-10-01"),
      userId: fc.constantFrom(null, "1", "2"),
      expiresAt: fc.constantFrom(null, "never", "2026-11-30T00:00:00Z"),
      lastUsedAt: fc.constantFrom(null, "never", "2025-01-01T00:00:00Z"),
    })
    .map(({ make, ...more }): Credential => make(more)),
  { selector: ({ id }) => id, maxLength: 3 },
);
const someParts = fc.record({
  people: fc.constantFrom<Person[]>(
    [person()],
    [
      person({}, { role: "Y", groups: ["Support"] }),
      person({ email: "bo@acme.test", name: "Bo", endDate: "2026-01-01" }, { id: "2" }),
    ],
    [
      person({ email: null }, { id: null }),
      person({ email: "cy@acme.test" }, { id: "3" }),
      person({ email: "bo@acme.test" }, { id: "3" }),
    ],
  ),
  accounts: someAccounts,
  credentials: someCredentials,
  verifications: fc.constantFrom<Verification[] | null>(null, []),
  ended: fc.constantFrom<Record<string, SourceStatus>>(
    {},
    { "custom-roles": "failed" as const },
    { "api-tokens": "unavailable" as const },
  ),
});

test("law: every subject in scope is assessed or unknown, and each failing one is one finding", () => {
  fc.assert(
    fc.property(someParts, (parts) => {
      const made = scene(parts);
      const { checks: results, findings } = runChecks(made, { settings: {}, exemptions: [] });
      for (const result of results) {
        const inScope = Array.from(checks.find(({ id }) => id === result.id)?.scope(made) ?? []).length;
        expect(result.assessed + result.unknown).toBeGreaterThanOrEqual(inScope);
        if (result.reason === null || !result.reason.includes("could not be read"))
          expect(result.assessed + result.unknown).toBe(inScope);
        expect(findings.filter(({ check }) => check === result.id)).toHaveLength(result.failing);
        expect(result.failing).toBeLessThanOrEqual(result.assessed);
        expect(result.outcome === "pass").toBe(result.failing === 0 && result.unknown === 0);
        expect(result.outcome === "fail").toBe(result.failing > 0);
        expect(result.reason === null).toBe(result.unknown === 0);
      }
    }),
  );
});

test("law: every key is unique, findings stand worst first and then by key, and somebody is asked about each", () => {
  const rank = (key: { severity: (typeof severities)[number]; key: string }) => `${severities.indexOf(key.severity)} ${key.key}`;
  fc.assert(
    fc.property(someParts, (parts) => {
      const { findings } = run(parts);
      expect(new Set(findings.map(({ key }) => key)).size).toBe(findings.length);
      expect(findings.map(rank)).toEqual(findings.map(rank).sort());
      for (const { message, fixes, answers_to } of findings) {
        expect(message).not.toMatch(/undefined|null|\.$/);
        expect(fixes.join()).not.toMatch(/undefined|null/);
        expect(fixes.length).toBeGreaterThan(0);
        expect(answers_to.email).toContain("@");
      }
    }),
  );
});

test("law: without the accounts no check that needs them passes", () => {
  fc.assert(
    fc.property(someParts, (parts) => {
      const { checks: results, findings } = run({ ...parts, accounts: [], ended: { users: "failed" } });
      for (const { id, outcome } of results) {
        const needs = checks.find((check) => check.id === id)?.needs ?? [];
        if (needs.includes("accounts")) expect(outcome).toBe("not-assessed");
      }
      expect(findings.every(({ credential }) => credential !== null)).toBe(true);
    }),
  );
});

test("no id is used twice, and each is lower case with hyphens", () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  for (const { id, controls } of checks) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(controls.length).toBeGreaterThan(0);
  }
});
