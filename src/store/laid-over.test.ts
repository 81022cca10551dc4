import fc from "fast-check";
import { expect, test } from "vitest";
import { compareIds } from "../model/json.ts";
import type { KeptRows, Row } from "../model/source.ts";
import { LaidOverRows } from "./laid-over.ts";

function rows(ids: readonly string[], from: string): KeptRows {
  const list = [...ids].sort(compareIds).map((id): Row => ({ id, from }));
  return { of: (source) => (source === "users" ? list : []) };
}

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 30 }).map(String));

test("over the first reading each id is what the last reading that was asked about it says, in order", () => {
  const reread = fc.record({ asked: ids, left: fc.integer({ min: 0, max: 3 }), whole: fc.boolean() });
  fc.assert(
    fc.property(ids, fc.array(reread, { maxLength: 4 }), (base, rereads) => {
      const laid = new LaidOverRows(rows(base, "base"));
      let expected = new Map(base.map((id) => [id, "base"]));
      for (const [n, { asked, left, whole }] of rereads.entries()) {
        const there = asked.slice(left);
        laid.lay("users", { rows: rows(there, String(n)), ids: whole ? null : asked });
        if (whole) expected = new Map();
        for (const id of asked) expected.delete(id);
        for (const id of there) expected.set(id, String(n));
      }
      const list = [...expected].sort(([a], [b]) => compareIds(a, b)).map(([id, from]) => ({ id, from }));
      expect([...laid.of("users")]).toEqual(list);
      expect([...laid.of("users")]).toEqual(list);
    }),
  );
});

test("a source that was not re-read is as it was", () => {
  const laid = new LaidOverRows(rows(["1"], "base"));
  laid.lay("groups", { rows: rows([], "later"), ids: ["1"] });
  expect([...laid.of("users")]).toEqual([{ id: "1", from: "base" }]);
});
