import type { z } from "zod";
import type { HttpClient } from "../../http/client.ts";
import { limitPages } from "../../http/paging.ts";
import type { Row } from "../../model/source.ts";
import type { Listing, Reading } from "../platform.ts";
import { keepRows, listIn } from "../rows.ts";
import { someSchedules, someUsers } from "./about.ts";
import { type Ahead, onlyInForce } from "./ahead.ts";
import * as shapes from "./shapes.ts";
import { shiftListing } from "./shift-sources.ts";
import { tokenUserPages } from "./token-user.ts";

type Query = Record<string, string | string[]>;

interface Spec {
  name: string;
  path: string;
  /** Name of the list in the answer. */
  envelope: string;
  query: Query;
  shape: z.ZodType;
  right: string;
  absent?: Listing["absent"];
}

/** What a key needs that is to see a listing: a REST key has no scopes, an OAuth app has nothing else. */
export function rightTo(scope: string): string {
  return `a read-only REST API key of the account, or an OAuth token with the scope ${scope}`;
}

const noLicences = {
  402: "the account's plan tells of no licences",
  404: "the account's plan tells of no licences",
};

/** Listings as the API's OpenAPI document names them. `ahead`: the fortnight in which somebody may be paged. */
function specs({ since, until }: Ahead): Spec[] {
  const range = { since, until, time_zone: "UTC" };
  return [
    {
      name: "users",
      path: "/users",
      envelope: "users",
      query: { "include[]": ["teams"], total: "true" },
      shape: shapes.user,
      right: rightTo("users.read"),
    },
    {
      name: "schedules",
      path: "/schedules",
      envelope: "schedules",
      query: { "include[]": ["schedule_layers", "overrides_subschedule", "final_schedule"], ...range, total: "true" },
      shape: shapes.schedule,
      right: rightTo("schedules.read"),
    },
    {
      name: "escalation-policies",
      path: "/escalation_policies",
      envelope: "escalation_policies",
      query: { total: "true" },
      shape: shapes.policy,
      right: rightTo("escalation_policies.read"),
    },
    {
      name: "on-calls",
      path: "/oncalls",
      envelope: "oncalls",
      // The first on-call of each user at each level: who is on call, not how often.
      query: { ...range, earliest: "true", total: "true" },
      shape: shapes.onCall,
      right: rightTo("oncalls.read"),
    },
    {
      name: "licence-allocations",
      path: "/license_allocations",
      envelope: "license_allocations",
      query: {},
      shape: shapes.allocation,
      right: rightTo("licenses.read"),
      absent: noLicences,
    },
  ];
}

/** Every listing of one account; the first says whose token it is. */
export function pagerdutyListings(client: HttpClient, ahead: Ahead): Listing[] {
  const [users, ...others] = specs(ahead).map((spec) => listing(client, spec, ahead));
  return [
    {
      name: "token-user",
      query: "GET /users/me",
      right: rightTo("users.read"),
      pages: (reading) => tokenUserPages(client, reading),
    },
    ...(users ? [users] : []),
    shiftListing(client, { ahead, right: rightTo("schedules.read") }),
    ...others,
    {
      name: "licences",
      query: "GET /licenses",
      right: rightTo("licenses.read"),
      absent: noLicences,
      pages: (reading) => licencePages(client, reading),
    },
  ];
}

function listing(client: HttpClient, spec: Spec, ahead: Ahead): Listing {
  return {
    name: spec.name,
    query: `GET ${spec.path}?${asked({ ...spec.query, limit: "100" })}`,
    right: spec.right,
    ...(spec.absent ? { absent: spec.absent } : {}),
    pages: (reading) => pages(client, { spec, ahead, reading }),
    ...(spec.name === "users" ? { about: someUsers(client) } : {}),
    ...(spec.name === "schedules" ? { about: someSchedules(client, ahead) } : {}),
  };
}

/** The query as people read it. */
export function asked(query: Query): string {
  return Object.entries(query)
    .flatMap(([key, values]) => [values].flat().map((value) => `${key}=${value}`))
    .join("&");
}

/** Offset and limit together may not be more than this. */
const furthest = 10_000;

async function* pages(
  client: HttpClient,
  { spec, ahead, reading }: { spec: Spec; ahead: Ahead; reading: Reading },
): AsyncGenerator<Row[]> {
  const { name, path, query, envelope, shape } = spec;
  const rows = (body: unknown) => listIn(name, body, envelope);
  for await (const page of limitPages(client, { path, query, rows, furthest, ...reading })) {
    const kept = keepRows(name, page, shape);
    yield name === "schedules" ? kept.map((row) => onlyInForce(row, ahead)) : kept;
  }
}

/** The only list without pages. */
async function* licencePages(client: HttpClient, { meter, signal }: Reading): AsyncGenerator<Row[]> {
  const body = (await client.send("/licenses", { meter, signal })).json();
  yield keepRows("licences", listIn("licences", body, "licenses"), shapes.licence);
}
