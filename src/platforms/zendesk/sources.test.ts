import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createHttpClient } from "../../http/client.ts";
import type { Row } from "../../model/source.ts";
import { zendeskListings } from "./sources.ts";

let server: Server;
afterEach(() => server.close());

/** Reads the memberships (or another source) of a Zendesk that gives the same answer to everything. */
async function read(body: object, source = "group-memberships"): Promise<Row[]> {
  server = createServer((_, response) => response.setHeader("Content-Type", "application/json").end(JSON.stringify(body)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const authorizer = { headers: async () => ({}) };
  const client = createHttpClient({ name: "test", base, authorizer, readBudget: () => null, rate: 1 });
  const listing = zendeskListings(client).find(({ name }) => name === source);
  const rows: Row[] = [];
  const reading = { meter: { requests: 0 }, signal: new AbortController().signal };
  for await (const page of listing?.pages(reading) ?? []) rows.push(...page);
  return rows;
}

const row = { id: 1, user_id: 2, group_id: 3 };
const next = "/api/v2/group_memberships?page[after]=x";

test.each([
  { meta: { has_more: false }, links: { next } },
  { next_page: null, count: 1 },
])("%j says that this is the last page", async (end) => {
  expect(await read({ group_memberships: [row], ...end })).toMatchObject([{ id: "1" }]);
});

test.each([{}, { links: { next } }, { meta: {}, links: { next } }])(
  "%j does not say whether it is the last page: the list may be cut, and is not used",
  async (end) => {
    await expect(read({ group_memberships: [row], ...end })).rejects.toThrow("does not say whether it is the last page");
  },
);

test("more rows without a next page are an error", async () => {
  await expect(read({ group_memberships: [row], meta: { has_more: true } })).rejects.toThrow("names no next page");
});

test("a list that is never paged need not say so", async () => {
  expect(await read({ api_tokens: [{ id: 7 }] }, "api-tokens")).toMatchObject([{ id: "7" }]);
});
