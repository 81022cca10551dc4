import { compareText } from "../model/json.ts";
import type { ListedSort } from "../model/listing.ts";
import { type Severity, severities } from "../model/severity.ts";

/** As people order names, in any script; numbers in them count as numbers. Only for lists people look at. */
const collator = new Intl.Collator("en", { numeric: true });

/** Places of things in an order: from 0, without gaps. */
export interface Ranks {
  /** By the thing's index. */
  of: Int32Array;
  /** Things that have a value; those without come after them. */
  valued: number;
}

/** By text. Of those alike the earlier comes first. */
export function ranksByText(values: readonly (string | null)[]): Ranks {
  return ranksOf(values, collator.compare);
}

/** By time: `never` before all, what is no time after. */
export function ranksByTime(values: readonly (string | null)[]): Ranks {
  const times = values.map((value) => (value === "never" ? Number.NEGATIVE_INFINITY : value === null ? null : Date.parse(value)));
  return ranksOf(
    times.map((time) => (Number.isNaN(time) ? null : time)),
    (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  );
}

function ranksOf<T>(values: readonly (T | null)[], compare: (a: T, b: T) => number): Ranks {
  const having = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  having.sort((a, b) => compare(a.value, b.value) || a.index - b.index);
  const of = new Int32Array(values.length);
  let rank = 0;
  for (const { index } of having) of[index] = rank++;
  for (const [index, value] of values.entries()) if (value === null) of[index] = rank++;
  return { of, valued: having.length };
}

export interface Sortable {
  worst: Severity | null;
  /** What people call it; then what tells it from others. */
  title: string | null;
  id: string;
}

/** Worst first, then by what people call it, then by id. @returns the things in this order */
export function worstFirst<T>(things: readonly T[], of: (thing: T) => Sortable): T[] {
  const keyed = things.map((thing) => ({ thing, key: of(thing) }));
  const bad = ({ worst }: Sortable) => (worst === null ? severities.length : severities.indexOf(worst));
  keyed.sort(
    ({ key: a }, { key: b }) =>
      bad(a) - bad(b) ||
      Number(a.title === null) - Number(b.title === null) ||
      collator.compare(a.title ?? "", b.title ?? "") ||
      compareText(a.id, b.id),
  );
  return keyed.map(({ thing }) => thing);
}

/** The order of each sort, over things that stand in their default order. */
export type Sorted = Record<ListedSort, Ranks>;

export function ranksAt(sorted: Sorted, index: number): Record<ListedSort, number> {
  const at = (ranks: Ranks) => ranks.of[index] ?? 0;
  return {
    by_name: at(sorted.by_name),
    by_email: at(sorted.by_email),
    by_role: at(sorted.by_role),
    by_sign_in: at(sorted.by_sign_in),
  };
}
