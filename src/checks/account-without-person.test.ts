import { expect, test } from "vitest";
import { account, lightAccount, person, source } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "account-without-person";
const stranger = account({ id: "2", name: "Mel Stranger", email: "mel@acme.test" });

test("a seat of nobody is found, and the auditor is asked", () => {
  const { findings, subjects, result } = judge(id, { accounts: [account(), stranger] });
  expect(subjects).toEqual(["account:2"]);
  expect(findings[0]).toMatchObject({ severity: "high", person: null, answers_to: { email: "lee@acme.test" }, source: "users" });
  expect(result).toMatchObject({ outcome: "fail", assessed: 2, failing: 1, unknown: 0 });
});

test("a suspended seat of nobody still is one", () => {
  expect(judge(id, { accounts: [{ ...stranger, suspended: true }] }).subjects).toEqual(["account:2"]);
});

test.each([
  ["a light agent", lightAccount({ id: "2", email: "mel@acme.test" })],
  ["an agent shared from elsewhere", { ...stranger, kind: "shared" as const }],
  ["a bot", { ...stranger, kind: "bot" as const }],
  ["an e-mail in other case with a tag", { ...stranger, email: "Dana+zd@ACME.test" }],
])("%s is no finding", (_, one) => {
  expect(judge(id, { accounts: [one] }).subjects).toEqual([]);
});

test("a service account that is listed is no finding", () => {
  const serviceAccounts = [{ account: "2", owner: "dana@acme.test", purpose: null, until: null }];
  expect(judge(id, { accounts: [stranger], serviceAccounts }).result).toMatchObject({ outcome: "pass", assessed: 0 });
});

test("the account of somebody who is skipped, or who left, is another matter", () => {
  expect(judge(id, { skip: ["dana@acme.test"] }).result.assessed).toBe(0);
  expect(judge(id, { people: [person({ endDate: "2026-11-01" })] }).result.assessed).toBe(0);
});

test("a likeness of names is a hint, never a match", () => {
  const { findings } = judge(id, { accounts: [{ ...stranger, name: "dana  WHITFIELD" }] });
  expect(findings[0]?.message).toContain("only its name is that of Dana Whitfield <dana@acme.test>");
  expect(findings[0]?.fixes[0]).toContain("put its id 2 in the roster (dana.yaml:1)");
});

test("two roster ids that claim it, with nobody's e-mail on it, are said", () => {
  const people = [person({}, { id: "2" }), person({ email: "bo@acme.test", name: "Bo" }, { id: "2" })];
  const { findings } = judge(id, { people, accounts: [stranger] });
  expect(findings[0]?.message).toContain("the roster ids of 2 people claim it");
});

test("users that could not be read are never clean", () => {
  const { result } = judge(id, { accounts: [], ended: { users: "unavailable" } });
  expect(result).toMatchObject({ outcome: "not-assessed", assessed: 0, unknown: 1 });
  expect(result.reason).toContain(source("users", "unavailable").reason);
});
