import { platformError } from "../model/errors.ts";
import type { HttpClient, HttpResponse, Meter, SendOptions } from "./client.ts";

/** Which list, and who counts and stops its reading. */
interface PagesOptions {
  path: string;
  query?: SendOptions["query"];
  /** Pages after which a list that goes on is an error, 100,000 by default: a cut list is never given as a whole one. */
  pageCap?: number;
  meter?: Meter;
  signal: AbortSignal;
}

export interface CursorOptions extends PagesOptions {
  rows(body: unknown): unknown[];
  /** Address of the next page, `null` at the end. Throws where the answer contradicts itself: more rows, but no next page. */
  next(body: unknown): string | null;
}

export interface LinkOptions extends PagesOptions {
  /** By default the body itself is the list. */
  rows?(body: unknown): unknown[];
  /** Told with each page how many rows there are in all, where the server says it (`x-total`). */
  expect?(rows: number): void;
}

export interface OffsetOptions extends PagesOptions {
  rows(body: unknown): unknown[];
  /** Rows asked for a page, 100 by default. */
  perPage?: number;
}

export interface LimitOptions extends PagesOptions {
  rows(body: unknown): unknown[];
  /** Rows asked for a page, 100 by default. */
  limit?: number;
  /** The most that offset and limit may be together; none by default. */
  furthest?: number;
  /** Told how many rows there are in all, where the server says it. */
  expect?(rows: number): void;
}

export interface IndexOptions extends PagesOptions {
  rows(body: unknown): unknown[];
  /** Rows there are in all, as this page says. */
  total(body: unknown): number;
  /** Rows asked for a page, 100 by default. */
  count?: number;
}

interface Page {
  rows: unknown[];
  next: string | URL | null;
}

const defaultCap = 100_000;

/**
 * Pages of a list whose body names the next page's address (Zendesk `links.next`). An empty page that names a next one is
 * followed. Every request counts on the meter.
 * @throws platform error at the page cap, at an address that came before, and at one of another host, before anything is sent there
 */
export function cursorPages(client: HttpClient, options: CursorOptions): AsyncGenerator<unknown[]> {
  return walk(client, options, (response) => {
    const body = response.json();
    return { rows: options.rows(body), next: options.next(body) };
  });
}

/**
 * Pages of a list whose headers name the next page: `Link` with rel="next", or `x-next-page` (GitLab REST, offset and keyset;
 * `x-total` and rel="last" are absent above 10,000 rows, so nothing is computed from them). Errors as `cursorPages`.
 */
export function linkPages(client: HttpClient, options: LinkOptions): AsyncGenerator<unknown[]> {
  return walk(client, options, (response) => {
    const body = response.json();
    const total = response.headers.get("x-total")?.trim();
    if (total && /^\d+$/.test(total)) options.expect?.(Number(total));
    return { rows: options.rows ? options.rows(body) : listOf(body), next: nextLink(response) };
  });
}

/**
 * Pages by number (`page`, `per_page`). Where the body says `next_page` that decides (Zendesk); elsewhere the first empty page
 * is the end, since a short page may only mean that the server caps `per_page`. Errors as `cursorPages`.
 */
export function offsetPages(client: HttpClient, options: OffsetOptions): AsyncGenerator<unknown[]> {
  const query = { ...options.query, page: "1", per_page: String(options.perPage ?? 100) };
  return walk(client, { ...options, query }, (response) => {
    const body = response.json();
    const rows = options.rows(body);
    const told = (body as { next_page?: unknown } | null)?.next_page;
    if (told !== undefined) return { rows, next: typeof told === "string" ? told : null };
    const page = Number(response.url.searchParams.get("page"));
    return { rows, next: rows.length > 0 ? withParameter(response.url, "page", String(page + 1)) : null };
  });
}

/**
 * Pages by the place of their first row (SCIM, RFC 7644 §3.4.2.4: `startIndex` counts from 1, `count`). A server may give fewer rows
 * than asked for, so the next page begins after those that came; the end is the last row it counts, or an empty page. Whether all of
 * them came is for the caller to compare. Errors as `cursorPages`.
 */
