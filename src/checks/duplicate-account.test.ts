import { expect, test } from "vitest";
import { account, lightAccount } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "duplicate-account";
const second = account({ id: "2", email: "dana+two@acme.test" });

test("two accounts of one person are one finding about the person, naming both", () => {
  const { subjects, findings } = judge(id, { accounts: [second, account()] });
  expect(subjects).toEqual(["person:dana@acme.test"]);
  expect(findings[0]).toMatchObject({ severity: "medium", account: null, observed: ["1", "2"] });
  expect(findings[0]?.message).toContain(
    "1 (dana@acme.test, full, found by id) and 2 (dana+two@acme.test, full, found by e-mail)",
  );
  expect(findings[0]?.fixes[0]).toContain("keep 1 ");
});

test("a light agent beside a full one is a second account", () => {
  expect(judge(id, { accounts: [account(), lightAccount({ id: "2" })] }).subjects).toEqual(["person:dana@acme.test"]);
});

test.each([
  ["suspended", { ...second, suspended: true }],
  ["shared from elsewhere", { ...second, kind: "shared" as const }],
  ["another person's of the same name", { ...second, email: "dw@private.test" }],
])("a second one that is %s does not count", (_, other) => {
  expect(judge(id, { accounts: [account(), other] }).subjects).toEqual([]);
});

test("a listed service account does not count", () => {
  const serviceAccounts = [{ account: "2", owner: "dana@acme.test", purpose: null, until: null }];
  expect(judge(id, { accounts: [account(), second], serviceAccounts }).subjects).toEqual([]);
});

test("without the users it is not assessed", () => {
  expect(judge(id, { accounts: [], ended: { users: "failed" } }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
