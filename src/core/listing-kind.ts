import type { ListedEntry, ListedKind, ListedOf, ListedSort } from "../model/listing.ts";
import { ranksAt, type Sorted } from "./listing-ranks.ts";

/** One kind of entries, in their default order. Entries are made when they are asked for: a list may be long. */
export interface ListedKindOf<K extends ListedKind> {
  kind: K;
  size: number;
  sorted: Sorted;
  facets(index: number): string[];
  listed(index: number): { person: string | null; words: string; entry: ListedOf[K] };
}

export function* entriesOf<K extends ListedKind>(list: ListedKindOf<K>): Generator<ListedEntry<K>> {
  for (let position = 0; position < list.size; position += 1)
    yield {
      kind: list.kind,
      position,
      ...list.listed(position),
      facets: list.facets(position),
      ranks: ranksAt(list.sorted, position),
    };
}

/** Entries by facet, but for ids. */
export function facetCounts({ size, facets }: Pick<ListedKindOf<ListedKind>, "size" | "facets">): Record<string, number> {
  const counts = new Map<string, number>();
  for (let index = 0; index < size; index += 1)
    for (const facet of facets(index)) if (!facet.startsWith("id:")) counts.set(facet, (counts.get(facet) ?? 0) + 1);
  return Object.fromEntries(counts);
}

export function valuedIn({ sorted }: Pick<ListedKindOf<ListedKind>, "sorted">): Record<ListedSort, number> {
  return {
    by_name: sorted.by_name.valued,
    by_email: sorted.by_email.valued,
    by_role: sorted.by_role.valued,
    by_sign_in: sorted.by_sign_in.valued,
  };
}
