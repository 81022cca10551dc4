import { expect, test } from "vitest";
import { account, person, type SceneParts } from "../core/testing/scene.ts";
import type { Grant, ReadEntitlement } from "../model/account.ts";
import type { Facts } from "../model/fact.ts";
import { judge } from "./testing/judge.ts";

const users = { mode: "all", sources: ["users"] } as const;
const facts: Facts = { accounts: users, ids: users, rotations: { mode: "all", sources: ["groups"] } };

function schedule(id: string, name: string, audited = true): ReadEntitlement {
  return { kind: "schedule", id, name, url: null, audited };
}

const amer = schedule("P1", "Emergencies AMER");
const emea = schedule("P2", "Emergencies EMEA");

function held(entitlement: ReadEntitlement): Grant {
  return { entitlement, direct: true, via: null };
}

function parts(grants: readonly ReadEntitlement[], rotations: readonly string[], more: SceneParts = {}): SceneParts {
  const dues = rotations.map((entitlement) => ({ entitlement, level: null }));
  return { accounts: [account({ grants: grants.map(held) })], dues, entitlements: [amer, emea], facts, ...more };
}

test("a rotation of the roster without the person in its layers is one finding for each", () => {
  const { subjects, findings } = judge("rotation-missing", parts([emea], ["emergencies  amer", "P2"]));
  expect(subjects).toEqual(["person:dana@acme.test+resource:P1"]);
  expect(findings[0]).toMatchObject({
    severity: "high",
    resource: { id: "P1", name: "Emergencies AMER" },
    message: 'should be in the rotation "Emergencies AMER" and stands in none of its layers',
  });
});

test("a rotation named twice, by id and by name, is missed once", () => {
  expect(judge("rotation-missing", parts([], ["P1", "Emergencies AMER"])).subjects).toHaveLength(1);
});

test("a rotation no schedule is called is another finding, with the name that is nearly so", () => {
  const { subjects, findings } = judge("rotation-missing", parts([amer], ["Emergencies AMRE"]));
  expect(subjects).toEqual(["person:dana@acme.test+resource:Emergencies AMRE"]);
  expect(findings[0]?.message).toContain('no schedule has that name: is "Emergencies AMER" meant?');
  expect(judge("rotation-missing", parts([], ["Nights"])).findings[0]?.message).toMatch(/no schedule has that name$/);
});

test("of two schedules with one name either will do; a group of that name will not", () => {
  const twin = schedule("P3", "Emergencies AMER");
  const entitlements = [amer, twin];
  expect(judge("rotation-missing", parts([amer], ["Emergencies AMER"], { entitlements })).subjects).toEqual([]);
  expect(judge("rotation-missing", parts([twin], ["Emergencies AMER"], { entitlements })).subjects).toEqual([]);
  const group: ReadEntitlement = { ...amer, kind: "group" };
  expect(judge("rotation-missing", parts([group], ["Emergencies AMER"])).subjects).toHaveLength(1);
});

test("who is only invited, has left or is yet to come is not missed; an unread list is unknown", () => {
  const invitations = [{ id: "1", email: "dana@acme.test", createdAt: null }];
  expect(judge("rotation-missing", parts([], ["P1"], { accounts: [], invitations })).subjects).toEqual([]);
  // An account can stand in layers before its invitation is accepted.
  expect(judge("rotation-missing", parts([], ["P1"], { invitations })).subjects).toHaveLength(1);
  for (const more of [{ endDate: "2026-01-31" }, { startDate: "2026-12-31" }])
    expect(judge("rotation-missing", parts([], ["P1"], { people: [person(more)] })).result.assessed).toBe(0);
  const nameless = { people: [person({ email: null }, { id: null })], accounts: [] };
  expect(judge("rotation-missing", parts([], ["P1"], nameless)).result).toMatchObject({ failing: 0, unknown: 1 });
  const { result } = judge("rotation-missing", parts([], ["P1"], { ended: { groups: "unavailable" } }));
  expect(result).toMatchObject({ outcome: "not-assessed", failing: 0 });
});

test("a schedule the roster does not name is unexpected, for the account that stands in it", () => {
  const { subjects, findings } = judge("rotation-unexpected", parts([amer, emea], ["Emergencies AMER"]));
  expect(subjects).toEqual(["account:1+resource:P2"]);
  expect(findings[0]).toMatchObject({ severity: "medium", expected: ["Emergencies AMER"], observed: "Emergencies EMEA" });
});

test.each([
  ["a schedule that is not audited", { entitlements: [schedule("P1", "Emergencies AMER", false)] }],
  ["somebody who is not expected yet", { people: [person({ startDate: "2026-12-31" })] }],
  ["somebody skipped", { skip: ["dana@acme.test"] }],
  ["somebody the roster names no account for", { people: [person({}, null)] }],
  ["nobody", { people: [] }],
  ["a service account", { serviceAccounts: [{ account: "1", owner: null, purpose: null, until: null }] }],
])("%s is nothing unexpected", (_, more: SceneParts) => {
  expect(judge("rotation-unexpected", parts([amer], [], more)).result).toMatchObject({ assessed: 0, failing: 0 });
});
