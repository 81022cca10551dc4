import { expect, test } from "vitest";
import { account, group, lightAccount, person } from "../core/testing/scene.ts";
import { judge } from "./testing/judge.ts";

const id = "group-mismatch";
const people = [person({}, { groups: ["Emergencies", "Support AMER"] })];

test("missing and excess groups are one finding with both sorted sets", () => {
  const grants = [group("3", "Support EMEA"), group("2", "Emergencies"), group("1", "Billing")];
  const { subjects, findings } = judge(id, { people, accounts: [account({ grants })] });
  expect(subjects).toEqual(["account:1"]);
  expect(findings[0]).toMatchObject({
    severity: "medium",
    expected: ["Emergencies", "Support AMER"],
    observed: ["Billing", "Emergencies", "Support EMEA"],
    message: 'is not in "Support AMER" and is in "Billing" and "Support EMEA", which the roster does not name',
    source: "group-memberships",
  });
});

test("the order, spaces and repeats do not matter", () => {
  const grants = [group("1", "Support  AMER"), group("2", "Emergencies"), group("2", "Emergencies")];
  expect(judge(id, { people, accounts: [account({ grants })] }).subjects).toEqual([]);
});

test("a group may be named by its id", () => {
  const accounts = [account({ grants: [group("12", null)] })];
  expect(judge(id, { people: [person({}, { groups: ["12"] })], accounts }).subjects).toEqual([]);
});

test("no groups named is nothing to compare; an empty list is: no group", () => {
  const accounts = [account({ grants: [group("1", "Billing")] })];
  expect(judge(id, { accounts }).result.assessed).toBe(0);
  expect(judge(id, { people: [person({}, { groups: [] })], accounts }).findings[0]).toMatchObject({
    expected: [],
    observed: ["Billing"],
  });
});

test("a light agent is not asked", () => {
  expect(judge(id, { people, accounts: [lightAccount()] }).result.assessed).toBe(0);
});

test("a group without a name is unknown, and so are memberships that were not read", () => {
  expect(judge(id, { people, accounts: [account({ grants: [group("9", null)] })] }).result).toMatchObject({
    outcome: "not-assessed",
    unknown: 1,
  });
  expect(judge(id, { people, ended: { "group-memberships": "failed" } }).result).toMatchObject({
    outcome: "not-assessed",
    failing: 0,
    unknown: 1,
  });
});
