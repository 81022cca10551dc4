import { expect, test } from "vitest";
import { account, lightAccount, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "email-mismatch";

test("matched by id with an e-mail that is none of theirs", () => {
  const { findings } = judge(id, { accounts: [account({ email: "dw@acme.test" })] });
  expect(findings[0]).toMatchObject({ severity: "medium", expected: "dana@acme.test", observed: "dw@acme.test" });
  expect(findings[0]?.message).toContain("an e-mail that is none of theirs");
});

test("whose e-mail it is, is said", () => {
  const people = [person(), person({ email: "bo@acme.test", name: "Bo" }, { id: null })];
  const { findings } = judge(id, { people, accounts: [account({ email: "bo@acme.test" })] });
  expect(findings[0]?.message).toContain("Bo <bo@acme.test>'s");
});

test.each(["DANA@acme.test", "dana+support@acme.test", "d.w@acme.test"])("%s is theirs", (email) => {
  const people = [person({ aliases: ["D.W@acme.test"] })];
  expect(judge(id, { people, accounts: [account({ email })] }).subjects).toEqual([]);
});

test("one found by its e-mail has no other e-mail to judge", () => {
  expect(judge(id, { people: [person({}, { id: null })] }).result.assessed).toBe(0);
});

test("a light agent is not asked", () => {
  expect(judge(id, { accounts: [lightAccount({ email: "x@acme.test" })] }).result.assessed).toBe(0);
});

test.each([
  ["on the platform", { accounts: [account({ email: null })] }],
  ["in the roster", { people: [person({ email: null })] }],
])("no e-mail %s is unknown", (_, parts) => {
  expect(judge(id, parts).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
