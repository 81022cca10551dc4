import { expect, test } from "vitest";
import { account, person, type SceneParts } from "../core/testing/scene.ts";
import type { Grant, Level, ReadEntitlement } from "../model/account.ts";
import type { Facts } from "../model/fact.ts";
import { judge } from "./testing/judge.ts";

const id = "entitlement-missing";
const developer: Level = { value: 30, name: "Developer" };
const reporter: Level = { value: 20, name: "Reporter" };
const support: ReadEntitlement = { kind: "group", id: "71", name: "acme/support", url: null, audited: true };

function held(level?: Level): Grant {
  return { entitlement: support, direct: true, via: null, ...(level ? { level } : {}) };
}

const facts: Facts = { entitlements: { mode: "each", sources: ["users"] } };

function judged(grants: Grant[], more: SceneParts = {}) {
  const dues = [{ entitlement: "Acme/Support", level: developer }];
  return judge(id, { people: [person()], accounts: [account({ grants })], dues, entitlements: [support], facts, ...more });
}

test("a person without what they are due is one finding for each, named by id", () => {
  const { subjects, findings } = judged([]);
  expect(subjects).toEqual(["person:dana@acme.test+resource:71"]);
  expect(findings[0]).toMatchObject({
    severity: "medium",
    resource: { id: "71", name: "acme/support" },
    expected: "Developer",
    observed: null,
    message: "should have Developer in acme/support and is not in it",
  });
});

test("a lower level is missing the rest, a higher one is not missing anything", () => {
  expect(judged([held(reporter)]).findings[0]).toMatchObject({ observed: "Reporter" });
  expect(judged([held(developer)]).subjects).toEqual([]);
  expect(judged([held({ value: 50, name: "Owner" })]).subjects).toEqual([]);
});

test("where there are no degrees, holding it is enough", () => {
  const dues = [{ entitlement: "71", level: null }];
  expect(judged([held()], { dues }).subjects).toEqual([]);
  expect(judged([], { dues }).findings[0]).toMatchObject({ expected: true });
});

test("one nobody could look into is unknown, not missing", () => {
  const { result, subjects } = judged([], { entitlements: [] });
  expect([subjects, result.outcome, result.unknown]).toEqual([[], "not-assessed", 1]);
  expect(judged([], { entitlements: [], ended: { users: "unavailable" } }).result.unknown).toBe(2);
});

test("a person due nothing is not asked", () => {
  expect(judged([], { dues: [] }).result.assessed).toBe(0);
});

test("an invitation excuses what it is to, and no level that is too low", () => {
  const to = (...groups: string[]) => ({ invitations: [{ id: "i", email: "dana@acme.test", createdAt: null, to: groups }] });
  expect(judged([], to("acme/support")).subjects).toEqual([]);
  expect(judged([], { invitations: [{ id: "i", email: "dana@acme.test", createdAt: null }] }).subjects).toEqual([]);
  expect(judged([], to("acme/other")).subjects).toHaveLength(1);
  expect(judged([held(reporter)], to("acme/support")).subjects).toHaveLength(1);
});

test("a person nobody could recognise is unknown, not missing", () => {
  const { result } = judged([], { people: [person({ email: null }, { id: null })], accounts: [] });
  expect(result).toMatchObject({ failing: 0, unknown: 1 });
});
