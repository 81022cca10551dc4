import { describe, expect, test } from "vitest";
import type { Exemption } from "../model/exemption.ts";
import type { Finding } from "../model/finding.ts";
import { applyExemptions, knownGapsOf } from "./exempt.ts";
import { person, roster, today } from "./testing/scene.ts";

const dana = { email: "dana@acme.test", name: "Dana Whitfield" };

function finding(more: Partial<Finding> = {}): Finding {
  return {
    key: "zendesk-global/role-mismatch/account:1",
    ref: "",
    check: "role-mismatch",
    severity: "high",
    account: { id: "1", name: "Dana W", email: "dana.w@acme.test", url: null },
    person: dana,
    credential: null,
    resource: null,
    expected: null,
    observed: null,
    message: "",
    roster_at: null,
    source: "users",
    fixes: [],
    answers_to: { email: dana.email },
    change: "new",
    exempt: null,
    ...more,
  };
}

function exemption(more: Partial<Exemption> = {}): Exemption {
  const scope = {
    from: "file" as const,
    key: null,
    system: "zendesk-global",
    check: "role-mismatch",
    account: null,
    person: null,
    match: null,
    credential: null,
  };
  return { ...scope, reason: "cover", approver: "kim@acme.test", until: "2026-11-22", at: "exemptions.yaml:3", ...more };
}

const people = [person({ aliases: ["dana.w@acme.test", "dw@acme.test"] }), person({ email: "kim@acme.test", name: "Kim" }, null)];

function apply(one: Exemption, found: Finding[] = [finding()], unjudged: string[] = []) {
  const options = { exemptions: [one], system: "zendesk-global", today, roster: roster(people), unjudged: new Set(unjudged) };
  const { findings, warnings } = applyExemptions(found, options);
  return { exempt: findings.map(({ exempt }) => exempt !== null), warnings, findings };
}

test.each([
  ["account", { account: "1" }],
  ["person", { person: "Dana+x@acme.test" }],
  ["person by an alias", { person: "dw@acme.test" }],
  ["pattern over the e-mail", { match: "dana.*" }],
  ["pattern over the name", { match: "* W" }],
  ["account on any system", { account: "1", system: null }],
  ["account for any check", { account: "1", check: null }],
])("covers by %s, on its last day too", (_, scope) => {
  const { findings } = apply(exemption(scope));
  expect(findings[0]?.exempt).toEqual({ reason: "cover", until: "2026-11-22" });
});

test.each([
  ["account", { account: "11" }],
  ["person", { person: "kim@acme.test" }],
  ["pattern", { match: "dana" }],
  ["check", { account: "1", check: "group-mismatch" }],
  ["system", { account: "1", system: "zendesk-us-federal" }],
  ["credential", { credential: "1" }],
])("does not cover another %s", (_, scope) => {
  expect(apply(exemption(scope)).exempt).toEqual([false]);
});

test.each(["api-token:5", " Zapier  sync"])("covers a credential by %j", (credential) => {
  const found = finding({ check: "token-unjustified", account: null, credential: { id: "api-token:5", name: "Zapier sync" } });
  expect(apply(exemption({ check: "token-unjustified", credential }), [found]).exempt).toEqual([true]);
});

test("a person without an e-mail is covered by name", () => {
  const found = finding({ person: { email: null, name: "Jo" }, account: null });
  const options = { exemptions: [exemption({ person: "jo" })], system: "zendesk-global", today, unjudged: new Set<string>() };
  const { findings } = applyExemptions([found], { ...options, roster: roster([person({ email: null, name: "Jo" })]) });
  expect(findings[0]?.exempt).not.toBeNull();
});

test.each(["dana@acme.test", "DW@acme.test", "dana.w@acme.test", "Dana Whitfield"])(
  "%s accepts nothing about themselves",
  (approver) => {
    const { exempt, warnings } = apply(exemption({ account: "1", approver }));
    expect(exempt).toEqual([false]);
    expect(warnings).toEqual([
      `exemptions.yaml:3: ${approver} cannot accept findings about themselves: 1 finding not covered by it`,
    ]);
  },
);

test("the owner of an account of nobody accepts nothing about it", () => {
  expect(apply(exemption({ account: "1", approver: "dana.w@acme.test" }), [finding({ person: null })]).exempt).toEqual([false]);
});

test("where one approver may not, another exemption counts", () => {
  const exemptions = [
    exemption({ account: "1", approver: "dana@acme.test" }),
    exemption({ account: "1", at: "exemptions.yaml:9" }),
  ];
  const { findings } = applyExemptions([finding()], {
    exemptions,
    system: "zendesk-global",
    today,
    roster: roster(people),
    unjudged: new Set(),
  });
  expect(findings[0]?.exempt).not.toBeNull();
});

test("one that ended covers nothing, and says what counts again", () => {
  const { exempt, warnings } = apply(exemption({ account: "1", until: "2026-11-21" }));
  expect(exempt).toEqual([false]);
  expect(warnings).toEqual([
    "exemptions.yaml:3: the exemption ended on 2026-11-21, so 1 finding counts again: renew or remove it",
  ]);
  expect(apply(exemption({ account: "2", until: "2026-11-21" })).warnings[0]).toContain("would cover nothing");
});

