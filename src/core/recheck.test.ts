import fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding } from "../model/finding.ts";
import type { RememberedFinding } from "../model/memory.ts";
import { isThere, judgeRecheck, toldAfter } from "./recheck.ts";

function finding(key: string, more: Partial<Finding> = {}): Finding {
  return { key, ref: `F${key}`, severity: "high", change: "persisting", message: "as it was", ...more } as Finding;
}

function remembered(key: string, seen: readonly boolean[] = []): RememberedFinding {
  const sightings = seen.map((one, index) => ({ at: `2026-11-2${index}T00:00:00Z`, seen: one }));
  return { finding: finding(key), foundAt: "2026-11-20T00:00:00Z", sightings, carried: { steps: [], decisions: [] } };
}

const keys = (findings: readonly Finding[]) => findings.map(({ key }) => key);

test("what was there and is not is gone, what was gone and is there is back, with its ref and words of now", () => {
  const now = finding("2", { ref: "F99", change: "new", message: "as it is" });
  const judged = judgeRecheck({
    remembered: [remembered("1"), remembered("2", [false]), remembered("3", [false, true]), remembered("4", [false])],
    found: new Map([
      ["2", now],
      ["3", finding("3")],
    ]),
    unseen: () => null,
  });
  expect(keys(judged.gone)).toEqual(["1"]);
  expect(judged.back).toEqual([{ ...now, ref: "F2", change: "persisting" }]);
  expect(keys(judged.there)).toEqual(["2", "3"]);
  expect(keys(judged.settled)).toEqual(["4"]);
});

test("what is new is not for a recheck to add", () => {
  const judged = judgeRecheck({ remembered: [], found: new Map([["1", finding("1")]]), unseen: () => null });
  expect(Object.values(judged).flat()).toEqual([]);
});

test("law 1: what nobody could look at is neither gone nor back, and is told as it was", () => {
  const one = fc.record({ key: fc.nat(20).map(String), seen: fc.array(fc.boolean(), { maxLength: 3 }) });
  const all = fc.uniqueArray(one, { selector: ({ key }) => key });
  fc.assert(
    fc.property(all, fc.uniqueArray(fc.nat(20).map(String)), fc.uniqueArray(fc.nat(20).map(String)), (given, found, blind) => {
      const known = given.map(({ key, seen }) => remembered(key, seen));
      const judged = judgeRecheck({
        remembered: known,
        found: new Map(found.map((key) => [key, finding(key)])),
        unseen: ({ key }) => (blind.includes(key) ? "it could not be read" : null),
      });
      const { there, back, gone, settled, unlooked } = judged;
      const judgedKeys = [...keys(there), ...keys(gone), ...keys(settled)];
      expect([...judgedKeys, ...unlooked.map((each) => each.finding.key)].sort()).toEqual(given.map(({ key }) => key).sort());
      expect(judgedKeys.filter((key) => blind.includes(key))).toEqual([]);
      expect(keys(back).filter((key) => !keys(there).includes(key))).toEqual([]);
      const told = keys(toldAfter(there, unlooked, known));
      for (const each of known) {
        const { key } = each.finding;
        expect(told.includes(key)).toBe(blind.includes(key) ? isThere(each) : found.includes(key));
      }
    }),
  );
});
