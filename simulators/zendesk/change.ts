import type { ZendeskData } from "./data.ts";
import { forgetChoices } from "./users.ts";

/**
 * Changes rows while the account runs: `{ table: "users", set: [{ id, … }] }` alters or adds, `{ table, remove: [id, …] }` takes
 * away. @throws for a table that does not exist or cannot be changed
 */
export function changeData(data: ZendeskData, state: Record<string, unknown>): void {
  if (state.table === undefined) return;
  const rows = (data as unknown as Record<string, unknown>)[String(state.table)];
  if (!Array.isArray(rows)) throw new Error(`no table ${String(state.table)} that can be changed`);
  for (const given of (state.set as { id: string }[] | undefined) ?? []) {
    const row = rows.find((one: { id: string }) => one.id === given.id) as object | undefined;
    if (row) Object.assign(row, given);
    else insert(rows as { id: string }[], given);
  }
  const gone = new Set((state.remove as string[] | undefined) ?? []);
  for (let index = rows.length - 1; index >= 0; index -= 1)
    if (gone.has((rows[index] as { id: string }).id)) rows.splice(index, 1);
  forgetChoices(data.users);
}

/** Lists ascend by id, whenever a row came. */
function insert(rows: { id: string }[], row: { id: string }): void {
  const place = rows.findIndex(({ id }) => BigInt(id) > BigInt(row.id));
  rows.splice(place < 0 ? rows.length : place, 0, row);
}
