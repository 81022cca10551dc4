import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, compareIds } from "./json.ts";

test("the order keys were set in never shows", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("members without a value are left out, null stays", () => {
  expect(canonicalJson({ b: null, a: undefined, c: [1, "x"] })).toBe('{"b":null,"c":[1,"x"]}');
});

test("ids of digits sort as numbers at any length, and the order is total", () => {
  const ids = ["360004984553", "9", "900719925474099312", "10", "PXPGF42", "a"];
  expect([...ids].sort(compareIds)).toEqual(["9", "a", "10", "PXPGF42", "360004984553", "900719925474099312"]);
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(Math.sign(compareIds(a, b)) + Math.sign(compareIds(b, a))).toBe(0);
      expect(compareIds(a, b) === 0).toBe(a === b);
    }),
  );
});
