import type { HttpClient } from "../../http/client.ts";
import { limitPages } from "../../http/paging.ts";
import type { Row } from "../../model/source.ts";
import { readParts } from "../parts.ts";
import type { Listing, Reading } from "../platform.ts";
import { keepRows, listIn } from "../rows.ts";
import { oneByOne } from "./about.ts";
import { type Ahead, onlyEventsInForce } from "./ahead.ts";
import * as shapes from "./shapes.ts";

const name = "shift-schedules";
const none = "the account has no shift-based schedules";

/**
 * Schedules of shifts: `/schedules` does not know them, and the list at `/v3/schedules` names them only. Each is asked for by itself,
 * there is no other way to learn who is in it. An account without them is caught lying by the on-calls and policies: see `settle.ts`.
 */
export function shiftListing(client: HttpClient, { ahead, right }: { ahead: Ahead; right: string }): Listing {
  const { since, until } = ahead;
  return {
    name,
    query: `GET /v3/schedules?limit=1000, GET /v3/schedules/{id}?include[]=final_schedule&since=${since}&until=${until}&time_zone=UTC`,
    right,
    absent: { 402: none, 404: none },
    inParts: true,
    pages: (reading) => pages(client, ahead, reading),
    about: oneByOne((id, reading) => detail(client, { id, ahead, reading })),
  };
}

async function* pages(client: HttpClient, ahead: Ahead, reading: Reading): AsyncGenerator<Row[]> {
  const listed: Row[] = [];
  const rows = (body: unknown) => listIn(name, body, "schedules");
  const list = limitPages(client, { path: "/v3/schedules", query: { total: "true" }, rows, limit: 1000, ...reading });
  for await (const page of list) listed.push(...keepRows(name, page, shapes.shiftReference));
  yield* readParts(listed, {
    name: ({ id, summary }) => `schedule ${id}${typeof summary === "string" ? ` (${summary})` : ""}`,
    async *pages({ id }) {
      yield await detail(client, { id, ahead, reading });
    },
  });
}

async function detail(
  client: HttpClient,
  { id, ahead, reading }: { id: string; ahead: Ahead; reading: Reading },
): Promise<Row[]> {
  const { meter, signal } = reading;
  const query = { "include[]": "final_schedule", ...ahead, time_zone: "UTC" };
  const answer = await client.send(`/v3/schedules/${encodeURIComponent(id)}`, { query, meter, signal });
  const body = answer.json() as { schedule?: unknown } | null;
  return keepRows(name, [body?.schedule], shapes.shiftSchedule).map((row) => onlyEventsInForce(row, ahead));
}