export function indexPages(client: HttpClient, options: IndexOptions): AsyncGenerator<unknown[]> {
  const query = { ...options.query, startIndex: "1", count: String(options.count ?? 100) };
  let start = 1;
  return walk(client, { ...options, query }, (response) => {
    const body = response.json();
    const rows = options.rows(body);
    // Of an empty page too: that it is empty while rows are counted is for the caller to know.
    const total = options.total(body);
    start += rows.length;
    const isEnd = rows.length === 0 || start > total;
    return { rows, next: isEnd ? null : withParameter(response.url, "startIndex", String(start)) };
  });
}

/**
 * Pages by `limit` and `offset` whose body says whether there is `more` (PagerDuty). The next offset is by rows received, not by
 * rows asked for: a server may give fewer. Errors as `cursorPages`.
 * @throws platform error also where the body does not say whether there is more, where it says so without a row, where it starts
 * elsewhere than asked, and where the list goes on beyond `furthest`
 */
export function limitPages(client: HttpClient, options: LimitOptions): AsyncGenerator<unknown[]> {
  const { path, limit = 100, furthest = Number.POSITIVE_INFINITY } = options;
  const query = { ...options.query, limit: String(limit), offset: "0" };
  return walk(client, { ...options, query }, (response) => {
    const body = response.json();
    const rows = options.rows(body);
    const { more, total, offset: from } = body as { more?: unknown; total?: unknown; offset?: unknown };
    const offset = Number(response.url.searchParams.get("offset"));
    if (typeof from === "number" && from !== offset)
      throw platformError(`${path}: asked for rows from ${offset} on, the answer starts at ${from}: the list leads back`, again);
    if (typeof total === "number") options.expect?.(total);
    if (more === false) return { rows, next: null };
    if (more !== true) throw platformError(`${path}: the answer does not say whether there is more`, again);
    if (rows.length === 0) throw platformError(`${path}: the answer says there is more and holds no row`, again);
    const next = offset + rows.length;
    if (next >= furthest)
      throw platformError(`${path}: the list goes on after ${next} rows, further than its pages reach; nothing of it was used`);
    return { rows, next: withOffset(response.url, next, Math.min(limit, furthest - next)) };
  });
}

async function* walk(
  client: HttpClient,
  options: PagesOptions,
  read: (response: HttpResponse) => Page,
): AsyncGenerator<unknown[]> {
  const { path, query, meter, signal, pageCap = defaultCap } = options;
  const seen = new Set<string>();
  let response = await client.send(path, { query, meter, signal });
  for (;;) {
    seen.add(response.url.href);
    const { rows, next } = read(response);
    yield rows;
    if (next === null) return;
    const address = nextAddress(next, response.url);
    if (seen.has(address.href))
      throw platformError(`${path}: page ${seen.size} names one that was read before: the list moved, or loops`, again);
    if (seen.size >= pageCap)
      throw platformError(`${path}: the list goes on after ${pageCap} pages; nothing of it was used`, again);
    response = await client.send(address, { meter, signal });
  }
}

const again = "run again; if it stays, report this line as a bug";

function nextAddress(next: string | URL, from: URL): URL {
  if (!URL.canParse(String(next), from.href)) throw platformError(`${from.pathname}: the next page's address is none`, again);
  const address = new URL(next, from);
  address.hash = "";
  return address;
}

function listOf(body: unknown): unknown[] {
  if (Array.isArray(body)) return body;
  throw platformError(`the answer is ${body === null ? "null" : typeof body}, not a list`, again);
}

/** RFC 8288. GitLab's `x-next-page` is an empty string on the last page. */
function nextLink({ headers, url }: HttpResponse): string | URL | null {
  for (const [, address, params] of (headers.get("link") ?? "").matchAll(/<([^>]*)>([^<]*)/g)) {
    if (address && /;\s*rel\s*=\s*"?(?:[^";,]*\s)?next(?=[\s";,]|$)/i.test(params ?? "")) return address;
  }
  const page = headers.get("x-next-page")?.trim();
  return page ? withParameter(url, "page", page) : null;
}

function withParameter(url: URL, name: string, value: string): URL {
  const next = new URL(url);
  next.searchParams.set(name, value);
  return next;
}

function withOffset(url: URL, offset: number, limit: number): URL {
  const next = new URL(url);
  next.searchParams.set("offset", String(offset));
  next.searchParams.set("limit", String(limit));
  return next;
}
