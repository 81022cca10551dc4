import { expect, test } from "vitest";
import { account, person, type SceneParts } from "../core/testing/scene.ts";
import type { Facts } from "../model/fact.ts";
import type { Duty, Paged } from "../model/paged.ts";
import { judge } from "./testing/judge.ts";

const id = "paged-without-person";
const facts: Facts = {
  accounts: { mode: "all", sources: ["users"] },
  paging: { mode: "each", sources: ["groups", "group-memberships"] },
};
const amer = { kind: "schedule", id: "P1", name: "Emergencies AMER" } as const;
const vip = { kind: "policy", id: "P9", name: null } as const;

function paged(more: Partial<Paged> = {}, duties: Duty[] = [{ resource: amer, as: "layer" }]): Paged {
  return { id: "7", name: "Lia", deleted: false, duties, ...more };
}

const stranger = account({ id: "7", name: "Lia Layer", email: "lia@acme.test" });

function judged(more: SceneParts = {}) {
  return judge(id, { accounts: [account(), stranger], paged: [paged()], facts, ...more });
}

test("whoever can be paged and matches nobody is one finding that names every place", () => {
  const duties: Duty[] = [
    { resource: amer, as: "layer" },
    { resource: amer, as: "override" },
    { resource: vip, as: "policy" },
  ];
  const { subjects, findings } = judged({ paged: [paged({}, duties)] });
  expect(subjects).toEqual(["account:7"]);
  expect(findings[0]).toMatchObject({
    severity: "high",
    account: { id: "7", name: "Lia", email: "lia@acme.test" },
    answers_to: { email: "lee@acme.test" },
    message:
      "matches nobody in the roster, and can be paged: in a layer of Emergencies AMER, by an override in Emergencies AMER and directly by the escalation policy P9",
  });
  expect(findings[0]?.fixes[0]).toContain("take them out of Emergencies AMER and P9");
});

test("a user who was deleted is said to be one, with the name that is left", () => {
  const { findings } = judged({ accounts: [account()], paged: [paged({ deleted: true, name: "Gone" })] });
  expect(findings[0]).toMatchObject({ account: { id: "7", name: "Gone", email: null } });
  expect(findings[0]?.message).toBe("is a user who was deleted, and would still be paged: in a layer of Emergencies AMER");
});

test.each([
  ["a person", { accounts: [account({ id: "7" })] }],
  ["a person who has left", { accounts: [account({ id: "7" })], people: [person({ endDate: "2026-01-31" })] }],
  ["somebody skipped", { accounts: [account({ id: "7" })], skip: ["dana@acme.test"] }],
  ["a service account", { serviceAccounts: [{ account: "7", owner: "kim@acme.test", purpose: null, until: null }] }],
])("%s is somebody", (_, more: SceneParts) => {
  expect(judged(more).result).toMatchObject({ outcome: "pass", assessed: 1 });
});

test("what was read is judged, what was not is unknown; without the users nobody can be told apart", () => {
  expect(judged({ ended: { groups: "failed" } }).result).toMatchObject({ outcome: "fail", failing: 1, unknown: 1 });
  expect(judged({ ended: { users: "failed" } }).result).toMatchObject({ outcome: "not-assessed", failing: 0 });
});
