import type { HttpClient } from "../../http/client.ts";
import { laterError, platformError } from "../../model/errors.ts";
import type { Reading } from "../platform.ts";

const perPage = 100;
/** Pages after which a list that goes on is an error. */
const pageCap = 10_000;

/**
 * Pages of a SCIM list (RFC 7644, 3.4.2.4). A server may give fewer than asked for, so the next page begins after what came.
 * @throws platform error where a page is empty before its total is reached; later error where the total changes on the way
 */
export async function* scimPages(client: HttpClient, path: string, { meter, signal }: Reading): AsyncGenerator<unknown[]> {
  let total: number | null = null;
  let seen = 0;
  for (let page = 0; total === null || seen < total; page += 1) {
    if (page === pageCap) throw platformError(`${path}: the list goes on after ${pageCap} pages`, again);
    const query = { startIndex: String(seen + 1), count: String(perPage) };
    const { rows, totalResults } = pageIn(path, (await client.send(path, { query, meter, signal })).json());
    if (total !== null && total !== totalResults)
      throw laterError(
        `${path}: the list had ${total} rows and then ${totalResults}: it moved while it was read`,
        "run the audit again",
      );
    total = totalResults;
    if (rows.length === 0 && seen < total) throw platformError(`${path}: the list ends after ${seen} of ${total} rows`, again);
    seen += rows.length;
    if (seen > total) throw platformError(`${path}: the list has ${seen} rows and says it has ${total}`, again);
    yield rows;
  }
}

const again = "run the audit again; if it stays, the bridge cuts its lists";

function pageIn(path: string, body: unknown): { rows: unknown[]; totalResults: number } {
  const { Resources = [], totalResults } = (body ?? {}) as { Resources?: unknown; totalResults?: unknown };
  const total = typeof totalResults === "string" ? Number(totalResults) : totalResults;
  if (!Number.isSafeInteger(total) || !Array.isArray(Resources ?? []))
    throw platformError(
      `${path}: the answer is no SCIM list: it has no totalResults or no Resources`,
      "check url and prefix under scim",
    );
  return { rows: (Resources ?? []) as unknown[], totalResults: total as number };
}
