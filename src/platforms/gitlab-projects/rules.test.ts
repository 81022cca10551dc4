import fc from "fast-check";
import { expect, test } from "vitest";
import { coveringRules, covers } from "./rules.ts";
import { rule as shape } from "./shapes.ts";

function rule(name: string, inherited = false) {
  return shape.parse({ id: 1, name, inherited });
}

test.each([
  ["main", "main", true],
  ["main", "Main", false],
  ["mai", "main", false],
  ["*", "release/2026/q4", true],
  ["release/*", "release/2026/q4", true],
  ["release/*", "release/", true],
  ["release/*", "releases", false],
  ["m*n", "main", true],
  ["ma*ain", "main", false],
  ["*-stable", "2-0-stable", true],
  ["a*b*c", "a-b-b-c", true],
  ["a*b*bc", "abc", false],
  ["*a*a*", "a", false],
  [".*", "main", false],
  ["(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa!", false],
])("rule %s and branch %s: %s", (name, branch, expected) => {
  expect(covers(name, branch)).toBe(expected);
});

test("a rule covers what the same pattern covers as an expression", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), maxLength: 8 });
  fc.assert(
    fc.property(word, word, (name, text) => {
      const branch = text.replaceAll("*", "");
      const pattern = new RegExp(
        `^${name
          .split("*")
          .map((part) => part.replace("/", "\\/"))
          .join("[^]*")}$`,
      );
      expect(covers(name, branch)).toBe(pattern.test(branch));
    }),
  );
});

test("rules of the group stand before the project's own; an exact name does not win over a wildcard", () => {
  const names = (rules: ReturnType<typeof coveringRules>) =>
    [rules.all, rules.deciding].map((some) => some.map(({ name }) => name));
  expect(names(coveringRules([rule("main"), rule("m*"), rule("dev")], "main"))).toEqual([
    ["main", "m*"],
    ["main", "m*"],
  ]);
  expect(names(coveringRules([rule("main"), rule("m*", true), rule("other", true)], "main"))).toEqual([["main", "m*"], ["m*"]]);
  expect(names(coveringRules([rule("dev"), rule("Main", true)], "main"))).toEqual([[], []]);
});
