import { expect, test } from "vitest";
import { account, person, type SceneParts } from "../core/testing/scene.ts";
import type { Account, Grant } from "../model/account.ts";
import type { Facts } from "../model/fact.ts";
import { judge } from "./testing/judge.ts";

const id = "membership-expiring";
const facts: Facts = { accounts: { mode: "each", sources: ["users"] }, expiry: { mode: "each", sources: ["users"] } };

/** Today is 2026-11-22. */
function judged(expiresAt: string | null | undefined, more: SceneParts & { account?: Partial<Account>; via?: string } = {}) {
  const { account: of = {}, via = null, ...parts } = more;
  const grant: Grant = {
    entitlement: { kind: "group", id: "71", name: "acme/support" },
    direct: via === null,
    via,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  return judge(id, { people: [person()], accounts: [account({ grants: [grant], ...of })], facts, ...parts });
}

test.each([
  ["2026-12-13", "is in acme/support until 2026-12-13, for 21 more days"],
  ["2026-11-23", "is in acme/support until 2026-11-23, for 1 more day"],
  ["2026-11-22", "is in acme/support until 2026-11-22, today"],
  ["2026-11-21", "is still in acme/support, though that ended on 2026-11-21"],
])("an end on %s is a finding: %s", (day, message) => {
  const { subjects, findings } = judged(day);
  expect(subjects).toEqual(["account:1+resource:71"]);
  expect(findings[0]).toMatchObject({ severity: "low", observed: day, message, resource: { id: "71" } });
});

test("three weeks and a day are enough, and so is no end", () => {
  expect(judged("2026-12-14").result).toMatchObject({ outcome: "pass", assessed: 1 });
  expect(judged(null).result).toMatchObject({ outcome: "pass", assessed: 1 });
});

test("the limit can be set", () => {
  const grant: Grant = { entitlement: { kind: "group", id: "71", name: "x" }, direct: true, via: null, expiresAt: "2026-12-13" };
  const parts = { people: [person()], accounts: [account({ grants: [grant] })], facts };
  expect(judge(id, parts, { [id]: { before: 7 } }).subjects).toEqual([]);
});

test("through another group, it is that one's end to change", () => {
  const [finding] = judged("2026-11-30", { via: "acme-vendors" }).findings;
  expect(finding?.message).toContain("is in acme/support through acme-vendors until");
  expect(finding?.fixes[0]).toContain("acme-vendors");
});

test("what knows no end, a bot's membership and a leaver's are not in scope", () => {
  expect(judged(undefined).result.assessed).toBe(0);
  expect(judged("2026-11-30", { account: { kind: "bot" } }).result.assessed).toBe(0);
  expect(judged("2026-11-30", { people: [person({ endDate: "2026-01-01" })] }).result.assessed).toBe(0);
});
