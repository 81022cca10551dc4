import { expect, test } from "vitest";
import type { HttpClient, HttpResponse } from "../../http/client.ts";
import { listOrRefusal } from "./lists.ts";
import { wholeList } from "./whole-list.ts";

/** A GitLab that answers these pages in turn: how many rows there are in all, and how many this page holds. */
function clientOf(readings: { total: number; rows: number }[][]): HttpClient {
  const answers = readings.flat();
  return {
    async send(to) {
      const url = new URL(String(to), "https://gitlab.test/");
      const { total, rows } = answers.shift() ?? { total: 0, rows: 0 };
      const page = Number(url.searchParams.get("page") ?? "1");
      const more = page === 1 && total > 100;
      const headers = new Headers({ "x-total": String(total), "x-next-page": more ? "2" : "" });
      const body = Array.from({ length: rows }, (_, index) => ({ id: page * 1000 + index }));
      return { status: 200, headers, url, text: "", json: () => body } as unknown as HttpResponse;
    },
  };
}

const moved = [
  { total: 150, rows: 100 },
  { total: 149, rows: 49 },
];
const still = [
  { total: 149, rows: 100 },
  { total: 149, rows: 49 },
];
const asked = { path: "groups/1/members", meter: { requests: 0 }, signal: new AbortController().signal };

test.each([
  ["of a group", (client: HttpClient) => listOrRefusal(client, asked)],
  ["of projects", (client: HttpClient) => wholeList(client, { ...asked, key: "id" })],
])("a list %s whose count changes between two pages is read again, though its last count agrees", async (_, read) => {
  expect(await read(clientOf([moved, still]))).toHaveLength(149);
  await expect(read(clientOf([moved, moved, moved]))).rejects.toThrow(/counted 150 rows, then 149/);
});
