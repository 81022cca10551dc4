import { changeRows, type Tables } from "../kit/rows.ts";
import type { ZendeskData } from "./data.ts";
import { forgetChoices } from "./users.ts";

/** Changes rows while the account runs, as `changeRows` says. Lists ascend by id, whenever a row came. */
export function changeData(data: ZendeskData, state: Record<string, unknown>): void {
  changeRows(tablesOf(data), state, (rows, row) => {
    const place = rows.findIndex(({ id }) => BigInt(id) > BigInt(row.id));
    rows.splice(place < 0 ? rows.length : place, 0, row);
  });
  forgetChoices(data.users);
}

/** Tables of a large account are made while they are read, and are not among those an admin can change. */
export function tablesOf(data: ZendeskData): Tables {
  return data as unknown as Tables;
}