test("one that covers nothing is said, unless the check did not see everything, or it is for every system", () => {
  expect(apply(exemption({ account: "2" })).warnings).toEqual(["exemptions.yaml:3: the exemption covers no finding: remove it"]);
  expect(apply(exemption({ account: "2" }), [], ["role-mismatch"]).warnings).toEqual([]);
  expect(apply(exemption({ account: "2", check: null }), [], ["mfa-disabled"]).warnings).toEqual([]);
  expect(apply(exemption({ account: "2", system: null })).warnings).toEqual([]);
});

test.each([
  [{ match: "*" }, true],
  [{ match: "a*" }, true],
  [{ match: "dana*", check: null }, true],
  [{ match: "dana*" }, false],
  [{ account: "1", check: null }, false],
])("%j is broad: %s", (scope, broad) => {
  expect(apply(exemption(scope)).warnings.some((text) => text.includes("is broad"))).toBe(broad);
});

test("the gaps of a system that hold today, by source; one that ended is said", () => {
  const gap = {
    system: "zendesk-global",
    source: "api-tokens",
    reason: "",
    approver: "",
    until: "2026-11-22",
    at: "exemptions.yaml:5",
  };
  const others = [
    { ...gap, source: "groups", until: "2026-11-21" },
    { ...gap, system: "1password", source: "group-members" },
  ];
  const { inForce, warnings } = knownGapsOf([gap, ...others], { system: "zendesk-global", today });
  expect([...inForce.keys()]).toEqual(["api-tokens"]);
  expect(warnings).toEqual(["exemptions.yaml:5: the known gap groups ended on 2026-11-21: renew or remove it"]);
});

test("a project is exempted by its path or a pattern of paths, and a pair by its account alone", () => {
  const about = { account: null, person: null, resource: { id: "5", name: "acme/ops/runner" } };
  const isExempt = (match: string, found: Finding) => apply(exemption({ match }), [found]).findings[0]?.exempt != null;
  expect(isExempt("acme/ops/runner", finding(about))).toBe(true);
  expect(isExempt("acme/ops/*", finding(about))).toBe(true);
  expect(isExempt("acme/ops", finding(about))).toBe(false);
  expect(isExempt("acme/ops/*", finding({ ...about, person: dana }))).toBe(false);
  expect(isExempt("acme/ops/*", finding({ resource: about.resource }))).toBe(false);
});

describe("of several the narrower scope counts, then the earlier end", () => {
  const key = finding().key;
  const reasonOf = (...exemptions: Exemption[]) => {
    const options = { exemptions, system: "zendesk-global", today, roster: roster(people), unjudged: new Set<string>() };
    return applyExemptions([finding()], options).findings[0]?.exempt?.reason;
  };
  const decision = exemption({ from: "decision", key, reason: "decision" });
  const account = exemption({ account: "1", reason: "account" });
  const anyCheck = exemption({ account: "1", check: null, reason: "any check" });
  const anySystem = exemption({ account: "1", system: null, reason: "any system" });
  const match = exemption({ match: "dana*", reason: "match" });

  test.each([
    ["decision", [match, account, decision]],
    ["account", [match, anyCheck, anySystem, account]],
    ["any system", [match, anyCheck, anySystem]],
    ["any check", [match, anyCheck]],
    ["match", [exemption({ match: "*", check: null, reason: "all" }), match]],
    ["soon", [exemption({ account: "1", until: "2027-01-01", reason: "late" }), exemption({ account: "1", reason: "soon" })]],
  ])("%s", (reason, exemptions) => {
    expect(reasonOf(...exemptions)).toBe(reason);
    expect(reasonOf(...exemptions.toReversed())).toBe(reason);
  });

  test("one that ended, or that its subject approved, gives way", () => {
    const ended = exemption({ account: "1", until: "2026-11-21", reason: "ended" });
    expect(reasonOf(ended, exemption({ account: "1", approver: "dw@acme.test", reason: "own" }), match)).toBe("match");
  });
});

describe("a decision", () => {
  const { key } = finding();
  const decision = (more: Partial<Exemption> = {}) => exemption({ from: "decision", key, at: "zendesk-global/FY27-Q3", ...more });

  test("covers its one finding", () => {
    expect(apply(decision()).exempt).toEqual([true]);
    expect(apply(decision({ key: `${key}2` }))).toMatchObject({ exempt: [false], warnings: [] });
  });

  test("of an earlier audit covers it only as it was then", () => {
    expect(apply(decision({ seen: { expected: null, observed: null } })).exempt).toEqual([true]);
    expect(apply(decision({ seen: { expected: null, observed: "Admin" } })).exempt).toEqual([false]);
  });

  test("is not reported as unused, broad or approved by its subject; only that it ended", () => {
    expect(apply(decision(), [])).toMatchObject({ warnings: [] });
    expect(apply(decision({ approver: "dana@acme.test" }))).toMatchObject({ exempt: [false], warnings: [] });
    expect(apply(decision({ until: "2026-11-21" }))).toMatchObject({
      exempt: [false],
      warnings: ["zendesk-global/FY27-Q3: the acceptance by kim@acme.test ended on 2026-11-21: it counts again"],
    });
  });
});
