import { sql } from "kysely";
import { type ListedKind, type ListedSort, wordsOf } from "../model/listing.ts";
import type { Database } from "./database.ts";
import type { Counted } from "./listing-heads.ts";
import { storableText } from "./text.ts";

/** What one list is searched, filtered and sorted by. */
interface Index {
  /** By position, as searched. */
  words: string[];
  /** Positions by facet, but for ids. */
  facets: ReadonlyMap<string, ReadonlySet<number>>;
  ranks: Record<ListedSort, Int32Array>;
}

export interface Search {
  facets: readonly string[];
  words: string;
  sort: ListedSort | undefined;
  order: "asc" | "desc";
}

/** Entries whose index one process holds, and answers it holds of them: a hundred thousand entries take some 25 MB. */
const most = { entries: 250_000, answers: 20 };

/** Rows of one step of reading: others have a turn in between. */
const step = 2_000;

/**
 * Where the entries of long lists stand, by what is asked of them. The database would look through all of a list for each question, a
 * tenth of a second long; here it is a few milliseconds, once the list was read.
 */
export class Indexes {
  readonly #database: Database["sql"];
  /** Used last is last. */
  readonly #held = new Map<string, { size: number; index: Promise<Index> }>();
  readonly #answers = new Map<string, Int32Array>();

  constructor(database: Database["sql"]) {
    this.#database = database;
  }

  /** Begins to read what will be asked for soon. */
  warm(list: Counted, kind: ListedKind): void {
    // Whoever asks hears why it could not be read.
    void this.#of(list, kind).catch(() => {});
  }

  /** @returns positions, in the order asked for */
  async search(list: Counted, { kind, ...search }: Search & { kind: ListedKind }): Promise<Int32Array> {
    const key = JSON.stringify([list.audit, list.version, kind, search.facets, wordsOf(search.words), search.sort, search.order]);
    const known = this.#answers.get(key);
    if (known) return known;
    const index = await this.#of(list, kind);
    const found = sorted(matching(index, search), { index, search, valued: search.sort && list.ranked[kind][search.sort] });
    for (const old of this.#answers.keys()) if (this.#answers.size >= most.answers) this.#answers.delete(old);
    this.#answers.set(key, found);
    return found;
  }

  #of(list: Counted, kind: ListedKind): Promise<Index> {
    const key = JSON.stringify([list.audit, list.version, kind]);
    const held = this.#held.get(key) ?? { size: list.totals[kind], index: read(this.#database, { list, kind }) };
    this.#held.delete(key);
    this.#held.set(key, held);
    held.index.catch(() => this.#held.delete(key));
    let size = [...this.#held.values()].reduce((so, one) => so + one.size, 0);
    for (const [old, one] of this.#held) {
      if (size <= most.entries || old === key) break;
      this.#held.delete(old);
      size -= one.size;
    }
    return held.index;
  }
}

interface Row {
  words: string;
  facets: string[];
  by_name: number;
  by_email: number;
  by_role: number;
  by_sign_in: number;
}

async function read(database: Database["sql"], { list, kind }: { list: Counted; kind: ListedKind }): Promise<Index> {
  const size = list.totals[kind];
  const ranks = {
    by_name: new Int32Array(size),
    by_email: new Int32Array(size),
    by_role: new Int32Array(size),
    by_sign_in: new Int32Array(size),
  };
  const words: string[] = [];
  const facets = new Map<string, Set<number>>();
  for (let from = 0; from < size; from += step) {
    const { rows } = await sql<Row>`
      select words, facets, by_name, by_email, by_role, by_sign_in from rollcall.listed
      where audit = ${list.audit} and kind = ${kind} and position >= ${from} and position < ${from + step}
      order by position`.execute(database);
    for (const row of rows) take(row, { position: words.length, words, facets, ranks });
  }
  return { words, facets, ranks };
}

function take(
  row: Row,
  to: { position: number; words: string[]; facets: Map<string, Set<number>>; ranks: Index["ranks"] },
): void {
  const { position, words, facets, ranks } = to;
  words.push(row.words);
  ranks.by_name[position] = row.by_name;
  ranks.by_email[position] = row.by_email;
  ranks.by_role[position] = row.by_role;
  ranks.by_sign_in[position] = row.by_sign_in;
  for (const facet of row.facets) {
    if (facet.startsWith("id:")) continue;
    const known = facets.get(facet);
    if (known) known.add(position);
    else facets.set(facet, new Set([position]));
  }
}

function matching({ words, facets }: Index, search: Search): number[] {
  // As they are kept.
  const having = search.facets
    .map((facet) => facets.get(storableText(facet)) ?? new Set<number>())
    .sort((a, b) => a.size - b.size);
  const [first, ...rest] = having;
  const typed = wordsOf(search.words).map(storableText);
  const among = first ?? words.keys();
  const found: number[] = [];
  for (const position of among) {
    const text = words[position] ?? "";
    if (rest.every((set) => set.has(position)) && typed.every((word) => text.includes(word))) found.push(position);
  }
  return found;
}

function sorted(positions: number[], of: { index: Index; search: Search; valued: number | undefined }): Int32Array {
  const { sort, order } = of.search;
  if (sort === undefined) return Int32Array.from(order === "desc" ? positions.reverse() : positions);
  const ranks = of.index.ranks[sort];
  const valued = of.valued ?? ranks.length;
  // Those without a value stay last.
  const place = (position: number) => {
    const rank = ranks[position] ?? 0;
    return order === "desc" && rank < valued ? valued - 1 - rank : rank;
  };
  return Int32Array.from(positions.sort((a, b) => place(a) - place(b)));
}
