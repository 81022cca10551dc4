import fc from "fast-check";
import { expect, test } from "vitest";
import { literalLength, patternOf } from "./pattern.ts";

test.each([
  ["bot-*", "BOT-1", true],
  ["bot-*", "robot-1", false],
  ["*@acme.test", "dana@acme.test", true],
  ["*@acme.test", "dana@acme.test.evil", false],
  ["a*b*c", "aXbXc", true],
  ["a*b*c", "acb", false],
  ["ab*ba", "aba", false],
  ["dana", "dana", true],
  ["dana", "dana w", false],
  ["d.na", "dana", false],
  ["*", "", true],
  ["", "x", false],
])("%j fits %j: %s", (pattern, text, fits) => {
  expect(patternOf(pattern)(text.toLowerCase())).toBe(fits);
});

test("law: a text with any runs of it replaced by * fits", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (pieces) => {
      const pattern = pieces.map(([kept]) => `${kept}*`).join("");
      const text = pieces.map(([kept, gone]) => kept + gone).join("");
      expect(pieces.length === 0 || patternOf(pattern)(text.toLowerCase())).toBe(true);
    }),
  );
});

test("what is left of a pattern without its stars", () => {
  expect(["*", "bot-*", "* *"].map(literalLength)).toEqual([0, 4, 0]);
});
