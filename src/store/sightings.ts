import type { Sighting } from "../model/follow-up.ts";

/** What is known of one finding of an audit. */
export interface Known {
  /** When this audit first had it, ISO 8601. */
  addedAt: string;
  /** In order of time. */
  sightings: readonly Sighting[];
}

export interface Reading {
  /** ISO 8601; may be earlier than what is known: somebody ran with `--now`. */
  at: string;
  found: Iterable<string>;
  gone: Iterable<string>;
}

/** What a reading shows that was not known: by key, whether it is there. Of two readings at the same moment the later one counts. */
export function changesBy({ at, found, gone }: Reading, known: ReadonlyMap<string, Known>): Map<string, boolean> {
  const changes = new Map<string, boolean>();
  const time = Date.parse(at);
  for (const [keys, seen] of [
    [gone, false],
    [found, true],
  ] as const) {
    for (const key of keys) {
      const one = known.get(key);
      // What was read before it was found says nothing of it.
      if (!one || (!seen && time < Date.parse(one.addedAt))) continue;
      if (isNews(one.sightings, { time, seen })) changes.set(key, seen);
      else changes.delete(key);
    }
  }
  return changes;
}

function isNews(sightings: readonly Sighting[], { time, seen }: { time: number; seen: boolean }): boolean {
  const before = sightings.findLast((sighting) => Date.parse(sighting.at) < time)?.seen ?? true;
  const same = sightings.find((sighting) => Date.parse(sighting.at) === time);
  return same ? same.seen !== seen : before !== seen;
}

/** Changes only. What was learnt out of order may say the same twice. @param sightings in order of time */
export function withoutRepeats(sightings: readonly Sighting[]): Sighting[] {
  const kept: Sighting[] = [];
  for (const sighting of sightings) if ((kept.at(-1)?.seen ?? true) !== sighting.seen) kept.push(sighting);
  return kept;
}
