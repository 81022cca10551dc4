import { expect, test } from "vitest";
import { account, lightAccount, person, scene } from "../core/testing/scene.ts";
import { runChecks } from "./run.ts";
import { judge } from "./testing/judge.ts";

const id = "leaver-with-access";
const left = person({ endDate: "2026-10-31", manager: "kay@acme.test" });
const manager = person({ email: "kay@acme.test", name: "Kay" }, null);

test.each([
  ["full", account(), "critical"],
  ["light", lightAccount(), "high"],
  ["suspended", account({ suspended: true }), "high"],
])("a leaver's %s account is found", (_, one, severity) => {
  const { subjects, findings } = judge(id, { people: [left, manager], accounts: [one] });
  expect(subjects).toEqual(["account:1"]);
  expect(findings[0]).toMatchObject({ severity, answers_to: { email: "kay@acme.test" } });
});

test("one sign-in after the last day is said: somebody used it", () => {
  const used = judge(id, { people: [left] }).findings[0];
  expect(used?.message).toBe("belongs to somebody who left on 2026-10-31, and was signed in to since, on 2026-11-20");
  const unused = judge(id, { people: [left], accounts: [account({ lastSignIn: "2026-10-31T20:00:00Z" })] }).findings[0];
  expect(unused?.message).toBe("belongs to somebody who left on 2026-10-31");
});

test("found by e-mail alone too, without a seat in the roster", () => {
  const people = [person({ endDate: "2026-10-31" }, null)];
  expect(judge(id, { people, accounts: [account({ id: "8" })] }).subjects).toEqual(["account:8"]);
});

test("the last day itself is not past", () => {
  expect(judge(id, { people: [person({ endDate: "2026-11-22" })] }).subjects).toEqual([]);
});

test.each([
  ["unknown", { manager: null }],
  ["themselves", { manager: "dana@acme.test" }],
  ["nobody any more", { manager: "old@acme.test" }],
])("where the manager is %s the ops manager is asked", (_, more) => {
  const people = [person({ endDate: "2026-10-31", ...more }), person({ email: "old@acme.test", endDate: "2026-01-01" }, null)];
  expect(judge(id, { people }).findings[0]?.answers_to.email).toBe("kim@acme.test");
});

test("a leaver's account gets this finding and no other", () => {
  const wrong = account({ name: "X", email: "dana@other.test", admin: true, mfa: false, suspended: true, lastSignIn: "never" });
  const run = runChecks(scene({ people: [left], accounts: [wrong] }), { settings: {}, exemptions: [] });
  expect(run.findings.map(({ check }) => check)).toEqual([id]);
});

test("a skipped leaver and a shared agent are no finding", () => {
  expect(judge(id, { people: [left], skip: ["dana@acme.test"] }).subjects).toEqual([]);
  expect(judge(id, { people: [left], accounts: [account({ kind: "shared" })] }).subjects).toEqual([]);
});
