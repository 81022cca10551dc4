import { expect, test } from "vitest";
import { account, lightAccount } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "never-signed-in";

test("a seat made over two weeks ago that nobody ever used", () => {
  const { findings } = judge(id, { accounts: [account({ lastSignIn: "never" })] });
  expect(findings[0]).toMatchObject({ severity: "low", observed: "never" });
});

test.each([
  ["one made last week", account({ lastSignIn: "never", createdAt: "2026-11-15T00:00:00Z" })],
  ["one signed in to long ago", account({ lastSignIn: "2020-01-01T00:00:00Z" })],
  ["a light agent", lightAccount({ lastSignIn: "never" })],
])("%s is no finding", (_, one) => {
  expect(judge(id, { accounts: [one] }).result.outcome).toBe("pass");
});

test("the limit of the configuration counts", () => {
  const accounts = [account({ lastSignIn: "never", createdAt: "2026-11-15T00:00:00Z" })];
  expect(judge(id, { accounts }, { [id]: { after: 3 } }).subjects).toEqual(["account:1"]);
});

test.each([
  ["sign-in", account({ lastSignIn: null })],
  ["age", account({ lastSignIn: "never", createdAt: null })],
])("no signal of its %s is unknown", (_, one) => {
  expect(judge(id, { accounts: [one] }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
