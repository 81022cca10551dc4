import type { z } from "zod";
import type { HttpClient } from "../../http/client.ts";
import { cursorPages } from "../../http/paging.ts";
import { platformError } from "../../model/errors.ts";
import type { Row } from "../../model/source.ts";
import type { Listing, Reading } from "../platform.ts";
import { keepRows, listIn } from "../rows.ts";
import { someInvitations, someMembers } from "./about.ts";
import type { Organisation } from "./organisation.ts";
import * as shapes from "./shapes.ts";
import { Wholeness } from "./whole.ts";

type Query = Record<string, string>;

interface Spec {
  name: string;
  /** `{organization}` stands for the id of the token's organisation. */
  path: string;
  query: Query;
  shape: z.ZodType;
  right: string;
}

const manager = "a token of an owner or admin of the organisation, with the scope";

/** Listings of one organisation, as developer.calendly.com/api-docs names them. */
const specs: Spec[] = [
  {
    name: "members",
    path: "/organization_memberships",
    query: { organization: "{organization}" },
    shape: shapes.member,
    right: `${manager} organizations:read`,
  },
  {
    name: "invitations",
    path: "/organizations/{organization}/invitations",
    // Without it those accepted and declined come too.
    query: { status: "pending" },
    shape: shapes.invitation,
    right: `${manager} organizations:read`,
  },
  {
    name: "groups",
    path: "/groups",
    query: { organization: "{organization}" },
    shape: shapes.group,
    right: `${manager} groups:read`,
  },
  {
    name: "group-members",
    path: "/group_relationships",
    query: { organization: "{organization}" },
    shape: shapes.groupMember,
    right: `${manager} groups:read`,
  },
];

/** Every listing of the token's organisation; the first is the question which that is, asked once for all of them. */
export function calendlyListings(client: HttpClient, organisation: Organisation): Listing[] {
  const asked: Listing = {
    name: "token-user",
    query: "GET /users/me",
    right: "a token with the scope users:read",
    pages: (reading) => organisation.pages(reading),
  };
  return [asked, ...specs.map((spec) => listing(client, spec, organisation))];
}

function listing(client: HttpClient, spec: Spec, organisation: Organisation): Listing {
  const query: Query = { ...spec.query, count: "100" };
  const pairs = Object.entries(query).map(([key, value]) => `${key}=${value}`);
  return {
    name: spec.name,
    query: `GET ${spec.path}?${pairs.join("&")}`,
    right: spec.right,
    pages: (reading) => pages(client, { spec, query, reading, organisation }),
    ...(spec.name === "members" ? { about: someMembers(client, organisation) } : {}),
    ...(spec.name === "invitations" ? { about: someInvitations(client, organisation) } : {}),
  };
}

interface Asked {
  spec: Spec;
  query: Query;
  reading: Reading;
  organisation: Organisation;
}

async function* pages(client: HttpClient, { spec, query, reading, organisation }: Asked): AsyncGenerator<Row[]> {
  const me = await organisation.needed(reading.signal);
  const path = spec.path.replace("{organization}", encodeURIComponent(shapes.idOf(me.current_organization)));
  // Filters take the whole URI, as Calendly gave it.
  const filled = query.organization ? { ...query, organization: me.current_organization } : query;
  const rows = (body: unknown) => rowsIn(spec.name, body);
  const next = (body: unknown) => nextPage(spec.name, body, filled);
  const whole = spec.name === "members" ? new Wholeness(me) : null;
  let held: Row[] | null = null;
  for await (const page of cursorPages(client, { path, query: filled, rows, next, ...reading })) {
    if (held) yield held;
    held = keepRows(spec.name, page, spec.shape);
    whole?.see(held as unknown as shapes.MemberRow[]);
  }
  // The last page is given only when the list is known to be the whole: whoever looks at one page alone is told too.
  whole?.end();
  if (held) yield held;
}

interface Pagination {
  count?: unknown;
  next_page?: unknown;
  next_page_token?: unknown;
}

function paginationIn(source: string, body: unknown): Pagination {
  const { pagination } = (body ?? {}) as { pagination?: unknown };
  if (typeof pagination === "object" && pagination !== null) return pagination;
  throw platformError(`${source}: the answer does not say whether there is more: it holds no "pagination"`);
}

/** `pagination.count` is the number of rows in this very answer. */
function rowsIn(source: string, body: unknown): unknown[] {
  const rows = listIn(source, body, "collection");
  const { count } = paginationIn(source, body);
  if (typeof count === "number" && count !== rows.length)
    throw platformError(`${source}: a page says it has ${count} rows and holds ${rows.length}`, "run the audit again");
  return rows;
}

/**
 * The same question with the next page's token, `null` at the end. The address Calendly writes is never followed: its own
 * documentation shows it leading to another endpoint.
 */
function nextPage(source: string, body: unknown, query: Query): string | null {
  const { next_page, next_page_token: token } = paginationIn(source, body);
  if (typeof token === "string" && token !== "") return `?${new URLSearchParams({ ...query, page_token: token })}`;
  if (next_page == null && (token == null || token === "")) return null;
  throw platformError(`${source}: the answer says there are more rows but gives no page token`, "run the audit again");
}
