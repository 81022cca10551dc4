/**
 * Changes rows of a platform's data while it runs: `{ table: "users", set: [{ id, … }] }` alters or adds, `{ table, remove: [id, …] }`
 * takes away. @param allowed tables that may be changed @throws for any other
 */
export function changeTable(data: object, state: Record<string, unknown>, allowed: readonly string[]): void {
  if (state.table === undefined) return;
  const name = String(state.table);
  if (!allowed.includes(name)) throw new Error(`no table ${name} that can be changed; there are ${allowed.join(", ")}`);
  const rows = (data as Record<string, { id: string }[]>)[name] ?? [];
  for (const given of (state.set as { id: string }[] | undefined) ?? []) {
    const row = rows.find(({ id }) => id === given.id);
    if (row) Object.assign(row, given);
    else rows.push(given);
  }
  const gone = new Set((state.remove as string[] | undefined) ?? []);
  for (let index = rows.length - 1; index >= 0; index -= 1) if (gone.has(rows[index]?.id ?? "")) rows.splice(index, 1);
}
