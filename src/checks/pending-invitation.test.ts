import { expect, test } from "vitest";
import type { SceneParts } from "../core/testing/scene.ts";
import { account, person } from "../core/testing/scene.ts";
import type { Invitation } from "../model/account.ts";
import { judge } from "./testing/judge.ts";

const id = "pending-invitation";
const invitations = { mode: "all", sources: ["groups"] } as const;
const users = { mode: "all", sources: ["users"] } as const;
const facts = { accounts: users, "team-only": users, "accounts-expected": users, invitations } as const;

function invitation(more: Partial<Invitation> = {}): Invitation {
  return { id: "I1", email: "dana@acme.test", createdAt: "2026-10-01T00:00:00Z", ...more };
}

function judged(given: Invitation, parts: SceneParts = {}) {
  return judge(id, { facts, accounts: [], invitations: [given], ...parts });
}

test("an invitation open for too long is asked about, under the key of an account", () => {
  const { subjects, findings } = judged(invitation());
  expect(subjects).toEqual(["account:I1"]);
  expect(findings[0]).toMatchObject({
    severity: "low",
    account: { id: "I1", name: null, email: "dana@acme.test", url: null },
    person: { email: "dana@acme.test" },
    source: "groups",
    message: "is invited and has not accepted since 2026-10-01, for 52 days",
    answers_to: { email: "dana@acme.test" },
  });
});

test.each([
  ["14 days old", { createdAt: "2026-11-08T12:00:00Z" }, 0],
  ["a little older", { createdAt: "2026-11-08T11:59:59Z" }, 1],
  ["of unknown age", { createdAt: null }, 1],
])("one %s", (_, more, found) => {
  expect(judged(invitation(more)).subjects).toHaveLength(found);
});

test("one for nobody, or for somebody who left, is the auditor's to revoke", () => {
  const [nobody] = judged(invitation({ email: "x@y.test" })).findings;
  expect(nobody).toMatchObject({ person: null, answers_to: { email: "lee@acme.test" } });
  expect(nobody?.message).toContain("the address is nobody's in the roster");
  const people = [person({ endDate: "2026-11-01" })];
  const [left] = judged(invitation({ email: "DANA+x@acme.test" }), { people }).findings;
  expect(left).toMatchObject({ person: { email: "dana@acme.test" }, answers_to: { email: "lee@acme.test" } });
  expect(left?.message).toContain("it is for somebody who left on 2026-11-01");
});

test("one for a skipped person is none", () => {
  expect(judged(invitation(), { skip: ["dana@acme.test"] }).result).toMatchObject({ outcome: "pass", assessed: 0 });
});

test("invitations nobody could read are not assessed, and where there is no such thing the check is not listed", () => {
  expect(judged(invitation(), { ended: { groups: "unavailable" } }).result).toMatchObject({ outcome: "not-assessed" });
  expect(() => judge(id)).toThrow("is not listed");
});

test("who is invited is not missing: the invitation says it", () => {
  const young = invitation({ createdAt: "2026-11-21T00:00:00Z" });
  expect(judge("person-without-account", { facts, accounts: [], invitations: [young] }).subjects).toEqual([]);
  expect(judge("person-without-account", { facts, accounts: [] }).subjects).toEqual(["person:dana@acme.test"]);
});

test("it says what it is to, and that somebody without an address is nobody", () => {
  const [finding] = judged(invitation({ email: null, to: ["acme/support", "acme-support"] })).findings;
  expect(finding?.message).toMatch(/^is invited to acme\/support and acme-support and has not accepted since 2026-10-01/);
  expect(finding?.message).toMatch(/; they are nobody in the roster$/);
});

test("where the whole company is, only the team's are asked about", () => {
  const company = { accounts: users, invitations };
  expect(judged(invitation({ email: "x@y.test" }), { facts: company }).result).toMatchObject({ outcome: "pass", assessed: 0 });
  expect(judged(invitation(), { facts: company }).subjects).toEqual(["account:I1"]);
});

test("one that is a leaver's account already is that account's finding alone", () => {
  const people = [person({ endDate: "2026-11-01" })];
  const own = { people, accounts: [account({ id: "I1" })] };
  expect(judged(invitation(), own).result).toMatchObject({ outcome: "pass", assessed: 0 });
  expect(judged(invitation(), { people, accounts: [account({ id: "2" })] }).subjects).toEqual(["account:I1"]);
});
