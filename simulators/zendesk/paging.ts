import type { Fault } from "../kit/faults.ts";
import type { Reply } from "../kit/server.ts";
import type { Rows } from "./data.ts";
import { json, jsonText } from "./errors.ts";

interface Listed<T> {
  rows: Rows<T>;
  /** Key of the list in the answer. */
  envelope: string;
  /** A row's JSON. */
  write(row: T): string;
  fault: Fault | null;
}

interface Page<T> extends Listed<T> {
  /** The request as it came, host and all: links are written with the same. */
  address: URL;
}

/** Cursor paging is switched on by `page[size]` and by nothing else; without it an answer comes by offset, silently. */
export function paged<T extends { id: string }>(page: Page<T>): Reply {
  const size = page.address.searchParams.get("page[size]");
  return size === null ? byOffset(page) : byCursor(page, Math.min(100, positive(size) ?? 100));
}

/** A list that comes in one piece. */
export function whole<T>({ rows, envelope, write, fault, more = {} }: Listed<T> & { more?: object }): Reply {
  return answered({ envelope, rows: struck(slice(rows, 0, rows.length), { fault, previous: undefined }), write }, more);
}

const offsetEnds = 10_000;

function byOffset<T>({ rows, envelope, write, address, fault }: Page<T>): Reply {
  const number = positive(address.searchParams.get("page")) ?? 1;
  const size = Math.min(100, positive(address.searchParams.get("per_page")) ?? 100);
  if (number > 100 || number * size > offsetEnds) {
    return json(400, {
      error: "InvalidPaginationDepth",
      description: "The maximum number of records for offset pagination has been exceeded.",
    });
  }
  const start = (number - 1) * size;
  const stays = fault?.kind === "same-cursor" || fault?.kind === "repeat-page";
  const to = (page: number) => linkTo(address, { page: String(page), per_page: String(size) });
  const shown = struck(slice(rows, start, start + size), { fault, previous: rowBefore(rows, start) });
  return answered(
    { envelope, rows: shown, write },
    {
      next_page: start + size < rows.length ? elsewhere(to(stays ? number : number + 1), fault) : null,
      previous_page: number > 1 ? to(number - 1) : null,
      count: rows.length,
    },
  );
}

function byCursor<T extends { id: string }>({ rows, envelope, write, address, fault }: Page<T>, size: number): Reply {
  const range = rangeOf(rows, { address, size });
  if (!range) return json(400, { error: "InvalidPaginationParameter", description: "page[after] or page[before] is not valid" });
  const { start, end, hasMore } = range;
  const stays = fault?.kind === "same-cursor" || fault?.kind === "repeat-page";
  const next = cursorOf(rowBefore(rows, stays ? start : end)?.id);
  const previous = cursorOf(rows.at(start)?.id);
  const link = (name: string, cursor: string) => linkTo(address, { [name]: cursor, "page[size]": String(size) });
  const shown = struck(slice(rows, start, end), { fault, previous: rowBefore(rows, start) });
  return answered(
    { envelope, rows: shown, write },
    {
      // On the last page `links.next` stands all the same: it decides nothing.
      meta: { has_more: hasMore, after_cursor: next, before_cursor: previous },
      links: { prev: link("page[before]", previous), next: elsewhere(link("page[after]", next), fault) },
    },
  );
}

/**
 * The rows a cursor asks for. Cursors name a row and stand behind or before it, so rows that come and go elsewhere move nothing.
 * `null` where it is no cursor of ours.
 */
function rangeOf<T extends { id: string }>(
  rows: Rows<T>,
  { address, size }: { address: URL; size: number },
): { start: number; end: number; hasMore: boolean } | null {
  const after = idIn(address.searchParams.get("page[after]"));
  const before = idIn(address.searchParams.get("page[before]"));
  if (after === null || before === null) return null;
  if (before !== undefined) {
    const end = firstAfter(rows, before, "itself");
    return { start: Math.max(0, end - size), end, hasMore: end > size };
  }
  const start = firstAfter(rows, after);
  const end = Math.min(start + size, rows.length);
  return { start, end, hasMore: end < rows.length };
}

function answered<T>(
  { envelope, rows, write }: { envelope: string; rows: readonly T[]; write(row: T): string },
  more: object,
): Reply {
  const rest = JSON.stringify(more).slice(1, -1);
  return jsonText(200, `{${JSON.stringify(envelope)}:[${rows.map(write).join()}]${rest && `,${rest}`}}`);
}

/** The list as it looks while somebody changes it. */
function struck<T>(rows: T[], { fault, previous }: { fault: Fault | null; previous: T | undefined }): T[] {
  if (fault?.kind === "repeat-row") return [previous ?? rows[0], ...rows].filter((row) => row !== undefined);
  return fault?.kind === "drop-row" ? rows.slice(1) : rows;
}

function elsewhere(link: string, fault: Fault | null): string {
  return fault?.kind === "foreign-next" ? link.replace(/^https?:\/\/[^/]+/, fault.to ?? "https://elsewhere.test") : link;
}

/** The row before a place. An array's `at(-1)` would be its last. */
function rowBefore<T>(rows: Rows<T>, place: number): T | undefined {
  return place > 0 ? rows.at(place - 1) : undefined;
}

/** Every row of a list. */
export function all<T>(rows: Rows<T>): T[] {
  return Array.isArray(rows) ? (rows as T[]) : slice(rows, 0, rows.length);
}

function slice<T>(rows: Rows<T>, from: number, to: number): T[] {
  const out: T[] = [];
  for (let index = from; index < Math.min(to, rows.length); index += 1) {
    const row = rows.at(index);
    if (row !== undefined) out.push(row);
  }
  return out;
}

function positive(text: string | null): number | null {
  const number = Number(text);
  return text !== null && Number.isInteger(number) && number > 0 ? number : null;
}

/** Place of the first row with a larger id, or (`itself`) of the row with this one. */
function firstAfter<T extends { id: string }>(rows: Rows<T>, id: string | undefined, which?: "itself"): number {
  if (id === undefined) return 0;
  const wanted = BigInt(id) + (which === "itself" ? 0n : 1n);
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (BigInt(rows.at(middle)?.id ?? "0") < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cursorOf(id: string | undefined): string {
  return Buffer.from(JSON.stringify({ o: "id", v: id ?? "0" })).toString("base64url");
}

/** `undefined` = none was given; `null` = it is no cursor of ours. */
function idIn(cursor: string | null): string | undefined | null {
  if (cursor === null) return undefined;
  try {
    const { v } = JSON.parse(Buffer.from(cursor, "base64url").toString()) as { v: unknown };
    return typeof v === "string" && /^\d+$/.test(v) ? v : null;
  } catch {
    return null;
  }
}

/** The same question at another page; brackets come percent-encoded. */
function linkTo(address: URL, changes: Record<string, string>): string {
  const link = new URL(address.href);
  for (const name of ["page[after]", "page[before]", "page[size]", "page", "per_page"]) link.searchParams.delete(name);
  for (const [name, value] of Object.entries(changes)) link.searchParams.set(name, value);
  return link.href;
}
