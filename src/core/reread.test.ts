import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareIds } from "../model/json.ts";
import type { Rests } from "../model/rests.ts";
import type { KeptRows, Row } from "../model/source.ts";
import { answeredIds, laidOver, planReread, type RereadCost } from "./reread.ts";

const cost = (whole: number, some: RereadCost["some"]): RereadCost => ({ whole, some });
const each = (subjects: readonly string[]) => subjects.length;

function rests(given: Record<string, readonly string[] | "whole">): Rests {
  return new Map(Object.entries(given));
}

describe("what is read again", () => {
  test("is what findings rest on, each subject once, and nothing else", () => {
    const plan = planReread(
      [rests({ users: ["3"] }), rests({ users: ["1", "3"], groups: "whole" })],
      new Map([
        ["users", cost(40, each)],
        ["groups", cost(1, () => null)],
        ["tokens", cost(1, () => null)],
      ]),
    );
    expect(plan).toEqual([
      { source: "users", subjects: ["1", "3"] },
      { source: "groups", subjects: null },
    ]);
  });

  test("is the whole listing where one finding needs it, where some cannot be asked for, and where it costs less", () => {
    const costs = new Map([
      ["users", cost(40, each)],
      ["roles", cost(9, () => null)],
      ["members", cost(2, each)],
      ["teams", cost(2, each)],
    ]);
    const found = [rests({ users: ["1"], roles: ["1"], members: ["1", "2", "3"], teams: ["1", "2"] }), rests({ users: "whole" })];
    expect(planReread(found, costs).map(({ source, subjects }) => [source, subjects])).toEqual([
      ["users", null],
      ["roles", null],
      ["members", null],
      ["teams", ["1", "2"]],
    ]);
  });

  test("never costs more than everything findings need, read whole", () => {
    const subjects = fc.oneof(fc.constant("whole" as const), fc.array(fc.constantFrom("1", "2", "3", "4", "5")));
    const some = fc.dictionary(fc.constantFrom("a", "b", "c"), subjects);
    fc.assert(
      fc.property(fc.array(some), fc.nat(6), fc.nat(6), (found, a, b) => {
        const costs = new Map([
          ["a", cost(a, each)],
          ["b", cost(b, each)],
          ["c", cost(1, () => null)],
        ]);
        const plan = planReread(found.map(rests), costs);
        for (const { source, subjects: asked } of plan) {
          const whole = costs.get(source)?.whole ?? 0;
          expect(asked === null ? whole : asked.length).toBeLessThanOrEqual(whole);
          const wanted = found.flatMap((one) => one[source] ?? []);
          if (asked) for (const one of wanted) expect(asked).toContain(one);
        }
        const named = new Set(found.flatMap((one) => Object.keys(one)));
        expect(new Set(plan.map(({ source }) => source))).toEqual(named);
      }),
    );
  });
});

function kept(rows: Record<string, Row[]>): KeptRows {
  return { of: (source) => rows[source] ?? [] };
}

const row = fc.record({ id: fc.constantFrom(..."123456789".split("")), user: fc.constantFrom("a", "b", "c"), v: fc.nat(2) });
const rows = fc
  .uniqueArray(row, { selector: ({ id }) => id })
  .map((all) => all.sort((one, other) => compareIds(one.id, other.id)) as Row[]);

describe("rows laid over those kept", () => {
  test("give what a whole reading of now would, as far as was asked; and the rest as it was", () => {
    fc.assert(
      fc.property(rows, rows, fc.subarray(["a", "b", "c"]), (before, now, subjects) => {
        const fresh = now.filter(({ user }) => subjects.includes(String(user)));
        const ids = answeredIds({ subjects, by: "user" }, { kept: before, fresh });
        const laid = [...laidOver(kept({ s: before }), { fresh: kept({ s: fresh }), answered: new Map([["s", ids]]) }).of("s")];
        const about = (all: Row[]) => all.filter(({ user }) => subjects.includes(String(user)));
        expect(about(laid)).toEqual(about(now));
        const back = new Set(fresh.map(({ id }) => id));
        const untouched = before.filter(({ id, user }) => !subjects.includes(String(user)) && !back.has(id));
        expect(laid.filter(({ user }) => !subjects.includes(String(user)))).toEqual(untouched);
        expect(laid).toEqual(laid.toSorted((one, other) => compareIds(one.id, other.id)));
      }),
    );
  });

  test("of a source read whole only the fresh ones count; of one not read again only the kept ones", () => {
    const [one, two] = [{ id: "1" }, { id: "2" }];
    const laid = laidOver(kept({ a: [one], b: [one] }), {
      fresh: kept({ a: [two], b: [two] }),
      answered: new Map([["a", null]]),
    });
    expect([...laid.of("a")]).toEqual([two]);
    expect([...laid.of("b")]).toEqual([one]);
  });
});
