import { expect, test } from "vitest";
import { account, lightAccount, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "citizenship-unverified";
const record = { email: "dana@acme.test", verified: "2026-01-15", request: "https://gitlab.test/1", by: "lee@acme.test" };

test("a seat of somebody without a record", () => {
  const { subjects, findings } = judge(id, { verifications: [{ ...record, email: "bo@acme.test" }] });
  expect(subjects).toEqual(["account:1"]);
  expect(findings[0]).toMatchObject({ severity: "critical", answers_to: { email: "dana@acme.test" } });
});

test.each(["DANA@acme.test", "d.w@acme.test"])("a record of %s is theirs, whatever e-mail the account has", (email) => {
  const people = [person({ aliases: ["d.w@acme.test"] })];
  const accounts = [account({ email: "dana@federal.test" })];
  expect(judge(id, { people, accounts, verifications: [{ ...record, email }] }).subjects).toEqual([]);
});

test("light agents and accounts of nobody are not asked", () => {
  const accounts = [lightAccount(), account({ id: "9", email: "x@acme.test" })];
  expect(judge(id, { accounts, verifications: [] }).result.assessed).toBe(0);
});

test("a system that needs no verification does not list the check", () => {
  expect(() => judge(id, { verifications: null })).toThrow("not listed");
});

test("without the users it is not assessed", () => {
  const parts = { accounts: [], verifications: [], ended: { users: "failed" as const } };
  expect(judge(id, parts).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
