import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sighting } from "../model/follow-up.ts";
import { changesBy, type Known, withoutRepeats } from "./sightings.ts";

const noon = "2026-11-22T12:00:00.000Z";
const later = "2026-11-23T12:00:00Z";
const earlier = "2026-11-21T12:00:00Z";

function known(...sightings: Sighting[]): Map<string, Known> {
  return new Map([["a", { lookedAt: noon, sightings }]]);
}

test("what is gone and what is back are changes; what is as it was is none, and neither is what nobody looked at", () => {
  const gone = { at: noon, seen: false };
  expect([...changesBy({ at: later, found: [], gone: ["a"] }, known())]).toEqual([["a", false]]);
  expect([...changesBy({ at: later, found: ["a"], gone: [] }, known(gone))]).toEqual([["a", true]]);
  expect([...changesBy({ at: later, found: ["a", "new"], gone: ["never here"] }, known())]).toEqual([]);
  expect([...changesBy({ at: later, found: [], gone: ["a"] }, known(gone))]).toEqual([]);
  expect([...changesBy({ at: later, found: [], gone: [] }, known(gone))]).toEqual([]);
});

test("a reading of before the last one shows nothing; of two at the same moment the later one counts", () => {
  expect([...changesBy({ at: earlier, found: [], gone: ["a"] }, known())]).toEqual([]);
  expect([...changesBy({ at: "2026-11-22T12:00:00Z", found: [], gone: ["a"] }, known())]).toEqual([["a", false]]);
});

test("what is both found and gone was found", () => {
  expect([...changesBy({ at: later, found: ["a"], gone: ["a"] }, known())]).toEqual([]);
});

interface Look {
  at: string;
  seen: boolean;
}

/** Keeps looks one after the other, as the store does. */
function kept(looks: readonly Look[]): Sighting[] {
  const one = { lookedAt: looks[0]?.at ?? "", sightings: [] as Sighting[] };
  for (const { at, seen } of looks) {
    const changes = changesBy({ at, found: seen ? ["a"] : [], gone: seen ? [] : ["a"] }, new Map([["a", one]]));
    if (at < one.lookedAt) continue;
    one.lookedAt = at;
    if (!changes.has("a")) continue;
    one.sightings = [...one.sightings.filter((sighting) => sighting.at !== at), { at, seen }];
  }
  return withoutRepeats(one.sightings);
}

test("whatever the order, sightings alternate, are in order of time, and end with what the last look of the latest moment showed", () => {
  const look = fc.record({
    at: fc.integer({ min: 10, max: 40 }).map((day) => `2026-11-22T12:${day}:00.000Z`),
    seen: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(look, { minLength: 1 }), (looks) => {
      const first = { at: looks[0]?.at ?? "", seen: true };
      const sightings = kept([first, ...looks]);
      expect(sightings.map(({ seen }) => seen)).toEqual(sightings.map((_, index) => index % 2 === 1));
      expect(sightings.map(({ at }) => at)).toEqual(sightings.map(({ at }) => at).sort());
      const latest = looks.reduce((last, { at }) => (at > last ? at : last), first.at);
      const counts = [first, ...looks].findLast(({ at }) => at === latest);
      expect(sightings.at(-1)?.seen ?? true).toBe(counts?.seen);
    }),
  );
});
