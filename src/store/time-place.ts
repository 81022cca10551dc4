import { type RawBuilder, sql } from "kysely";
import { usageError } from "../model/errors.ts";
import { placeOf } from "./cursor.ts";

/** A time as the database has it, to the microsecond: what is read of it otherwise is cut to a millisecond. */
export function exactTime(column: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** A place in a list by time, then by id, then by number. @throws usage error where the cursor is of no such list */
export function timePlace(cursor: string): { time: string; id: string; n: number } {
  const [time, id, n] = placeOf(cursor, ["string", "string", "number"]) as [string, string, number];
  if (isTime(time) && Number.isInteger(n) && Math.abs(n) < 2 ** 31) return { time, id, n };
  throw usageError("this cursor leads nowhere", "take `next` of the page before as it is");
}

/** One there is: the database would refuse the 31st of February. */
function isTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text)) return false;
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 19) === text.slice(0, 19);
}
