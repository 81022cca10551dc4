import { expect, test } from "vitest";
import { account, lightAccount, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "person-without-account";

test("an expected person without account is asked", () => {
  const places = { "": { file: "dana.yaml", line: 1 }, "zendesk.main.id": { file: "dana.yaml", line: 9 } };
  const { subjects, findings } = judge(id, { people: [person({ places })], accounts: [] });
  expect(subjects).toEqual(["person:dana@acme.test"]);
  expect(findings[0]).toMatchObject({
    severity: "medium",
    account: null,
    person: { email: "dana@acme.test", name: "Dana Whitfield" },
    answers_to: { email: "dana@acme.test" },
    roster_at: "dana.yaml:1@0123456789ab",
  });
  expect(findings[0]?.message).toContain("the roster's id 1 is no account of theirs");
});

test.each([
  ["has one by id", [person()], [account({ email: "other@acme.test" })]],
  ["has one by e-mail alone", [person({}, { id: null })], [account({ id: "8", email: "DANA@acme.test" })]],
  ["has a light one", [person()], [lightAccount()]],
  ["has a suspended one", [person()], [account({ suspended: true })]],
  ["should have none", [person({}, null)], []],
  ["starts tomorrow", [person({ startDate: "2026-11-23" })], []],
  ["left yesterday", [person({ endDate: "2026-11-21" })], []],
])("somebody who %s is no finding", (_, people, accounts) => {
  expect(judge(id, { people, accounts }).subjects).toEqual([]);
});

test.each([
  ["starts today", { startDate: "2026-11-22" }],
  ["has today as last day", { endDate: "2026-11-22" }],
])("somebody who %s is expected", (_, more) => {
  expect(judge(id, { people: [person(more)], accounts: [] }).subjects).toEqual(["person:dana@acme.test"]);
});

test("skipped people are no finding", () => {
  expect(judge(id, { accounts: [], skip: ["Dana@acme.test"] }).result).toMatchObject({ outcome: "pass", assessed: 0 });
});

test("nothing to find them by is unknown, not missing", () => {
  const { result } = judge(id, { people: [person({ email: null }, { id: null })], accounts: [] });
  expect(result).toMatchObject({ outcome: "not-assessed", assessed: 0, unknown: 1, reason: "1 of 1 gave no signal" });
});

test("an account of nobody with their name is offered", () => {
  const { findings } = judge(id, { accounts: [account({ id: "77", email: "dw@private.test" })] });
  expect(findings[0]?.message).toContain("account 77 has the same name");
});

test("a service account with their address is not theirs", () => {
  const serviceAccounts = [{ account: "9", owner: null, purpose: null, until: null }];
  const accounts = [account({ id: "9", email: "dana+bot@acme.test" })];
  expect(judge(id, { accounts, serviceAccounts }).subjects).toEqual(["person:dana@acme.test"]);
});

test("without the users, everybody expected is unknown", () => {
  const people = [person(), person({ email: "bo@acme.test" }, { id: "2" }), person({ email: "cy@acme.test" }, null)];
  expect(judge(id, { people, accounts: [], ended: { users: "failed" } }).result).toMatchObject({
    outcome: "not-assessed",
    failing: 0,
    unknown: 2,
  });
});
