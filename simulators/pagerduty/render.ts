import type { Layer, Override, Schedule, ShiftSchedule } from "./data.ts";

/** Who is on call from when to when, as ms since the epoch. */
export interface Entry {
  user: string;
  start: number;
  end: number;
}

export interface Range {
  since: number;
  until: number;
}

/** The turns of a list of users that touch a range, not cut at its ends. */
function turns(
  of: { users: readonly string[]; start: string; end: string | null; turn: number },
  { since, until }: Range,
): Entry[] {
  const [start, length] = [Date.parse(of.start), of.turn * 1000];
  const last = Math.min(until, of.end === null ? until : Date.parse(of.end));
  if (of.users.length === 0) return [];
  const entries: Entry[] = [];
  for (let n = Math.max(0, Math.floor((since - start) / length)); start + n * length < last; n += 1) {
    const from = start + n * length;
    const entry = { user: of.users[n % of.users.length] ?? "", start: from, end: Math.min(from + length, last) };
    if (entry.end > since) entries.push(entry);
  }
  return entries;
}

export function layerEntries({ users, start, end, turn }: Layer, range: Range): Entry[] {
  return turns({ users, start, end, turn }, range);
}

export function overrideEntries(overrides: readonly Override[], { since, until }: Range): Entry[] {
  return overrides
    .map(({ user, start, end }) => ({ user, start: Date.parse(start), end: Date.parse(end) }))
    .filter(({ start, end }) => end > since && start < until);
}

/** The highest layer counts where several overlap, an override before all of them. */
export function finalEntries(schedule: Schedule, range: Range): Entry[] {
  const entries = overrideEntries(schedule.overrides, range);
  for (const layer of schedule.layers.toReversed())
    entries.push(...layerEntries(layer, range).flatMap((entry) => uncovered(entry, entries)));
  return entries.sort(byStart);
}

export interface Shift extends Entry {
  source: "schedule_rotation" | "custom_shift" | "schedule_rotation_override";
}

/** All rotations of a schedule of shifts page at the same time; an override takes the place of a rotation's shift. */
export function shifts(schedule: ShiftSchedule, range: Range): Shift[] {
  const overrides = overrideEntries(schedule.overrides, range);
  const events = schedule.rotations.flatMap((rotation) => rotation.events);
  const rotating = events.flatMap(({ members, since, until, turn }) =>
    turns({ users: members, start: since, end: until, turn }, range).flatMap((entry) => uncovered(entry, overrides)),
  );
  return [
    ...rotating.map((entry) => ({ ...entry, source: "schedule_rotation" as const })),
    ...overrides.map((entry) => ({ ...entry, source: "schedule_rotation_override" as const })),
    ...overrideEntries(schedule.customShifts, range).map((entry) => ({ ...entry, source: "custom_shift" as const })),
  ].sort(byStart);
}

/** What is left of an entry beside those that go before it. */
function uncovered(entry: Entry, by: readonly Entry[]): Entry[] {
  return by.reduce<Entry[]>((left, { start, end }) => left.flatMap((one) => without(one, start, end)), [entry]);
}

function without(one: Entry, start: number, end: number): Entry[] {
  const before = { ...one, end: Math.min(one.end, start) };
  const after = { ...one, start: Math.max(one.start, end) };
  return [before, after].filter((part) => part.start < part.end);
}

function byStart(a: Entry, b: Entry): number {
  return a.start - b.start || (a.user < b.user ? -1 : 1);
}

/** Entries as they are shown: cut at the ends of the range. */
export function cut<T extends Entry>(entries: readonly T[], { since, until }: Range): T[] {
  return entries.map((entry) => ({ ...entry, start: Math.max(entry.start, since), end: Math.min(entry.end, until) }));
}
