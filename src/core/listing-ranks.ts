import { compareText } from "../model/json.ts";
import type { ListedSort } from "../model/listing.ts";
import { type Severity, severities } from "../model/severity.ts";

/** As people order names, in any script; numbers in them count as numbers. Only for lists people look at. */
const collator = new Intl.Collator("en", { numeric: true });

/** Each text's place among some texts. */
export type Order = ReadonlyMap<string, number>;

/** Worked out once for all that is sorted by these texts: comparing names takes longer than all else of a list. */
export function orderOf(texts: readonly (string | null)[]): Order {
  const distinct = [...new Set(texts.filter((text) => text !== null))];
  distinct.sort((a, b) => collator.compare(a, b) || compareText(a, b));
  return new Map(distinct.map((text, place) => [text, place]));
}

/** Places of things in an order: from 0, without gaps. */
export interface Ranks {
  /** By the thing's index. */
  of: Int32Array;
  /** Things that have a value; those without come after them. */
  valued: number;
}

/** By text. Of those alike the earlier comes first. @param order of these texts, where it is known */
export function ranksByText(values: readonly (string | null)[], order: Order = orderOf(values)): Ranks {
  return ranksOf(values.map((value) => (value === null ? null : (order.get(value) ?? null))));
}

/** By time: `never` before all, what is no time after. */
export function ranksByTime(values: readonly (string | null)[]): Ranks {
  const times = values.map((value) => (value === "never" ? Number.MIN_SAFE_INTEGER : value === null ? null : Date.parse(value)));
  return ranksOf(times.map((time) => (Number.isNaN(time) ? null : time)));
}

function ranksOf(values: readonly (number | null)[]): Ranks {
  const having = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  having.sort((a, b) => a.value - b.value || a.index - b.index);
  const of = new Int32Array(values.length);
  let rank = 0;
  for (const { index } of having) of[index] = rank++;
  for (const [index, value] of values.entries()) if (value === null) of[index] = rank++;
  return { of, valued: having.length };
}

export interface Sortable {
  worst: Severity | null;
  /** What people call it. */
  title: string | null;
  id: string;
}

/** Worst first, then by what people call it, then by id. @param order of the titles @returns the things in this order */
export function worstFirst<T>(things: readonly T[], of: (thing: T) => Sortable, order: Order): T[] {
  const keyed = things.map((thing) => {
    const { worst, title, id } = of(thing);
    const bad = worst === null ? severities.length : severities.indexOf(worst);
    const place = title === null ? order.size : (order.get(title) ?? order.size);
    return { thing, bad, place, id };
  });
  keyed.sort((a, b) => a.bad - b.bad || a.place - b.place || compareText(a.id, b.id));
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
