import { expect, test } from "vitest";
import { account, lightAccount, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "light-agent-on-roster";

test("somebody who should have a seat has a light agent only", () => {
  const { subjects, findings } = judge(id, { people: [person({}, { role: "Support Staff" })], accounts: [lightAccount()] });
  expect(subjects).toEqual(["account:1"]);
  expect(findings[0]).toMatchObject({ severity: "medium", expected: "Support Staff", observed: "Light agent" });
});

test.each([
  ["of nobody", [person()], [lightAccount({ id: "9", email: "x@acme.test" })]],
  ["of somebody without a seat in the roster", [person({}, null)], [lightAccount()]],
  ["of somebody who starts later", [person({ startDate: "2027-01-01" })], [lightAccount()]],
  ["beside a full one", [person()], [account(), lightAccount({ id: "2" })]],
  ["the roster names as role", [person({}, { role: "Light agent" })], [lightAccount()]],
])("a light agent %s is no finding", (_, people, accounts) => {
  expect(judge(id, { people, accounts }).subjects).toEqual([]);
});

test("a full agent passes", () => {
  expect(judge(id).result).toMatchObject({ outcome: "pass", assessed: 1 });
});

test("without the users it is not assessed", () => {
  expect(judge(id, { accounts: [], ended: { users: "failed" } }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
