import type { z } from "zod";
import { type HttpClient, HttpError } from "../../http/client.ts";
import { indexPages } from "../../http/paging.ts";
import { configurationError, platformError } from "../../model/errors.ts";
import type { Row } from "../../model/source.ts";
import type { Listing, Reading } from "../platform.ts";
import { keepRows, listIn } from "../rows.ts";
import { someUsers } from "./about.ts";
import { groupAttributes, withMembers } from "./members.ts";
import type { ScimSettings } from "./settings.ts";
import * as shapes from "./shapes.ts";

interface Spec {
  name: "users" | "groups";
  path: string;
  query: Record<string, string>;
  shape: z.ZodType;
  /** What is wrong where there is no such address. */
  fix: string;
}

const perPage = 100;

/** Users, and groups with their members unless the service has none. RFC 7644 §3.4.2. */
export function scimListings(client: HttpClient, settings: ScimSettings): Listing[] {
  const users: Spec = {
    name: "users",
    path: "/Users",
    query: settings.user_filter === undefined ? {} : { filter: settings.user_filter },
    shape: shapes.user,
    fix: "check url: it is what stands before /Users, with its prefix, such as https://example.test/scim/v2",
  };
  const groups: Spec = {
    name: "groups",
    path: "/Groups",
    query: { attributes: groupAttributes },
    shape: shapes.group,
    fix: "check url; if the service has no groups, say groups: false",
  };
  const about = settings.user_filter === undefined ? { about: someUsers(client) } : {};
  const listings: Listing[] = [{ ...listing(users, (reading) => pages(client, users, reading)), ...about }];
  if (settings.groups === false) return listings;
  const membersOf = (reading: Reading) => withMembers(client, { settings, reading, pages: pages(client, groups, reading) });
  return [...listings, listing(groups, membersOf)];
}

function listing({ name, path, query }: Spec, read: Listing["pages"]): Listing {
  const asked = new URLSearchParams({ ...query, startIndex: "1", count: String(perPage) });
  return { name, query: `GET ${path}?${decodeURIComponent(String(asked))}`, right: `a token that may read ${path}`, pages: read };
}

async function* pages(client: HttpClient, spec: Spec, reading: Reading): AsyncGenerator<Row[]> {
  const { name, path, query, shape } = spec;
  let counted: number | null = null;
  let first: string | null = null;
  const total = (body: unknown): number => {
    const said = totalIn(name, body);
    reading.expect?.(said);
    counted ??= said;
    // A list of another length is another list: the rest of it says nothing.
    return said === counted ? said : 0;
  };
  const rows = (body: unknown) => resourcesIn(name, body);
  try {
    for await (const page of indexPages(client, { path, query, count: perPage, rows, total, ...reading })) {
      const kept = keepRows(name, page, shape);
      yield kept;
      // A server that does not know startIndex begins anew each time: the repeated row tells, and this ends it.
      if (first !== null && kept[0]?.id === first) return;
      first ??= kept[0]?.id ?? null;
    }
  } catch (error) {
    throw explained(error, spec);
  }
}

function totalIn(source: string, body: unknown): number {
  const said = (body as { totalResults?: unknown } | null)?.totalResults;
  const total = typeof said === "string" && /^\d+$/.test(said) ? Number(said) : said;
  if (typeof total === "number" && Number.isInteger(total) && total >= 0) return total;
  throw platformError(
    `${source}: the answer does not say how many there are: it holds no number "totalResults"`,
    "check that url is the base of a SCIM 2.0 service; one that pages by cursor only is not read by this version",
  );
}

/** Left out where there is nobody to list (RFC 7644 §3.4.2). */
function resourcesIn(source: string, body: unknown): unknown[] {
  const { Resources } = (body ?? {}) as { Resources?: unknown };
  return Resources == null && totalIn(source, body) === 0 ? [] : listIn(source, body, "Resources");
}

function explained(error: unknown, { fix }: Spec): unknown {
  const isNowhere = error instanceof HttpError && (error.status === 404 || error.status === 501);
  return isNowhere ? configurationError(error.message, fix, error) : error;
}
