import { describe, expect, test } from "vitest";
import type { Finding } from "../model/finding.ts";
import { draftExemption, type ExemptionWish } from "./draft-exemption.ts";
import { dana, dora, kim, lee, opal } from "./testing/follow-up.ts";
import { aFinding, team } from "./testing/memory.ts";
import { person, roster } from "./testing/scene.ts";

const nobody = { account: null, person: null, credential: null, resource: null };

function draft(finding: Finding = aFinding(), more: Partial<ExemptionWish> = {}, people = team) {
  const wish = { until: "2027-03-01", reason: " covers for the lead ", approver: kim, scope: null, ...more };
  const roles = { auditor: lee, opsManager: opal, deputy: dora };
  return draftExemption(finding, wish, { system: "zendesk-global", roles, roster: people, today: "2026-11-22" });
}

const empty = { account: null, person: null, match: null, credential: null };

test("by default it covers as little as the file can say", () => {
  const scopeOf = (more: Partial<Finding>) => draft(aFinding(1, more)).exemption;
  expect(scopeOf({})).toEqual({
    ...{ system: "zendesk-global", check: "role-mismatch", ...empty, account: "1" },
    ...{ reason: "covers for the lead", approver: kim, until: "2027-03-01" },
  });
  expect(scopeOf({ account: null })).toMatchObject({ ...empty, person: dana });
  expect(scopeOf({ ...nobody, credential: { id: "api-token:5", name: "Bridge" } })).toMatchObject({
    ...empty,
    credential: "api-token:5",
  });
  expect(scopeOf({ ...nobody, resource: { id: "5", name: "acme/ops/runner" } })).toMatchObject({
    ...empty,
    match: "acme/ops/runner",
  });
});

test("a wider scope has to be asked for, and has to cover the finding", () => {
  expect(draft(aFinding(), { scope: { person: true } }).exemption).toMatchObject({ ...empty, person: dana });
  const matched = draft(aFinding(), { scope: { match: "dana*" } });
  expect(matched).toMatchObject({ exemption: { ...empty, match: "dana*" }, notes: [expect.stringContaining("today and later")] });
  expect(() => draft(aFinding(), { scope: { match: "bot-*" } })).toThrow('"bot-*" does not cover F1');
  expect(() => draft(aFinding(1, { account: null }), { scope: { account: true } })).toThrow("F1 is about no account");
});

test("of a pair the file can only name the account: that is said", () => {
  const pair = aFinding(1, { resource: { id: "G1", name: "Support" } });
  expect(draft(pair).notes).toEqual([expect.stringContaining("every finding of role-mismatch about them, not only F1")]);
});

describe("who approves", () => {
  test("is the ops manager where nobody is named, and never whom it is about", () => {
    expect(draft(aFinding(), { approver: null })).toMatchObject({
      exemption: { approver: opal },
      notes: [expect.stringContaining(opal)],
    });
    const aboutOpal = aFinding(1, { person: { email: opal, name: null }, account: null });
    expect(draft(aboutOpal, { approver: null }).exemption.approver).toBe(dora);
  });

  test.each([dana, "DW+x@acme.test"])("may not be %s", (approver) => {
    expect(() => draft(aFinding(), { approver })).toThrow(
      `F1 is about ${approver}, and nobody accepts a finding about themselves`,
    );
  });

  test("may not be whoever has the account's address either, in the roster or not", () => {
    const account = { id: "1", name: null, email: "old@acme.test", url: null };
    expect(() => draft(aFinding(1, { account, person: null }), { approver: "old@acme.test" }, roster([person()]))).toThrow(
      "about themselves",
    );
  });
});

test.each([
  [{ until: "2026-11-21" }, "2026-11-21 is past"],
  [{ until: "2027-02-30" }, '"2027-02-30" is no day'],
  [{ until: "soon" }, '"soon" is no day'],
  [{ reason: "  " }, "an exemption needs a reason"],
  [{ approver: "Kim" }, '"Kim" is no e-mail'],
])("%j is refused", (more, message) => {
  expect(() => draft(aFinding(), more)).toThrow(message);
});

test("its last day may be today", () => {
  expect(draft(aFinding(), { until: "2026-11-22" }).exemption.until).toBe("2026-11-22");
});
