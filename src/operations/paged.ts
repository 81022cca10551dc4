import { usageError } from "../model/errors.ts";

export interface Page<T> {
  items: T[];
  next: string | null;
  total: number;
}

/** One page of a list that is in memory. @throws usage error where the cursor is none of ours */
export function paged<T>(
  all: readonly T[],
  { cursor, offset = 0, limit }: { cursor?: string | undefined; offset?: number | undefined; limit: number },
): Page<T> {
  const from = cursor === undefined ? offset : placeOf(cursor);
  const next = from + limit < all.length ? cursorAt(from + limit) : null;
  return { items: all.slice(from, from + limit), next, total: all.length };
}

function cursorAt(place: number): string {
  return Buffer.from(`at:${place}`).toString("base64url");
}

function placeOf(cursor: string): number {
  const [, place] = /^at:(\d{1,9})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (place === undefined) throw usageError("this cursor is none of ours", "take `next` of the page before, as it is");
  return Number(place);
}
