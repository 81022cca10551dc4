import type { Fault } from "../kit/faults.ts";
import type { Reply } from "../kit/server.ts";
import { invalid, json } from "./errors.ts";

interface Page {
  rows: readonly object[];
  envelope: string;
  address: URL;
  fault: Fault | null;
  /** Rows a page has without `limit`, and at most. */
  usual?: number;
  longest?: number;
  /** Offset and limit together may not be more; `null` = no end. */
  furthest?: number | null;
  /** Gives the total without being asked for it. */
  counts?: boolean;
}

/** A page by `limit` and `offset`. */
export function paged(page: Page): Reply {
  const { rows, envelope, address, fault, usual = 25, longest = 100, furthest = 10_000 } = page;
  const limit = whole(address.searchParams.get("limit")) ?? usual;
  const offset = whole(address.searchParams.get("offset")) ?? 0;
  if (!Number.isInteger(limit) || limit < 1 || limit > longest) return invalid(`limit must be between 1 and ${longest}`);
  if (!Number.isInteger(offset) || offset < 0) return invalid("offset must be a whole number");
  if (furthest !== null && offset + limit > furthest) return invalid(`offset plus limit must not be more than ${furthest}`);
  // A list that leads back answers its first page whatever is asked for.
  const start = fault?.kind === "same-cursor" || fault?.kind === "repeat-page" ? 0 : offset;
  const shown = struck(rows.slice(start, start + limit), { fault, previous: rows[start - 1] });
  const total = page.counts || address.searchParams.get("total") === "true" ? rows.length : null;
  return json(200, {
    [envelope]: shown,
    limit,
    offset: fault?.kind === "repeat-page" ? offset : start,
    total,
    more: start + limit < rows.length,
  });
}

/** The list as it looks while somebody changes it. */
function struck(rows: readonly object[], { fault, previous }: { fault: Fault | null; previous: object | undefined }): object[] {
  if (fault?.kind === "repeat-row") return [previous ?? rows[0], ...rows].filter((row) => row !== undefined);
  return fault?.kind === "drop-row" ? rows.slice(1) : [...rows];
}

function whole(text: string | null): number | null {
  return text === null ? null : Number(text);
}
