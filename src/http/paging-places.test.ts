import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexPages, limitPages } from "./paging.ts";
import { all, json, listen, rig } from "./testing/loopback.ts";

const rows = (body: unknown) => (body as { users: unknown[] }).users;

describe("by limit and offset", () => {
  async function paged(answer: (offset: number, limit: number) => object, more: { limit?: number; furthest?: number } = {}) {
    const server = await listen((response, { path }) => {
      const { searchParams } = new URL(path, "http://x.test");
      json(response, answer(Number(searchParams.get("offset")), Number(searchParams.get("limit"))));
    });
    const { client, signal } = rig(server.base);
    const totals: number[] = [];
    const told = (total: number) => void totals.push(total);
    return { pages: limitPages(client, { path: "/users", rows, signal, expect: told, ...more }), server, totals };
  }

  test("the next page begins behind the rows received, whatever the server gives of those asked for", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 7 }), async (size, most) => {
        const all_ = Array.from({ length: size }, (_, n) => n);
        const { pages, totals } = await paged((offset) => {
          const users = all_.slice(offset, offset + most);
          return { users, offset, more: offset + most < size, total: size };
        });
        expect(await all(pages)).toEqual(all_);
        expect(new Set(totals)).toEqual(new Set([size]));
      }),
      { numRuns: 20 },
    );
  });

  test("a list is read to the very end its pages reach, and is an error beyond", async () => {
    const answer = (size: number) => (offset: number, limit: number) => ({
      users: Array.from({ length: Math.max(0, Math.min(limit, size - offset)) }, (_, n) => offset + n),
      more: offset + limit < size,
    });
    expect(await all((await paged(answer(10), { limit: 4, furthest: 10 })).pages)).toHaveLength(10);
    const { pages, server } = await paged(answer(11), { limit: 4, furthest: 10 });
    await expect(all(pages)).rejects.toThrow("the list goes on after 10 rows");
    expect(server.heard.map(({ path }) => path)).toEqual([
      "/users?limit=4&offset=0",
      "/users?limit=4&offset=4",
      "/users?limit=2&offset=8",
    ]);
  });

  test.each([
    ["starts elsewhere", (offset: number) => ({ users: [1], more: offset < 3, offset: 0 }), "the answer starts at 0"],
    ["does not say whether there is more", () => ({ users: [1] }), "does not say whether there is more"],
    ["says there is more and holds no row", () => ({ users: [], more: true }), "holds no row"],
  ])("an answer that %s is an error", async (_, answer, message) => {
    await expect(all((await paged(answer)).pages)).rejects.toMatchObject({
      actor: "platform",
      message: expect.stringContaining(message),
    });
  });
});

describe("by the place of the first row", () => {
  interface Listed {
    Resources: unknown[];
    totalResults: number;
  }

  async function index(answer: (at: number, count: number, n: number) => Listed, options: { pageCap?: number } = {}) {
    const server = await listen((response, { path }, n) => {
      const { searchParams } = new URL(path, "http://x.test");
      json(response, answer(Number(searchParams.get("startIndex")), Number(searchParams.get("count")), n));
    });
    const { client, signal } = rig(server.base);
    const meter = { requests: 0 };
    const told: number[] = [];
    const pages = indexPages(client, {
      path: "/Users",
      query: { filter: "active eq true" },
      rows: (body) => (body as Listed).Resources,
      total(body) {
        told.push((body as Listed).totalResults);
        return (body as Listed).totalResults;
      },
      meter,
      signal,
      ...options,
    });
    return { pages, meter, server, told };
  }

  test("every row comes once, in order, for one request a page, whatever the pages' sizes, larger than asked for too", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
        fc.nat({ max: 30 }),
        async (sizes, total) => {
          const list = Array.from({ length: total }, (_, place) => place);
          const { pages, meter, server } = await index((at, _count, n) => {
            const size = sizes[n % sizes.length] ?? 1;
            return { Resources: list.slice(at - 1, at - 1 + size), totalResults: total };
          });
          expect(await all(pages)).toEqual(list);
          expect(meter.requests).toBe(server.heard.length);
          const asked = server.heard.map(({ path }) => Number(new URL(path, "http://x.test").searchParams.get("startIndex")));
          expect(asked).toEqual([...new Set(asked)].sort((a, b) => a - b));
          expect(asked.every((at) => at === 1 || at <= total)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("it asks for a hundred from the first, and keeps the rest of the query", async () => {
    const { pages, server } = await index((at) => ({ Resources: [at], totalResults: 2 }));
    expect(await all(pages)).toEqual([1, 2]);
    expect(server.heard.map(({ path }) => path)).toEqual([
      "/Users?filter=active+eq+true&startIndex=1&count=100",
      "/Users?filter=active+eq+true&startIndex=2&count=100",
    ]);
  });

  test("an empty page is the end, and what it counts is told all the same", async () => {
    const { pages, told } = await index((at) => ({ Resources: at === 1 ? [1] : [], totalResults: 9 }));
    expect(await all(pages)).toEqual([1]);
    expect(told).toEqual([9, 9]);
  });

  test("a list that goes on is an error at the cap, not an end", async () => {
    const { pages } = await index((at) => ({ Resources: [at], totalResults: 1e9 }), { pageCap: 5 });
    await expect(all(pages)).rejects.toThrow("goes on after 5 pages");
  });
});
