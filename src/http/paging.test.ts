import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { platformError } from "../model/errors.ts";
import { cursorPages, linkPages, offsetPages } from "./paging.ts";
import { all, type Handler, json, listen, rig, send } from "./testing/loopback.ts";

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
