import fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding } from "../model/finding.ts";
import { assignRefs } from "./refs.ts";

function findings(...keys: string[]): Finding[] {
  return keys.map((key) => ({ key, ref: "" }) as Finding);
}

function refs(keys: string[], earlier: [string, string][] = []): string[] {
  return assignRefs(findings(...keys), new Map(earlier)).map(({ ref }) => ref);
}

test("new findings are numbered in their order", () => {
  expect(refs(["a", "b"])).toEqual(["F1", "F2"]);
});

test("a known one keeps its ref, a new one goes above the highest ever given", () => {
  const earlier: [string, string][] = [
    ["a", "F2"],
    ["settled", "F7"],
  ];
  expect(refs(["new", "a"], earlier)).toEqual(["F8", "F2"]);
});

test.each(["", "7", "F07", "f7", "F-1", "F99999999999999999999"])("%j, which no run gave, is no ref", (ref) => {
  expect(refs(["a"], [["a", ref]])).toEqual(["F1"]);
});

test("law: refs are unique and stay from run to run", () => {
  const keys = fc.uniqueArray(fc.constantFrom(..."abcdefgh"));
  const earlier = fc.array(fc.tuple(fc.constantFrom(..."abcdefgh"), fc.constantFrom("F1", "F2", "F9", "x")));
  fc.assert(
    fc.property(keys, earlier, (now, before) => {
      const first = assignRefs(findings(...now), new Map(before));
      expect(new Set(first.map(({ ref }) => ref)).size).toBe(now.length);
      const known = new Map([...before, ...first.map(({ key, ref }): [string, string] => [key, ref])]);
      const again = assignRefs(findings(...[...now].reverse()), known);
      expect(new Map(again.map(({ key, ref }) => [key, ref]))).toEqual(new Map(first.map(({ key, ref }) => [key, ref])));
    }),
  );
});
