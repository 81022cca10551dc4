import { compareIds } from "../model/json.ts";
import type { KeptRows, Row } from "../model/source.ts";

interface Layer {
  /** The last reading of the whole source. */
  under: KeptRows;
  /** By id; `null` = it was asked about and is gone. */
  over: Map<string, Row | null>;
}

/** Rows of one reading with those of later ones laid over them, in the order of ids. */
export class LaidOverRows implements KeptRows {
  readonly #base: KeptRows;
  readonly #layers = new Map<string, Layer>();

  constructor(base: KeptRows) {
    this.#base = base;
  }

  /** @param ids what the later reading asked about: such a row is what it says, or gone. `null` = it read the whole source. */
  lay(source: string, { rows, ids }: { rows: KeptRows; ids: readonly string[] | null }): void {
    if (ids === null) {
      this.#layers.set(source, { under: rows, over: new Map() });
      return;
    }
    const layer = this.#layers.get(source) ?? { under: this.#base, over: new Map() };
    for (const id of ids) layer.over.set(id, null);
    for (const row of rows.of(source)) layer.over.set(row.id, row);
    this.#layers.set(source, layer);
  }

  *of(source: string): Generator<Row> {
    const { under = this.#base, over = new Map<string, Row | null>() } = this.#layers.get(source) ?? {};
    const laid = [...over].sort(([a], [b]) => compareIds(a, b));
    let next = 0;
    for (const row of under.of(source)) {
      for (; next < laid.length && compareIds(laid[next]?.[0] ?? "", row.id) < 0; next += 1) yield* there(laid[next]?.[1]);
      if (!over.has(row.id)) yield row;
    }
    for (; next < laid.length; next += 1) yield* there(laid[next]?.[1]);
  }
}

function there(row: Row | null | undefined): Row[] {
  return row ? [row] : [];
}
