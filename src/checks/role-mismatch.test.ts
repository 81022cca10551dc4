import { expect, test } from "vitest";
import { account, adminAccount, lightAccount, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "role-mismatch";
const people = [person({}, { role: "Support Manager" })];

test("another role than the roster names", () => {
  const places = { "": { file: "dana.yaml", line: 1 }, "zendesk.main.role": { file: "dana.yaml", line: 12 } };
  const { subjects, findings } = judge(id, { people: [person({ places }, { role: "Support Manager" })] });
  expect(subjects).toEqual(["account:1"]);
  expect(findings[0]).toMatchObject({
    severity: "high",
    expected: "Support Manager",
    observed: "Support Staff",
    roster_at: "dana.yaml:12@0123456789ab",
    source: "users",
    answers_to: { email: "dana@acme.test" },
  });
});

test("the configured role counts where the roster names none", () => {
  expect(judge(id, { defaultRole: "Support Manager" }).findings[0]?.message).toContain("the configuration says");
  expect(judge(id, { people: [person({}, { role: "Support Staff" })], defaultRole: "Support Manager" }).subjects).toEqual([]);
});

test.each([" Support  Staff", "900"])("%j is that role, by name or id", (role) => {
  expect(judge(id, { people: [person({}, { role })] }).subjects).toEqual([]);
});

test.each([
  ["no role named", {}],
  ["an admin: listed or not, that is another check", { people, accounts: [adminAccount()] }],
  ["an admin who is listed", { people, accounts: [adminAccount()], admins: ["dana@acme.test"] }],
  ["a light agent", { people, accounts: [lightAccount()] }],
  ["a role nobody knows", { people, accounts: [account({ role: { id: null, name: "role type 9", known: false } })] }],
  ["an account of nobody", { people, accounts: [account({ id: "9", email: "x@acme.test" })], defaultRole: "Support Manager" }],
])("silent about %s", (_, parts) => {
  expect(judge(id, parts).result).toMatchObject({ outcome: "pass", assessed: 0 });
});

test.each([
  ["no role", null],
  ["a role without a name", { id: "77", name: null, known: true }],
])("%s on the platform is unknown", (_, role) => {
  expect(judge(id, { people, accounts: [account({ role })] }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});

test("without the custom roles the seats in question are unknown", () => {
  const result = judge(id, { people, ended: { "custom-roles": "unavailable" } }).result;
  expect(result).toMatchObject({
    outcome: "not-assessed",
    assessed: 0,
    unknown: 1,
    reason: expect.stringContaining("custom-roles"),
  });
});

test("a plan without custom roles is no gap", () => {
  expect(judge(id, { people, ended: { "custom-roles": "absent" } }).result.outcome).toBe("fail");
});
