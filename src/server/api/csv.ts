import type { z } from "zod";
import { csvRecord } from "../../reports/escape-csv.ts";
import { columnsOf } from "./csv-columns.ts";

export type Cell = string | number | boolean | null;

/** The list of an answer as CSV: a line an item, a column a field. What holds several things has them in one cell. */
export function csvOf(answer: object, shape: z.ZodType): string {
  const list = Object.values(answer).find((value) => Array.isArray(value)) as object[] | undefined;
  const rows = (list ?? []).map((item) => flat(item));
  // An empty list has its columns too: a file without a line looks like one that was cut.
  const columns = rows.length === 0 ? columnsOf(shape) : [...new Set(rows.flatMap((row) => [...row.keys()]))];
  return csvRecord(columns) + rows.map((row) => csvRecord(columns.map((column) => row.get(column) ?? null))).join("");
}

export function flat(item: object, prefix = ""): Map<string, Cell> {
  const row = new Map<string, Cell>();
  for (const [name, value] of Object.entries(item)) {
    const column = `${prefix}${name}`;
    if (Array.isArray(value)) row.set(column, value.map(wordOf).join(" | "));
    else if (value !== null && typeof value === "object" && prefix.length < 20)
      for (const [key, cell] of flat(value, `${column}_`)) row.set(key, cell);
    else row.set(column, (value ?? null) as Cell);
  }
  return row;
}

/** Of something with a name its name. */
function wordOf(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value ?? "");
  const { name, ref, id } = value as { name?: string | null; ref?: string; id?: string };
  return name ?? ref ?? id ?? JSON.stringify(value);
}
