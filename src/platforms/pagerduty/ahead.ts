import type { Row } from "../../model/source.ts";
import type { ScheduleRow, ShiftScheduleRow } from "./shapes.ts";

/** The time in which somebody may be paged, as asked for: ISO 8601 in whole seconds. */
export interface Ahead {
  since: string;
  until: string;
}

const fortnightMs = 14 * 86_400_000;

/** Now and the fourteen days after. @param now ms since the epoch */
export function aheadOf(now: number): Ahead {
  return { since: second(now), until: second(now + fortnightMs) };
}

function second(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

/** A schedule without its layers that have ended: nobody is paged by those, so nobody stands in them. */
export function onlyInForce(row: Row, { since }: Ahead): Row {
  const { schedule_layers, ...more } = row as unknown as ScheduleRow;
  const layers = schedule_layers.filter(({ end }) => !isPast(end, since));
  return { ...more, schedule_layers: layers } as unknown as Row;
}

/** The same for the events of a shift-based schedule's rotations. */
export function onlyEventsInForce(row: Row, { since }: Ahead): Row {
  const { rotations, ...more } = row as unknown as ShiftScheduleRow;
  const inForce = rotations.map(({ id, events }) => ({
    id,
    events: events.filter(({ effective_until }) => !isPast(effective_until, since)),
  }));
  return { ...more, rotations: inForce } as unknown as Row;
}

function isPast(end: string | null | undefined, since: string): boolean {
  return end != null && Date.parse(end) <= Date.parse(since);
}
