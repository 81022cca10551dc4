import { expect, test } from "vitest";
import { accessOf } from "./access.ts";
import type { Names } from "./names.ts";
import { rule as shape } from "./shapes.ts";
import { parseWho, type Who } from "./who.ts";

const names: Names = {
  users: new Map([["7", "Acme-Bot"]]),
  groups: new Map([["8", "acme/Release"]]),
  usersMissing: false,
  groupsMissing: false,
};

function access(rows: object[] | null, expected: string[], known: Partial<Names> = {}) {
  const rule = shape.parse({ id: 1, name: "main", push_access_levels: rows });
  const who = expected.map((text) => parseWho(text)) as Who[];
  return accessOf([rule], { action: "push", expected: who, names: { ...names, ...known } });
}

test.each([
  ["the role itself", { access_level: 40 }, ["maintainer"], []],
  ["a higher role", { access_level: 60 }, ["maintainer"], []],
  ["a lower role", { access_level: 30 }, ["maintainer"], ["Developers and above"]],
  ["a level this version does not know, above", { access_level: 45 }, ["maintainer"], []],
  ["a level this version does not know, below", { access_level: 25 }, ["Developers"], ["access level 25"]],
  ["no one", { access_level: 0 }, [], []],
  ["a person by name, in any case", { access_level: 40, user_id: 7 }, ["@acme-bot"], []],
  ["a person by number", { access_level: 40, user_id: 9 }, ["user #9"], []],
  ["a person whose level says nothing", { access_level: 40, user_id: 7 }, ["maintainer"], ["@Acme-Bot"]],
  ["a person at level 0 is a person", { access_level: 0, user_id: 7 }, ["maintainer"], ["@Acme-Bot"]],
  [
    "a stranger with an expected display name",
    { user_id: 9, access_level_description: "acme-bot" },
    ["acme-bot"],
    ["user #9 (acme-bot)"],
  ],
  ["a group by path, in any case", { access_level: 40, group_id: 8 }, ["acme/release"], []],
  ["a group nobody expects", { access_level: 40, group_id: 8 }, ["acme/releases"], ["acme/Release"]],
  ["a group no list names", { access_level: 40, group_id: 12 }, ["maintainer"], ["group #12"]],
  [
    "a deploy key",
    { access_level: 40, deploy_key_id: 3, access_level_description: "CI" },
    ["maintainer"],
    ["deploy key #3 (CI)"],
  ],
  ["a deploy key by number", { access_level: 40, deploy_key_id: 3 }, ["Deploy key #3"], []],
  ["another thing with that number", { access_level: 40, deploy_key_id: 3 }, ["user #3", "group #3"], ["deploy key #3"]],
])("%s", (_, row, expected, unexpected) => {
  expect(access([row], expected)?.unexpected).toEqual(unexpected);
});

test("all rows of all rules count, each once; a rule without rows lets nobody in", () => {
  expect(access([{ access_level: 30 }, { access_level: 0 }, { access_level: 30 }], [])?.who).toEqual(["Developers and above"]);
  expect(access([], [])).toEqual({ expected: [], who: [], unexpected: [], unsure: [] });
});

test("a rule that does not say is no signal", () => {
  expect(access(null, ["maintainer"])).toBe(null);
});

test("whoever may be one who could not be looked up is unsure, not unexpected", () => {
  const unsure = (row: object, known: Partial<Names>) => access([row], ["maintainer"], known)?.unsure;
  expect(unsure({ user_id: 9 }, { usersMissing: true })).toEqual(["user #9"]);
  expect(unsure({ group_id: 12 }, { groupsMissing: true })).toEqual(["group #12"]);
  expect(unsure({ group_id: 8 }, { groupsMissing: true })).toEqual([]);
  expect(unsure({ deploy_key_id: 1 }, { usersMissing: true, groupsMissing: true })).toEqual([]);
  expect(unsure({}, {})).toEqual(["somebody GitLab does not name"]);
});
