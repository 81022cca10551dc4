/** Rows of a platform that an admin can see and change, by the name of their table. */
export type Tables = Readonly<Record<string, readonly object[]>>;

interface Row {
  id: string | number;
}

/**
 * What an admin's clicks do: `{ table: "users", set: [{ id, … }] }` alters or adds, `{ table, remove: [id, …] }` takes away. Nothing
 * happens where no table is named. @throws for a table that does not exist or cannot be changed
 */
export function changeRows(
  tables: Tables,
  state: Record<string, unknown>,
  place: (rows: Row[], row: Row) => void = (rows, row) => void rows.push(row),
): void {
  if (state.table === undefined) return;
  const rows = tableNamed(tables, String(state.table));
  for (const given of (state.set as Row[] | undefined) ?? []) {
    const row = rows.find(({ id }) => String(id) === String(given.id));
    if (row) Object.assign(row, given, { id: row.id });
    else place(rows, given);
  }
  const gone = new Set(((state.remove as Row["id"][] | undefined) ?? []).map(String));
  for (let index = rows.length - 1; index >= 0; index -= 1) if (gone.has(String(rows[index]?.id))) rows.splice(index, 1);
}

/** The rows of a table as they stand. @throws for a table that does not exist */
export function showRows(tables: Tables, table: string): readonly object[] {
  return tableNamed(tables, table);
}

function tableNamed(tables: Tables, table: string): Row[] {
  const rows = Object.hasOwn(tables, table) ? tables[table] : undefined;
  if (!Array.isArray(rows)) throw new Error(`no table ${table} that can be changed; there are ${Object.keys(tables).join(", ")}`);
  return rows as Row[];
}
