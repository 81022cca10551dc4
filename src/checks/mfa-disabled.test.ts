import { expect, test } from "vitest";
import { account, lightAccount } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "mfa-disabled";

test("a seat without a second factor", () => {
  const { subjects, findings } = judge(id, { accounts: [account({ mfa: false })] });
  expect(subjects).toEqual(["account:1"]);
  expect(findings[0]).toMatchObject({ severity: "medium", answers_to: { email: "dana@acme.test" } });
});

test("on is fine, and a light agent is not asked", () => {
  expect(judge(id).result).toMatchObject({ outcome: "pass", assessed: 1 });
  expect(judge(id, { accounts: [lightAccount({ mfa: false })] }).result.assessed).toBe(0);
});

test("no signal is unknown, never off", () => {
  expect(judge(id, { accounts: [account({ mfa: null })] }).result).toMatchObject({
    outcome: "not-assessed",
    failing: 0,
    unknown: 1,
  });
});

test("a platform that gives no such fact does not list the check", () => {
  expect(() => judge(id, { facts: { accounts: { mode: "all", sources: ["users"] } } })).toThrow("not listed");
});
