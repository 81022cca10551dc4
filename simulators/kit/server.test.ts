import { afterEach, expect, test } from "vitest";
import { Books } from "./books.ts";
import { SharedClock } from "./clock.ts";
import { serveControl } from "./control.ts";
import { type Fault, Faults } from "./faults.ts";
import { rawId } from "./raw.ts";
import { type Served, serve } from "./server.ts";

const running: Served[] = [];
afterEach(() => {
  for (const served of running.splice(0)) served.close();
});

async function start(fault?: Omit<Fault, "server">) {
  const [books, faults] = [new Books(), new Faults()];
  if (fault) faults.add({ server: "echo", ...fault });
  const changes: unknown[] = [];
  const served = await serve({
    name: "echo",
    books,
    faults,
    latency: () => 0,
    answer: ({ method, address, body }) => ({
      status: 200,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ method, path: address.pathname + address.search, body: body.toString() }),
      who: "user:1",
    }),
  });
  const change = (state: Record<string, unknown>) => {
    if (state.refuse) throw new Error("not that");
    changes.push(state);
  };
  const servers = new Map([["echo", { change, books: () => ({ notifications: [] }) }]]);
  const control = await serveControl({ books, faults, servers, clock: new SharedClock() });
  running.push(served, control);
  const tell = (method: string, path: string, body?: object) =>
    fetch(control.url + path, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { url: served.url, books, faults, changes, tell };
}

test("a request is answered, and booked with who asked and what it got", async () => {
  const { url, books } = await start();
  const answer = await fetch(`${url}/a?b=1`, { method: "POST", body: "hello" });
  expect(await answer.json()).toEqual({ method: "POST", path: "/a?b=1", body: "hello" });
  expect(books.requests).toEqual([
    { server: "echo", method: "POST", path: "/a?b=1", status: 200, who: "user:1", at: expect.any(Number) },
  ]);
});

test.each([{ kind: "reset" }, { kind: "cut" }, { kind: "cut", chunked: true }] as const)(
  "%j breaks the connection: the caller gets no whole answer",
  async (fault) => {
    const { url } = await start(fault);
    await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow();
  },
);

test("a cut answer announced its length, a chunked one did not", async () => {
  const lengths: (string | null)[] = [];
  for (const chunked of [false, true]) {
    const { url } = await start({ kind: "cut", chunked });
    const answer = await fetch(url);
    await answer.body?.cancel();
    lengths.push(answer.headers.get("content-length"));
  }
  expect(lengths).toEqual([expect.stringMatching(/^\d+$/), null]);
});

test("what hangs is booked as 0 and never answered", async () => {
  const { url, books } = await start({ kind: "hang" });
  const given = new AbortController();
  const answer = fetch(url, { signal: given.signal });
  await expect.poll(() => books.requests.map(({ status }) => status)).toEqual([0]);
  given.abort();
  await expect(answer).rejects.toThrow();
});

test.each([
  [{ kind: "status", status: 503, headers: { "Retry-After": "7" }, body: '{"a":1}' }, 503, "application/json", '{"a":1}'],
  [{ kind: "status", status: 429, body: "slow down" }, 429, "text/plain; charset=utf-8", "slow down"],
  [{ kind: "html" }, 200, "text/html; charset=utf-8", /<title>Sign in/],
  [{ kind: "redirect", to: "https://elsewhere.test/x" }, 302, null, ""],
] as const)("%j answers %d", async (fault, status, type, body) => {
  const { url } = await start(fault);
  const answer = await fetch(url, { redirect: "manual" });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([status, type]);
  expect(await answer.text()).toMatch(body);
});

test("the control adds and clears faults, changes servers, shows and clears the books", async () => {
  const { url, books, changes, tell } = await start();
  expect((await tell("POST", "/faults", { server: "echo", kind: "status", status: 418, times: 1 })).status).toBe(200);
  expect([(await fetch(url)).status, (await fetch(url)).status]).toEqual([418, 200]);
  await tell("POST", "/faults", { server: "echo", kind: "reset" });
  await tell("DELETE", "/faults");
  expect((await fetch(url)).status).toBe(200);
  await tell("POST", "/state", { server: "echo", switches: {} });
  expect(changes).toEqual([{ server: "echo", switches: {} }]);
  const shown = (await (await tell("GET", "/books")).json()) as { requests: unknown[] };
  expect(shown).toMatchObject({ requests: [{ status: 418 }, { status: 200 }, { status: 200 }], echo: { notifications: [] } });
  await tell("DELETE", "/books");
  expect(books.requests).toEqual([]);
});

test.each([
  ["/faults", { server: "nobody", kind: "reset" }, 404],
  ["/faults", { server: "echo", kind: "rest" }, 400],
  ["/state", { server: "nobody" }, 404],
  ["/state", { server: "echo", refuse: true }, 400],
  ["/nothing", {}, 404],
])("the control refuses %s %j with %d and says why", async (path, body, status) => {
  const { tell } = await start();
  const answer = await tell("POST", path, body);
  expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([status, expect.any(String)]);
});

test("ids of any length are bare numbers on the wire", () => {
  expect(JSON.stringify({ id: rawId("9223372036854775807") })).toBe('{"id":9223372036854775807}');
});
