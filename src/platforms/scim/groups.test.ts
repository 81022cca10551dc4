import fc from "fast-check";
import { expect, test } from "vitest";
import { grantsOf, groupsNamed, nestedGroup } from "./groups.ts";
import type { GroupRow } from "./shapes.ts";

type Members = NonNullable<GroupRow["members"]>;

function group(id: string, members?: Members): GroupRow {
  return { id, displayName: `Group ${id}`, ...(members ? { members } : {}) };
}

function all(...groups: GroupRow[]): Map<string, GroupRow> {
  return new Map(groups.map((one) => [one.id, one]));
}

const user = (value: string): Members[number] => ({ value, type: "User" });
const nested = (value: string): Members[number] => ({ value, type: "Group" });

function held(chosen: string[], groups: Map<string, GroupRow>): Record<string, string[]> {
  const of = grantsOf(
    chosen.map((id) => groups.get(id)).filter((one) => one !== undefined),
    groups,
  );
  const text = [...of].map(([account, grants]): [string, string[]] => [
    account,
    grants.map(({ entitlement, via }) => (via === null ? entitlement.id : `${entitlement.id} via ${via}`)),
  ]);
  return Object.fromEntries(text);
}

test("who is in a group holds it, and who is in a group within it holds it through that", () => {
  const groups = all(group("A", [user("1"), nested("B")]), group("B", [user("2"), nested("C")]), group("C", [user("3")]));
  expect(held(["A", "B"], groups)).toEqual({
    "1": ["A"],
    "2": ["A via Group B", "B"],
    "3": ["A via Group C", "B via Group C"],
  });
});

test("direct wins over through another, wherever it stands, and a group is held once", () => {
  const groups = all(
    group("A", [nested("B"), nested("C"), user("1")]),
    group("B", [user("1"), user("2")]),
    group("C", [user("2")]),
  );
  expect(held(["A"], groups)).toEqual({ "1": ["A"], "2": ["A via Group B"] });
});

test("groups in a circle, in themselves, of nobody, and of those who are gone end", () => {
  const groups = all(group("A", [nested("B"), nested("A"), user("1")]), group("B", [nested("A"), nested("gone")]), group("C"));
  expect(held(["A", "B", "C"], groups)).toEqual({ "1": ["A", "B via Group A"] });
});

test.each([
  ["by its type", { value: "G", type: "group" }, "G"],
  ["by its address", { value: "X", $ref: "https://elsewhere.test/scim/v2/Groups/X" }, "X"],
  ["by an id that is a group's", { value: "G" }, "G"],
  ["not where it says to be a user, whatever its id", { value: "G", type: "User" }, null],
  ["not by an address of a user", { value: "X", $ref: "../Users/X" }, null],
  ["by its address alone", { $ref: "../Groups/G" }, "G"],
])("a member that is a group is known %s", (_, member, id) => {
  expect(nestedGroup(member, (one) => one === "G")).toBe(id);
});

test("a group is named by its id, else by its name in any spacing; an id wins over another one's name", () => {
  const groups = [
    group("A"),
    { id: "B", displayName: "A" },
    { id: "C", displayName: null },
    { id: "D", displayName: "Lab  users" },
  ];
  expect(groupsNamed("A", groups).map(({ id }) => id)).toEqual(["A"]);
  expect(groupsNamed(" Lab users", groups).map(({ id }) => id)).toEqual(["D"]);
  expect(groupsNamed("nobody", groups)).toEqual([]);
});

test("whatever stands within whatever, a group is held by exactly those who can be reached from it", () => {
  const ids = ["A", "B", "C", "D"];
  const members = fc.record(Object.fromEntries(ids.map((id) => [id, fc.uniqueArray(fc.constantFrom(...ids, "1", "2", "3"))])));
  fc.assert(
    fc.property(members, (of) => {
      const given = ids.map((id) =>
        group(
          id,
          of[id]?.map((one) => (ids.includes(one) ? nested(one) : user(one))),
        ),
      );
      const reached = (from: string, seen = new Set<string>()): Set<string> => {
        for (const one of of[from] ?? []) {
          if (seen.has(one)) continue;
          seen.add(one);
          if (ids.includes(one)) reached(one, seen);
        }
        return seen;
      };
      const grants = grantsOf(given, all(...given));
      for (const id of ids) {
        const holders = [...grants]
          .filter(([, list]) => list.some(({ entitlement }) => entitlement.id === id))
          .map(([one]) => one);
        expect(holders.sort()).toEqual([...reached(id)].filter((one) => !ids.includes(one)).sort());
      }
    }),
  );
});
