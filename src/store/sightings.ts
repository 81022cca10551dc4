import type { Sighting } from "../model/follow-up.ts";

/** What is known of one finding of an audit. */
export interface Known {
  /** ISO 8601 time of the last reading that told whether it is there. */
  lookedAt: string;
  /** In order of time, none later than that. */
  sightings: readonly Sighting[];
}

export interface Reading {
  /** ISO 8601. */
  at: string;
  found: Iterable<string>;
  gone: Iterable<string>;
}

/**
 * What a reading shows that was not known: by key, whether it is there. A reading of before the last one (somebody ran with `--now`)
 * shows nothing of it: what is known stays. Of two at the same moment the one that comes later counts.
 */
export function changesBy({ at, found, gone }: Reading, known: ReadonlyMap<string, Known>): Map<string, boolean> {
  const there = new Set(found);
  const looks = [
    ...[...there].map((key) => ({ key, seen: true })),
    ...[...gone].filter((key) => !there.has(key)).map((key) => ({ key, seen: false })),
  ];
  const changes = looks.filter(({ key, seen }) => {
    const one = known.get(key);
    return one && Date.parse(at) >= Date.parse(one.lookedAt) && (one.sightings.at(-1)?.seen ?? true) !== seen;
  });
  return new Map(changes.map(({ key, seen }) => [key, seen]));
}

/** Changes only. Where two readings of one moment disagreed, what was corrected says what was known before. @param sightings in order of time */
export function withoutRepeats(sightings: readonly Sighting[]): Sighting[] {
  const kept: Sighting[] = [];
  for (const sighting of sightings) if ((kept.at(-1)?.seen ?? true) !== sighting.seen) kept.push(sighting);
  return kept;
}
