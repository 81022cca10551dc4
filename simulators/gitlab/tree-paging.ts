import { badParameter } from "./errors.ts";
import { type Page, pageSize } from "./paging.ts";
import { type Params, text } from "./params.ts";

/** Keyset paging of a repository's tree: only a `next` link with a `page_token`, and none at the end. */
export function pageByPath<T extends { path: string }>(rows: T[], params: Params, address: URL): Page<T> {
  const perPage = pageSize(params);
  const token = text(params, "page_token");
  const after = token === undefined ? 0 : rows.findIndex(({ path }) => tokenOf(path) === token) + 1;
  if (token !== undefined && after === 0) throw badParameter("page_token is invalid");
  const shown = rows.slice(after, after + perPage);
  const last = shown.at(-1);
  if (last === undefined || after + perPage >= rows.length) return { rows: shown, headers: {} };
  const next = new URL(address);
  next.searchParams.set("page_token", tokenOf(last.path));
  return { rows: shown, headers: { Link: `<${next.href}>; rel="next"` } };
}

function tokenOf(path: string): string {
  return Buffer.from(JSON.stringify({ file_name: path })).toString("base64url");
}
