import { badParameter } from "./errors.ts";
import { integer, type Params } from "./params.ts";

const DEFAULT_PER_PAGE = 20;
const MOST_PER_PAGE = 100;
/** Above this GitLab counts no more: no totals, no last page. */
const MOST_COUNTED = 10_000;

export interface Page<T> {
  rows: T[];
  headers: Record<string, string>;
}

/** Offset paging with GitLab's headers. `address` is the request's own, whose query the links repeat. */
export function paginate<T>(rows: T[], params: Params, address: URL): Page<T> {
  const perPage = pageSize(params);
  const page = Math.max(1, integer(params, "page") ?? 1);
  const shown = rows.slice((page - 1) * perPage, page * perPage);
  const counted = rows.length <= MOST_COUNTED;
  const pages = Math.max(1, Math.ceil(rows.length / perPage));
  const next = rows.length > page * perPage ? page + 1 : null;
  const previous = page > 1 ? Math.min(page - 1, pages) : null;
  const headers: Record<string, string> = {
    "X-Next-Page": next === null ? "" : String(next),
    "X-Page": String(page),
    "X-Per-Page": String(perPage),
    "X-Prev-Page": previous === null ? "" : String(previous),
  };
  if (counted) Object.assign(headers, { "X-Total": String(rows.length), "X-Total-Pages": String(pages) });
  const links: [string, number | null][] = [
    ["prev", previous],
    ["next", next],
    ["first", 1],
    ["last", counted ? pages : null],
  ];
  headers.Link = links
    .filter(([, to]) => to !== null)
    .map(([rel, to]) => `<${pageAddress(address, { page: to, per_page: perPage })}>; rel="${rel}"`)
    .join(", ");
  return { rows: shown, headers };
}

/** Keyset paging over rows in their order: only a `next` link with a cursor, and none at the end. */
export function paginateByKey<T extends { id: number }>(rows: T[], params: Params, address: URL): Page<T> {
  const perPage = pageSize(params);
  const after = params.cursor === undefined ? 0 : rows.findIndex((row) => row.id === cursorId(params.cursor)) + 1;
  if (params.cursor !== undefined && after === 0) throw badParameter("cursor is invalid");
  const shown = rows.slice(after, after + perPage);
  const headers: Record<string, string> = { "X-Per-Page": String(perPage) };
  const last = shown.at(-1);
  if (last !== undefined && after + perPage < rows.length) {
    const cursor = Buffer.from(JSON.stringify({ id: String(last.id), _kd: "n" })).toString("base64url");
    Object.assign(headers, {
      "X-Next-Cursor": cursor,
      Link: `<${pageAddress(address, { cursor, per_page: perPage })}>; rel="next"`,
    });
  }
  return { rows: shown, headers };
}

export function pageSize(params: Params): number {
  const asked = integer(params, "per_page") ?? DEFAULT_PER_PAGE;
  if (asked === 0) throw badParameter("per_page has a value not allowed");
  return asked < 0 ? DEFAULT_PER_PAGE : Math.min(asked, MOST_PER_PAGE);
}

function pageAddress(address: URL, changed: Record<string, string | number | null>): string {
  const link = new URL(address);
  for (const [name, value] of Object.entries(changed)) link.searchParams.set(name, String(value));
  return link.href;
}

function cursorId(cursor: unknown): number {
  try {
    return Number(JSON.parse(Buffer.from(String(cursor), "base64url").toString()).id);
  } catch {
    throw badParameter("cursor is invalid");
  }
}
