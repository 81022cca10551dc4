import type { Fault } from "../kit/faults.ts";
import type { Reply } from "../kit/server.ts";
import { invalid, json } from "./errors.ts";
import { api } from "./wire.ts";

interface Page<T> {
  rows: readonly T[];
  wire(row: T): object;
  address: URL;
  fault: Fault | null;
}

const longest = 100;
const usual = 20;

/** A page by `count` and `page_token`. All five fields of `pagination` are always there. */
export function paged<T>({ rows, wire, address, fault }: Page<T>): Reply {
  const size = Number(address.searchParams.get("count") ?? usual);
  if (!Number.isInteger(size) || size < 1 || size > longest) return invalid("count", "must be between 1 and 100");
  const start = positionIn(address.searchParams.get("page_token"));
  if (start === null) return invalid("page_token", "is invalid");
  const end = Math.min(start + size, rows.length);
  const shown = struck(rows.slice(start, end), { fault, previous: rows[start - 1] });
  const next = end < rows.length ? tokenOf(fault?.kind === "same-cursor" || fault?.kind === "repeat-page" ? start : end) : null;
  const previous = start > 0 ? tokenOf(Math.max(0, start - size)) : null;
  return json(200, {
    collection: shown.map(wire),
    pagination: {
      // Of a list that lost a row on the way the count is still the true one.
      count: fault?.kind === "drop-row" ? shown.length + 1 : shown.length,
      next_page: next && linkTo(address, next, fault?.kind === "foreign-next" ? (fault.to ?? "https://elsewhere.test") : api),
      previous_page: previous && linkTo(address, previous, api),
      next_page_token: next,
      previous_page_token: previous,
    },
  });
}

/** The list as it looks while somebody changes it. */
function struck<T>(rows: T[], { fault, previous }: { fault: Fault | null; previous: T | undefined }): T[] {
  if (fault?.kind === "repeat-row") return [previous ?? rows[0], ...rows].filter((row) => row !== undefined);
  return fault?.kind === "drop-row" ? rows.slice(1) : rows;
}

function tokenOf(position: number): string {
  return Buffer.from(`page ${position}`).toString("base64url");
}

function positionIn(token: string | null): number | null {
  if (token === null) return 0;
  const position = /^page (\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  return position === undefined ? null : Number(position);
}

/** Written with Calendly's own host, whatever port this runs on. */
function linkTo(address: URL, token: string, origin: string): string {
  const link = new URL(address.pathname + address.search, origin);
  link.searchParams.set("page_token", token);
  return link.href;
}
