import { usageError } from "../model/errors.ts";

/** A place in a list, as text that goes into an address. */
export function cursorOf(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** @throws usage error where it is none of this list */
export function placeOf(cursor: string, form: readonly ("string" | "number")[]): (string | number)[] {
  const place = parsed(cursor);
  const fits = Array.isArray(place) && place.length === form.length && form.every((type, at) => typeof place[at] === type);
  if (fits && place.every((part) => typeof part === "number" || isPlain(part as string))) return place as (string | number)[];
  throw usageError("this cursor leads nowhere", "take `next` of the page before as it is");
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

/** What a `text` of the database can be compared with. */
function isPlain(text: string): boolean {
  return text.isWellFormed() && !text.includes("\u0000");
}
