import { expect, test } from "vitest";
import { lightAccount, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "id-missing";

test("a seat found by e-mail where the roster gives no id", () => {
  const { subjects, findings } = judge(id, { people: [person({}, { id: null })] });
  expect(subjects).toEqual(["account:1"]);
  expect(findings[0]).toMatchObject({ severity: "low", expected: "1", observed: null });
  expect(findings[0]?.fixes[0]).toBe("put id: 1 under zendesk.main in the roster (dana.yaml:1)");
});

test("a seat of somebody for whom the roster names none is said to be that", () => {
  expect(judge(id, { people: [person({}, null)] }).findings[0]?.message).toContain("the roster names no seat here");
});

test("an id in the roster, right or wrong, is not missing", () => {
  expect(judge(id).subjects).toEqual([]);
  expect(judge(id, { people: [person({}, { id: "404" })] }).subjects).toEqual([]);
});

test("a light agent is not asked", () => {
  expect(judge(id, { people: [person({}, { id: null })], accounts: [lightAccount()] }).subjects).toEqual([]);
});

test("without the users it is not assessed", () => {
  expect(judge(id, { accounts: [], ended: { users: "failed" } }).result).toMatchObject({ outcome: "not-assessed", unknown: 1 });
});
