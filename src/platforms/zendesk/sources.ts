import type { z } from "zod";
import type { HttpClient } from "../../http/client.ts";
import { cursorPages } from "../../http/paging.ts";
import { platformError } from "../../model/errors.ts";
import type { Row } from "../../model/source.ts";
import type { Listing, Reading } from "../platform.ts";
import { keepRows, listIn } from "../rows.ts";
import { membershipsOfUsers, someUsers } from "./about.ts";
import { nextPage } from "./next-page.ts";
import * as shapes from "./shapes.ts";

type Query = Record<string, string | string[]>;

interface Spec {
  name: string;
  path: string;
  query?: Query;
  envelope: string;
  shape: z.ZodType;
  right: string;
  /** Whether the endpoint knows cursor paging: without `page[size]` Zendesk pages by offset and ends at 10,000 rows. */
  paged: boolean;
  absent?: Readonly<Record<number, string>>;
}

const team: Query = { "role[]": ["agent", "admin"] };
const anyAgent = "a token of an agent with the scope read";
const admin = "a token of an administrator with the scope read";

/** Listings of one account, as the Support API reference names them (developer.zendesk.com/api-reference/ticketing). */
const specs: Spec[] = [
  { name: "users", path: "/api/v2/users", query: team, envelope: "users", shape: shapes.user, right: anyAgent, paged: true },
  {
    name: "custom-roles",
    path: "/api/v2/custom_roles",
    envelope: "custom_roles",
    shape: shapes.customRole,
    right: `${anyAgent}, on a plan with custom roles`,
    paged: false,
  },
  { name: "groups", path: "/api/v2/groups", envelope: "groups", shape: shapes.group, right: anyAgent, paged: true },
  {
    name: "group-memberships",
    path: "/api/v2/group_memberships",
    envelope: "group_memberships",
    shape: shapes.groupMembership,
    right: anyAgent,
    paged: true,
  },
  {
    name: "api-tokens",
    path: "/api/v2/api_tokens",
    query: { include_users: "true" },
    envelope: "api_tokens",
    shape: shapes.apiToken,
    right: "a token of an administrator, or of an agent whose role may manage APIs, with the scope read",
    paged: false,
    absent: { 404: "API token access is switched off for this account" },
  },
  {
    name: "oauth-tokens",
    path: "/api/v2/oauth/tokens",
    query: { all: "true" },
    envelope: "tokens",
    shape: shapes.oauthToken,
    right: admin,
    paged: true,
  },
  {
    name: "oauth-clients",
    path: "/api/v2/oauth/clients",
    envelope: "clients",
    shape: shapes.oauthClient,
    right: admin,
    paged: true,
  },
  {
    name: "global-oauth-clients",
    path: "/api/v2/oauth/global_clients",
    envelope: "global_clients",
    shape: shapes.oauthClient,
    right: admin,
    paged: true,
  },
];

/** Every listing of an account, each ready to be read any number of times. */
export function zendeskListings(client: HttpClient): Listing[] {
  return specs.map((spec) => {
    const query = spec.paged ? { ...spec.query, "page[size]": "100" } : { ...spec.query };
    const listing: Listing = {
      name: spec.name,
      query: written(spec.path, query),
      right: spec.right,
      absent: spec.absent,
      pages: (reading) => pages(client, { spec, query, reading }),
    };
    if (spec.name === "users") return { ...listing, count: userCount(client), about: someUsers(client) };
    return spec.name === "group-memberships" ? { ...listing, about: membershipsOfUsers(client) } : listing;
  });
}

async function* pages(client: HttpClient, of: { spec: Spec; query: Query; reading: Reading }): AsyncGenerator<Row[]> {
  const { spec, query, reading } = of;
  const rows = (body: unknown) => listIn(spec.name, body, spec.envelope);
  for await (const page of cursorPages(client, {
    path: spec.path,
    query,
    rows,
    next: (body) => nextPage(body, spec.paged),
    ...reading,
  })) {
    yield keepRows(spec.name, page, spec.shape);
  }
}

/** Above this Zendesk's count is a cached estimate, up to a day old, and proves nothing. */
const exactCountBelow = 100_000;

function userCount(client: HttpClient): NonNullable<Listing["count"]> {
  const path = "/api/v2/users/count";
  return {
    name: "user-count",
    query: written(path, team),
    async read(reading) {
      const body = (await client.send(path, { query: team, ...reading })).json() as { count?: { value?: unknown } };
      const value = body?.count?.value;
      if (typeof value !== "number") throw platformError('user-count: the answer holds no number at "count.value"');
      return value < exactCountBelow ? value : null;
    },
  };
}

function written(path: string, query: Query): string {
  const pairs = Object.entries(query).flatMap(([key, value]) => [value].flat().map((one) => `${key}=${one}`));
  return `GET ${path}${pairs.length > 0 ? `?${pairs.join("&")}` : ""}`;
}
