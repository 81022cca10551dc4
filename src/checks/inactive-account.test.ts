import { expect, test } from "vitest";
import { account, lightAccount } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "inactive-account";
const old = "2026-08-01T00:00:00Z";

test("a seat nobody signed in to for longer than 90 days", () => {
  const { subjects, findings } = judge(id, { accounts: [account({ lastSignIn: old })] });
  expect(subjects).toEqual(["account:1"]);
  expect(findings[0]).toMatchObject({ severity: "low", observed: old });
  expect(findings[0]?.message).toContain("2026-08-01, 113 days ago");
});

test.each([
  ["90 days to the second", "2026-08-24T12:00:00Z", []],
  ["a second more", "2026-08-24T11:59:59Z", ["account:1"]],
])("%s", (_, lastSignIn, subjects) => {
  expect(judge(id, { accounts: [account({ lastSignIn })] }).subjects).toEqual(subjects);
});

test("the limit and severity of the configuration count", () => {
  const settings = { [id]: { after: 200, severity: "high" as const } };
  expect(judge(id, { accounts: [account({ lastSignIn: old })] }, settings).subjects).toEqual([]);
  expect(judge(id, { accounts: [account({ lastSignIn: "2025-01-01T00:00:00Z" })] }, settings).findings[0]?.severity).toBe("high");
});

test.each([
  ["suspended", account({ lastSignIn: old, suspended: true })],
  ["never signed in to", account({ lastSignIn: "never" })],
  ["light", lightAccount({ lastSignIn: old })],
])("%s is another check's", (_, one) => {
  expect(judge(id, { accounts: [one] }).result).toMatchObject({ outcome: "pass", assessed: 0 });
});

test("an account of nobody takes a seat all the same", () => {
  expect(judge(id, { accounts: [account({ id: "9", email: "x@acme.test", lastSignIn: old })] }).subjects).toEqual(["account:9"]);
});

test("no signal is unknown", () => {
  expect(judge(id, { accounts: [account({ lastSignIn: null }), account({ id: "2" })] }).result).toMatchObject({
    outcome: "not-assessed",
    assessed: 1,
    unknown: 1,
    reason: "1 of 2 gave no signal",
  });
});
