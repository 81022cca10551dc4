import { expect, test } from "vitest";
import { account, person, type SceneParts } from "../core/testing/scene.ts";
import type { Facts } from "../model/fact.ts";
import { judge } from "./testing/judge.ts";

const id = "guest-with-access";
const users = { mode: "all", sources: ["users"] } as const;
const facts: Facts = { accounts: users, guests: users };
const guest = account({ class: "guest" });

function judged(more: SceneParts = {}) {
  return judge(id, { facts, asksAlways: "auditor", accounts: [guest], ...more });
}

test("a guest is a finding the auditor is asked about, in the roster or not", () => {
  const { findings } = judged();
  expect(findings[0]).toMatchObject({ severity: "medium", observed: "guest", answers_to: { email: "lee@acme.test" } });
  expect(judged({ people: [] }).subjects).toEqual(["account:1"]);
  expect(judged({ accounts: [{ ...guest, suspended: true }] }).subjects).toEqual(["account:1"]);
});

test.each([
  ["a full member", account({ class: "member" }), {}],
  ["a service account", account({ class: "service", kind: "service" }), {}],
  ["a guest who has left", guest, { people: [person({ endDate: "2026-01-31" })] }],
  ["a guest who is skipped", guest, { skip: ["dana@acme.test"] }],
] as [string, typeof guest, SceneParts][])("%s is no finding", (_, one, more) => {
  expect(judged({ accounts: [one], ...more }).subjects).toEqual([]);
});

test("of a kind this version does not know it is unknown whether it is a guest", () => {
  const { result } = judged({ accounts: [account({ class: "unrecognised" })] });
  expect(result).toMatchObject({ outcome: "not-assessed", assessed: 0, unknown: 1 });
});

test("where nobody could look it is not assessed, and where the platform knows no guests it is not asked", () => {
  expect(judged({ accounts: [], ended: { users: "failed" } }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
  expect(() => judged({ facts: { accounts: users } })).toThrow("is not listed");
});
