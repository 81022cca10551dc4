import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { platformError } from "../model/errors.ts";
import { cursorPages, indexPages, limitPages, linkPages, offsetPages } from "./paging.ts";
import { type Handler, json, listen, rig, send } from "./testing/loopback.ts";

interface Body {
  users: unknown[];
  more?: boolean;
  next?: string | null;
}

const rows = (body: unknown) => (body as Body).users;
function next(body: unknown): string | null {
  const { more, next } = body as Body;
  if (more && !next) throw platformError("more rows, but no next page");
  return more ? (next ?? null) : null;
}

async function all(pages: AsyncIterable<unknown[]>): Promise<unknown[]> {
  const read: unknown[] = [];
  for await (const page of pages) read.push(...page);
  return read;
}

async function cursor(handler: Handler, options: { pageCap?: number } = {}) {
  const server = await listen(handler);
  const { client, signal } = rig(server.base);
  const meter = { requests: 0 };
  const pages = cursorPages(client, { path: "/users", query: { "page[size]": "100" }, rows, next, meter, signal, ...options });
  return { pages, meter, server };
}

describe("by cursor", () => {
  test("every row comes once, in order, for one request a page, whatever the pages' sizes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.integer(), { maxLength: 4 }), { minLength: 1, maxLength: 6 }), async (sizes) => {
        const { pages, meter } = await cursor((response, { path }) => {
          const at = Number(new URL(path, "http://x.test").searchParams.get("after") ?? 0);
          // The last page names a next one too, as Zendesk's may: only `more` says whether there is one.
          json(response, { users: sizes[at], more: at < sizes.length - 1, next: `/users?after=${at + 1}` });
        });
        expect(await all(pages)).toEqual(sizes.flat());
        expect(meter.requests).toBe(sizes.length);
      }),
      { numRuns: 20 },
    );
  });

  test("more rows without a next page are an error, not an end", async () => {
    const { pages } = await cursor((response) => json(response, { users: [1], more: true, next: null }));
    await expect(all(pages)).rejects.toMatchObject({ actor: "platform" });
  });

  test.each([
    ["itself", (_n: number) => "/users?page%5Bsize%5D=100"],
    ["one before", (n: number) => `/users?after=${(n + 1) % 3}`],
  ])("a page that names %s is an error", async (_which, address) => {
    const { pages, server } = await cursor((response, _request, n) =>
      json(response, { users: [n], more: true, next: address(n) }),
    );
    await expect(all(pages)).rejects.toThrow("the list moved, or loops");
    expect(server.heard.length).toBeLessThanOrEqual(4);
  });

  test("another host is an error that names it, and nothing is sent there", async () => {
    const other = await listen((response) => json(response, { users: [] }));
    const { pages } = await cursor((response) =>
      json(response, { users: [1], more: true, next: new URL("/users?after=1", other.base).href }),
    );
    await expect(all(pages)).rejects.toMatchObject({ actor: "platform", message: expect.stringContaining(other.base.host) });
    expect(other.heard).toHaveLength(0);
  });

  test("a list that goes on at the page cap is an error; one that ends there is not", async () => {
    const upTo =
      (last: number): Handler =>
      (response, _request, n) =>
        json(response, { users: [n], more: n + 1 < last, next: `/users?after=${n}` });
    await expect(all((await cursor(upTo(4), { pageCap: 3 })).pages)).rejects.toThrow("goes on after 3 pages");
    expect(await all((await cursor(upTo(3), { pageCap: 3 })).pages)).toEqual([0, 1, 2]);
  });

  test("a page that stays broken ends in an error after the rows before it", async () => {
    const { pages } = await cursor((response, _request, n) => {
      if (n === 0) json(response, { users: [1], more: true, next: "/users?after=1" });
      else send(response, '{"users":[', { headers: { "content-type": "application/json" } });
    });
    await expect(all(pages)).rejects.toThrow("JSON that breaks off");
  });
});

describe("by headers", () => {
  test("rel=next is followed among others, below a path of the base", async () => {
    const server = await listen((response, { path }, n) => {
      const link = `<${server.base.href}gitlab${path}&x=1>; rel="first", <${new URL(`/gitlab/members?id_after=${n + 1}`, server.base)}>; rel="next"`;
      json(response, [n], n < 2 ? { headers: { Link: link } } : {});
    });
    const { client, signal } = rig(new URL("/gitlab", server.base));
    expect(await all(linkPages(client, { path: "/members", signal }))).toEqual([0, 1, 2]);
    expect(server.heard.map(({ path }) => path)).toEqual([
      "/gitlab/members",
      "/gitlab/members?id_after=1",
      "/gitlab/members?id_after=2",
    ]);
  });

  test("x-next-page is followed, its empty text is the end", async () => {
    const server = await listen((response, _request, n) =>
      json(response, [n], { headers: { "x-next-page": n < 2 ? String(n + 2) : "" } }),
    );
    const { client, signal } = rig(server.base);
    expect(await all(linkPages(client, { path: "/members", query: { per_page: "100" }, signal }))).toEqual([0, 1, 2]);
    expect(server.heard.at(-1)?.path).toBe("/members?per_page=100&page=3");
  });

  test("a body that is no list is an error", async () => {
    const server = await listen((response) => json(response, { message: "hello" }));
    const { client, signal } = rig(server.base);
    await expect(all(linkPages(client, { path: "/members", signal }))).rejects.toThrow("not a list");
  });
});

describe("by number", () => {
  test("next_page decides where there is one", async () => {
    const server = await listen((response, _request, n) =>
      json(response, { users: [n], next_page: n < 2 ? `/users?page=${n + 2}` : null }),
    );
    const { client, signal } = rig(server.base);
    expect(await all(offsetPages(client, { path: "/users", rows, signal }))).toEqual([0, 1, 2]);
    expect(server.heard[0]?.path).toBe("/users?page=1&per_page=100");
  });

  test("elsewhere an empty page is the end, a short one is not", async () => {
    const server = await listen((response, _request, n) => json(response, { users: n < 3 ? [n] : [] }));
    const { client, signal } = rig(server.base);
    expect(await all(offsetPages(client, { path: "/users", rows, perPage: 2, signal }))).toEqual([0, 1, 2]);
    expect(server.heard.at(-1)?.path).toBe("/users?page=4&per_page=2");
  });
});

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
