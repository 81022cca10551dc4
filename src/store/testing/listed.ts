import { type ListedEntry, type ListedKind, type ListingSummary, searchable } from "../../model/listing.ts";

export interface ListedLine {
  id: string;
  kind?: ListedKind;
  person?: string | null;
  /** What it is searched by; default its id. */
  words?: string;
  facets?: string[];
  /** By which it is sorted by name; `null` = it has none. */
  name?: number | null;
}

/** A listing of these entries, in this order. The entry of each is its line. */
export function listingOf(lines: readonly ListedLine[], audit: string): { summary: ListingSummary; entries: ListedEntry[] } {
  const byKind = Map.groupBy(lines, ({ kind = "account" }) => kind);
  const entries = [...byKind].flatMap(([kind, list]) => {
    const named = list.filter(({ name = null }) => name !== null).toSorted((a, b) => (a.name ?? 0) - (b.name ?? 0));
    const order = [...named, ...list.filter(({ name = null }) => name === null)];
    return list.map((line, position) => entryOf(line, { kind, position, rank: order.indexOf(line) }));
  });
  const per = <T>(of: (lines: readonly ListedLine[]) => T): Record<ListedKind, T> => ({
    account: of(byKind.get("account") ?? []),
    person: of(byKind.get("person") ?? []),
    credential: of(byKind.get("credential") ?? []),
  });
  const summary = {
    audit,
    at: "2026-11-22T12:00:00.000Z",
    totals: per((list) => list.length),
    facets: per(() => ({})),
    ranked: per((list) => {
      const valued = list.filter(({ name = null }) => name !== null).length;
      return { by_name: valued, by_email: valued, by_role: valued, by_sign_in: valued };
    }),
  } as unknown as ListingSummary;
  return { summary, entries };
}

function entryOf(line: ListedLine, { kind, position, rank }: { kind: ListedKind; position: number; rank: number }): ListedEntry {
  const { id, person = null, words = id, facets = [] } = line;
  const ranks = { by_name: rank, by_email: rank, by_role: rank, by_sign_in: rank };
  const entry = line as unknown as ListedEntry["entry"];
  return { kind, position, person, words: searchable(words), facets: [`id:${id}`, ...facets], ranks, entry };
}
