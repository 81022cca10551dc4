import { expect, test } from "vitest";
import { account, lightAccount, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "name-mismatch";

test("another name than the roster's is found", () => {
  const { findings } = judge(id, { accounts: [account({ name: "D. W." })] });
  expect(findings[0]).toMatchObject({ severity: "low", expected: "Dana Whitfield", observed: "D. W." });
});

test("where an alias is set it is the one name that fits", () => {
  const people = [person({}, { alias: "Dana" })];
  expect(judge(id, { people, accounts: [account({ name: "Dana" })] }).subjects).toEqual([]);
  expect(judge(id, { people, accounts: [account()] }).findings[0]).toMatchObject({ expected: "Dana" });
});

test.each(["Dana  Whitfield", " Dana Whitfield ", "Dana\u00a0Whitfield"])("%j is the same name", (name) => {
  expect(judge(id, { accounts: [account({ name })] }).subjects).toEqual([]);
});

test("an accent written in two ways is the same name, other case is not", () => {
  const people = [person({ name: "Zo\u00eb" })];
  expect(judge(id, { people, accounts: [account({ name: "Zoe\u0308" })] }).subjects).toEqual([]);
  expect(judge(id, { people, accounts: [account({ name: "zo\u00eb" })] }).subjects).toEqual(["account:1"]);
});

test("light agents and accounts of nobody are not asked", () => {
  const accounts = [lightAccount({ name: "X" }), account({ id: "2", email: "x@acme.test", name: "X" })];
  expect(judge(id, { accounts }).result).toMatchObject({ outcome: "pass", assessed: 0 });
});

test.each([
  ["no name on the platform", { accounts: [account({ name: null })] }],
  ["no name in the roster", { people: [person({ name: null })] }],
])("%s is unknown", (_, parts) => {
  expect(judge(id, parts).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
