import type { Fault } from "../kit/faults.ts";
import type { Reply } from "../kit/server.ts";
import type { Rows } from "./data.ts";
import { json } from "./errors.ts";

interface Page<T> {
  rows: Rows<T>;
  /** Key of the list in the answer. */
  envelope: string;
  wire(row: T): object;
  /** The request as it came, host and all: links are written with the same. */
  address: URL;
  fault: Fault | null;
}

/** Cursor paging is switched on by `page[size]` and by nothing else; without it an answer comes by offset, silently. */
export function paged<T>(page: Page<T>): Reply {
  const size = page.address.searchParams.get("page[size]");
  return size === null ? byOffset(page) : byCursor(page, Math.min(100, Math.max(1, Number(size) || 100)));
}

const offsetEnds = 10_000;

function byOffset<T>({ rows, envelope, wire, address }: Page<T>): Reply {
  const number = Number(address.searchParams.get("page") ?? 1);
  const size = Math.min(100, Number(address.searchParams.get("per_page") ?? 100) || 100);
  if (number > 100 || number * size > offsetEnds) {
    return json(400, {
      error: "InvalidPaginationDepth",
      description: "The maximum number of records for offset pagination has been exceeded.",
    });
  }
  const to = (page: number) => linkTo(address, { page: String(page), per_page: String(size) });
  return json(200, {
    [envelope]: slice(rows, (number - 1) * size, number * size).map(wire),
    next_page: number * size < rows.length ? to(number + 1) : null,
    previous_page: number > 1 ? to(number - 1) : null,
    count: rows.length,
  });
}

function byCursor<T>({ rows, envelope, wire, address, fault }: Page<T>, size: number): Reply {
  const start = positionIn(address.searchParams.get("page[after]"));
  if (start === null) return json(400, { error: "InvalidPaginationParameter", description: "page[after] is not valid" });
  const end = Math.min(start + size, rows.length);
  const shown = struck(slice(rows, start, end), { fault, start, previous: rows.at(start - 1) });
  const after = cursorOf(fault?.kind === "same-cursor" || fault?.kind === "repeat-page" ? start : end);
  const next = linkTo(address, { "page[after]": after, "page[size]": String(size) });
  return json(200, {
    [envelope]: shown.map(wire),
    // On the last page `links.next` stands all the same: it decides nothing.
    meta: { has_more: end < rows.length, after_cursor: after, before_cursor: cursorOf(start) },
    links: {
      prev: linkTo(address, { "page[before]": cursorOf(start), "page[size]": String(size) }),
      next: fault?.kind === "foreign-next" ? next.replace(/^https?:\/\/[^/]+/, fault.to ?? "https://elsewhere.test") : next,
    },
  });
}

/** The list as it looks while somebody changes it. */
function struck<T>(rows: T[], { fault, previous }: { fault: Fault | null; start: number; previous: T | undefined }): T[] {
  if (fault?.kind === "repeat-row") return [previous ?? rows[0], ...rows].filter((row) => row !== undefined);
  return fault?.kind === "drop-row" ? rows.slice(1) : rows;
}

function slice<T>(rows: Rows<T>, from: number, to: number): T[] {
  const out: T[] = [];
  for (let index = from; index < Math.min(to, rows.length); index += 1) {
    const row = rows.at(index);
    if (row !== undefined) out.push(row);
  }
  return out;
}

function cursorOf(position: number): string {
  return Buffer.from(JSON.stringify({ o: "id", v: position })).toString("base64url");
}

function positionIn(cursor: string | null): number | null {
  if (cursor === null) return 0;
  try {
    const { v } = JSON.parse(Buffer.from(cursor, "base64url").toString()) as { v: unknown };
    return typeof v === "number" && v >= 0 ? v : null;
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
