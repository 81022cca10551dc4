import { expect, test } from "vitest";
import { account, person, type SceneParts } from "../core/testing/scene.ts";
import type { Account, Grant, Level, ReadEntitlement } from "../model/account.ts";
import type { Facts } from "../model/fact.ts";
import { judge } from "./testing/judge.ts";

const id = "entitlement-excess";
const developer: Level = { value: 30, name: "Developer" };
const maintainer: Level = { value: 40, name: "Maintainer" };
const support: ReadEntitlement = { kind: "group", id: "71", name: "acme/support", url: null, audited: true };
const facts: Facts = {
  accounts: { mode: "each", sources: ["users"] },
  entitlements: { mode: "each", sources: ["users"] },
};

function held(more: Partial<Grant> = {}): Grant {
  return { entitlement: support, direct: true, via: null, level: maintainer, ...more };
}

function judged(grant: Grant, more: SceneParts & { account?: Partial<Account> } = {}) {
  const { account: of = {}, ...parts } = more;
  const dues = [{ entitlement: "Acme/Support", level: developer }];
  const accounts = [account({ grants: [grant], ...of })];
  return judge(id, { people: [person()], accounts, dues, entitlements: [support], facts, ...parts });
}

test("a higher level than due is one finding for account and group", () => {
  const { subjects, findings } = judged(held());
  expect(subjects).toEqual(["account:1+resource:71"]);
  expect(findings[0]).toMatchObject({
    severity: "high",
    resource: { id: "71", name: "acme/support" },
    expected: "Developer",
    observed: "Maintainer",
    message: "has Maintainer in acme/support and is due Developer only",
    fixes: ["lower their level in acme/support to Developer", expect.stringContaining("correct title in the roster")],
  });
});

test("what comes through another group is changed there", () => {
  const { findings } = judged(held({ direct: false, via: "acme-vendors" }));
  expect(findings[0]?.message).toBe("has Maintainer in acme/support through acme-vendors and is due Developer only");
  expect(findings[0]?.fixes[0]).toContain("it comes through acme-vendors");
});

test("what is not due at all is excess at any level", () => {
  const { findings } = judged(held({ level: developer }), { dues: [] });
  expect(findings[0]).toMatchObject({
    expected: null,
    observed: "Developer",
    message: "has Developer in acme/support and is due nothing there",
  });
});

test("what is due, and less of it, is no excess; nor is what has no degrees and is due", () => {
  expect(judged(held({ level: developer })).subjects).toEqual([]);
  expect(judged(held({ level: { value: 10, name: "Guest" } })).subjects).toEqual([]);
  const due = [{ entitlement: "71", level: null }];
  expect(judged(held(), { dues: due }).subjects).toEqual([]);
});

test.each([
  ["of nobody", { account: { id: "9", email: "x@y.test" } }],
  ["of a bot", { account: { kind: "bot" as const } }],
  ["of a service account somebody vouches for", { serviceAccounts: [{ account: "1", owner: null, purpose: null, until: null }] }],
  ["of somebody who has left", { people: [person({ endDate: "2026-01-01" })] }],
  ["of somebody who starts later", { people: [person({ startDate: "2027-01-01" })] }],
  ["of somebody skipped", { skip: ["dana@acme.test"] }],
  ["in a group that is only asked for the due", { entitlements: [{ ...support, audited: false }] }],
])("an account %s is not in scope", (_, more) => {
  expect(judged(held(), more).result.assessed).toBe(0);
});

test("whoever administers the group is unexpected, or may: not in excess", () => {
  expect(judged(held({ level: { value: 50, name: "Owner" }, admin: true })).result.assessed).toBe(0);
});
