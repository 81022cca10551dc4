import { expect, test } from "vitest";
import { account, lightAccount, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "id-mismatch";
const bo = person({ email: "bo@acme.test", name: "Bo" }, { id: "2" });

test("an id that is no account's, about the account found by e-mail", () => {
  const { subjects, findings } = judge(id, { people: [person({}, { id: "404" })] });
  expect(subjects).toEqual(["account:1"]);
  expect(findings[0]).toMatchObject({ severity: "medium", expected: "404", observed: "1" });
  expect(findings[0]?.message).toContain("the roster's id 404 is no account's");
});

test("an id that is another person's account", () => {
  const accounts = [account(), account({ id: "2", email: "bo@acme.test" })];
  const { subjects, findings } = judge(id, { people: [person({}, { id: "2" }), bo], accounts });
  expect(subjects).toEqual(["account:1"]);
  expect(findings[0]?.message).toContain("the account of Bo <bo@acme.test>");
});

test("silent where no account of theirs was found otherwise", () => {
  expect(judge(id, { people: [person({}, { id: "404" })], accounts: [] }).subjects).toEqual([]);
  expect(
    judge(id, { people: [person({}, { id: "2" }), bo], accounts: [account({ id: "2", email: "bo@acme.test" })] }).subjects,
  ).toEqual([]);
});

test("a second account by e-mail beside the right id is a duplicate, not a wrong id", () => {
  expect(judge(id, { accounts: [account({ email: null }), account({ id: "8" })] }).subjects).toEqual([]);
});

test("an id that is a shared agent's is said to be that", () => {
  const accounts = [account(), account({ id: "404", kind: "shared", email: null })];
  expect(judge(id, { people: [person({}, { id: "404" })], accounts }).findings[0]?.message).toContain("another company's");
});

test("light agents are not asked; without the users it is not assessed", () => {
  const people = [person({}, { id: "404" })];
  expect(judge(id, { people, accounts: [lightAccount()] }).subjects).toEqual([]);
  expect(judge(id, { people, accounts: [], ended: { users: "failed" } }).result.outcome).toBe("not-assessed");
});
