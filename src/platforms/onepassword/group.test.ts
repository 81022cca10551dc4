import { expect, test } from "vitest";
import { GroupSearch } from "./group.ts";

function search(wanted: string, groups: [string, string, string?][]): string {
  const found = new GroupSearch(wanted);
  for (const [id, name, state = "ACTIVE"] of groups) found.see({ id, name, state });
  return found.found().id;
}

test.each([
  [
    "by its name",
    "Support",
    [
      ["g1", "Other"],
      ["g2", "Support"],
    ],
    "g2",
  ],
  [
    "by its id, whatever else has that as its name",
    "g2",
    [
      ["g1", "g2"],
      ["g2", "Support"],
    ],
    "g2",
  ],
  [
    "by its exact name before one that is alike",
    "Support",
    [
      ["g1", "SUPPORT"],
      ["g2", "Support"],
    ],
    "g2",
  ],
  ["by a name that is alike where there is but one", "support", [["g1", "Support"]], "g1"],
  [
    "beside a deleted one of the same name",
    "Support",
    [
      ["g1", "Support", "DELETED"],
      ["g2", "Support"],
    ],
    "g2",
  ],
] as [string, string, [string, string, string?][], string][])("a group is found %s", (_, wanted, groups, id) => {
  expect(search(wanted, groups)).toBe(id);
});

test.each([
  [
    "two have the name",
    "Support",
    [
      ["g2", "Support"],
      ["g1", "Support"],
    ],
    'more than one group is named "Support": g1, g2',
  ],
  [
    "two are alike",
    "support",
    [
      ["g1", "Support"],
      ["g2", "SUPPORT"],
    ],
    "more than one group",
  ],
  ["it is deleted", "Support", [["g1", "Support", "DELETED"]], 'group "Support" is deleted'],
  ["none is like it", "Support", [["g1", "Finance"]], 'no group "Support" among the 1 that can be seen'],
  ["one is near", "Suport", [["g1", "Support"]], 'did you mean "Support"?'],
  ["there is none", "Support", [], "among the 0 that can be seen"],
] as [string, string, [string, string, string?][], string][])(
  "where %s it is said, and none is guessed",
  (_, wanted, groups, message) => {
    expect(() => search(wanted, groups)).toThrow(message);
  },
);
