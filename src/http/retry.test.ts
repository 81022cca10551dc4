import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { backoffMs, retryAfterMs } from "./retry.ts";
import { type Handler, json, listen, rig, send } from "./testing/loopback.ts";

/** Fails the first `times` requests in one way, then answers `[1]`. */
function failing(times: number, fail: Handler): Handler {
  return (response, request, n) => (n < times ? fail(response, request, n) : json(response, [1]));
}

const broken: Record<string, Handler> = {
  "a reset": (response) => response.destroy(),
  "a reset in the middle of the body": (response) => {
    response.writeHead(200, { "Content-Length": "100", "Content-Type": "application/json" });
    response.write('{"users":[', () => response.destroy());
  },
  "a chunked body that ends early": (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.write('{"users":[', () => response.destroy());
  },
  "cut JSON of honest length": (response) =>
    send(response, '{"users":[{"id"', { headers: { "Content-Type": "application/json; charset=utf-8" } }),
  "an empty body": (response) => send(response, "", { headers: { "Content-Type": "application/json" } }),
  "500": (response) => send(response, "oops", { status: 500 }),
  "502": (response) => send(response, "<html><title>Bad Gateway</title>", { status: 502 }),
  "503": (response) => send(response, "", { status: 503 }),
  "504": (response) => send(response, "", { status: 504 }),
  "no answer in time": () => {},
};

/** ms: only what never answers is to be waited for. On a busy machine an answer of the same machine may take a while too. */
function patience(how: string): number {
  return how === "no answer in time" ? 200 : 20_000;
}

describe.each(Object.entries(broken))("after %s", (how, fail) => {
  test("a GET is sent again, later each time", async () => {
    const server = await listen(failing(2, fail));
    const { client, clock, failures, signal } = rig(server.base, { timeoutMs: patience(how) });
    const meter = { requests: 0 };
    expect((await client.send("/x", { meter, signal })).json()).toEqual([1]);
    expect(clock.slept).toEqual([1000, 2000]);
    expect(meter.requests).toBe(3);
    expect(failures.map(({ attempt, retryIn }) => [attempt, retryIn])).toEqual([
      [1, 1000],
      [2, 2000],
    ]);
  });

  test("five times, the request is given up", async () => {
    const server = await listen(fail);
    const { client, failures, signal } = rig(server.base, { timeoutMs: patience(how) });
    await expect(client.send("/x", { signal })).rejects.toThrow(/^acme: GET \/x.*\(try 5 of 5\)$/);
    expect(server.heard).toHaveLength(5);
    expect(failures.at(-1)).toMatchObject({ attempt: 5, retryIn: null });
  });
});

describe("a write", () => {
  test.each(["a reset", "500", "no answer in time"])("is not sent again after %s", async (how) => {
    const server = await listen(broken[how] as Handler);
    const { client, signal } = rig(server.base, { timeoutMs: patience(how) });
    await expect(client.send("/x", { method: "POST", json: {}, signal })).rejects.toMatchObject({ actor: "later" });
    expect(server.heard).toHaveLength(1);
  });

  test("that got no answer is said to be in doubt", async () => {
    const server = await listen((response) => response.destroy());
    const { client, signal } = rig(server.base);
    await expect(client.send("/x", { method: "POST", json: {}, signal })).rejects.toThrow("whether it was done is not known");
  });

  test("that may be repeated is sent again", async () => {
    const server = await listen(failing(2, (response) => response.destroy()));
    const { client, signal } = rig(server.base);
    await client.send("/x", { method: "PUT", json: { a: 1 }, repeatable: true, signal });
    expect(server.heard.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}', '{"a":1}']);
  });

  test.each([429, 503])("that was turned away with %i and a time is sent again then", async (status) => {
    const server = await listen(failing(1, (response) => send(response, "later", { status, headers: { "Retry-After": "7" } })));
    const { client, clock, signal } = rig(server.base);
    await client.send("/x", { method: "POST", json: {}, signal });
    expect(server.heard).toHaveLength(2);
    expect(clock.slept).toEqual([7000]);
  });

  test("that never left, since nobody listens, is sent again", async () => {
    const { client, clock, signal } = rig(await nobody());
    await expect(client.send("/x", { method: "POST", json: {}, signal })).rejects.toMatchObject({
      actor: "later",
      message: expect.stringContaining("refused"),
    });
    expect(clock.slept).toEqual([1000, 2000, 4000, 8000]);
  });
});

describe("429", () => {
  test("is waited out as long as Retry-After says, and more often than failures are", async () => {
    const server = await listen(
      failing(12, (response) => send(response, "Retry later", { status: 429, headers: { "Retry-After": "93" } })),
    );
    const { client, clock, failures, signal } = rig(server.base);
    expect((await client.send("/x", { signal })).json()).toEqual([1]);
    expect(clock.slept).toEqual(Array(12).fill(93_000));
    expect(failures[0]).toMatchObject({ status: 429, retryIn: 93_000, reason: "acme: GET /x answered 429: Retry later" });
  });

  test("with an HTTP date is measured by the server's clock", async () => {
    const headers = { Date: "Sun, 22 Nov 2026 10:00:00 GMT", "Retry-After": "Sun, 22 Nov 2026 10:00:30 GMT" };
    const server = await listen(
      failing(1, (response) => json(response, { error: "APIRateLimitExceeded" }, { status: 429, headers })),
    );
    const { client, clock, signal } = rig(server.base);
    await client.send("/x", { signal });
    expect(clock.slept).toEqual([30_000]);
  });

  test("without Retry-After is waited out until the platform's reset, else longer each time", async () => {
    const server = await listen(
      failing(3, (response, _request, n) => {
        send(response, "", { status: 429, headers: n === 0 ? { "x-rate-limit-remaining": "0", "ratelimit-reset": "20" } : {} });
      }),
    );
    const { client, clock, signal } = rig(server.base);
    await client.send("/x", { signal });
    expect(clock.slept).toEqual([21_000, 5000, 9000]);
  });

  test("holds the whole client, and those who come back go one at first", async () => {
    let isOpen = false;
    let active = 0;
    const crowd: number[] = [];
    const server = await listen((response) => {
      active += 1;
      crowd.push(active);
      setImmediate(() => {
        active -= 1;
        if (isOpen) json(response, {});
        else send(response, "", { status: 429, headers: { "Retry-After": "60" } });
      });
    });
    const { client, clock, signal } = rig(server.base);
    const sleep = clock.sleep.bind(clock);
    clock.sleep = (ms, stop) => {
      isOpen = true;
      return sleep(ms, stop);
    };
    await Promise.all(Array.from({ length: 10 }, () => client.send("/x", { signal })));
    expect(server.heard).toHaveLength(11);
    expect(crowd.slice(0, 2)).toEqual([1, 1]);
    expect(clock.slept).toEqual([60_000]);
  });

  test("for longer than the deadline fails at once and says when to come back", async () => {
    const server = await listen((response) => send(response, "", { status: 429, headers: { "Retry-After": "7200" } }));
    const { client, clock, signal } = rig(server.base);
    await expect(client.send("/x", { signal })).rejects.toMatchObject({
      actor: "later",
      fix: "run again after 2026-11-22T14:00:00Z",
    });
    expect(clock.slept).toEqual([]);
    expect(server.heard).toHaveLength(1);
  });

  test("that never ends is ended by the deadline", async () => {
    const server = await listen((response) => send(response, "", { status: 429, headers: { "Retry-After": "600" } }));
    const { client, clock, signal } = rig(server.base);
    await expect(client.send("/x", { signal })).rejects.toMatchObject({ actor: "later" });
    expect(clock.slept).toEqual([600_000, 600_000, 600_000]);
  });
});

test("503 for longer than the deadline fails at once and says when to come back", async () => {
  const server = await listen((response) => send(response, "", { status: 503, headers: { "Retry-After": "7200" } }));
  const { client, clock, signal } = rig(server.base);
  await expect(client.send("/x", { signal })).rejects.toMatchObject({
    actor: "later",
    fix: "run again after 2026-11-22T14:00:00Z",
  });
  expect(clock.slept).toEqual([]);
});

describe("a used up budget", () => {
  test("is waited out without a single 429", async () => {
    const { clock, client, signal, ...rest } = await paced(1, 5);
    await Promise.all(Array.from({ length: 12 }, () => client.send("/x", { signal })));
    expect(rest.refused()).toBe(0);
    expect(clock.slept).toEqual([61_000, 61_000]);
  });

  test("for longer than the deadline fails at once", async () => {
    const { client, signal } = await paced(0.2, 5, { deadlineMs: 30_000 });
    await client.send("/x", { signal });
    await expect(client.send("/x", { signal })).rejects.toMatchObject({
      actor: "later",
      fix: "run again after 2026-11-22T12:01:01Z",
    });
  });
});

/** An address where nobody listens. */
async function nobody(): Promise<URL> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return new URL(`http://127.0.0.1:${port}`);
}

/** A server that allows `limit` requests a minute of the fake clock. */
async function paced(rate: number, limit: number, options = {}) {
  let used = 0;
  let endsAt = 0;
  let refused = 0;
  const server = await listen((response) => {
    const now = made.clock.now();
    if (now >= endsAt) [used, endsAt] = [0, now + 60_000];
    used += 1;
    if (used > limit) refused += 1;
    const headers = {
      "x-rate-limit-remaining": String(Math.max(0, limit - used)),
      "ratelimit-reset": String(Math.ceil((endsAt - now) / 1000)),
    };
    json(response, {}, { status: used > limit ? 429 : 200, headers });
  });
  const made = rig(server.base, { rate, ...options });
  return { ...made, refused: () => refused };
}

test("waits double up to half a minute, under full jitter", () => {
  expect([1, 2, 3, 4, 5, 6, 7].map((failures) => backoffMs(failures, () => 1))).toEqual([
    1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
  ]);
  expect(backoffMs(3, () => 0)).toBe(0);
});

test.each([
  ["120", 120_000],
  ["0", 0],
  ["1.5", 1500],
  ["Sun, 22 Nov 2026 12:00:10 GMT", 10_000],
  ["Sun, 22 Nov 2026 11:00:00 GMT", 0],
  ["soon", null],
  ["", null],
])("Retry-After %j is %j ms", (value, ms) => {
  expect(retryAfterMs(new Headers({ "Retry-After": value }), Date.parse("2026-11-22T12:00:00Z"))).toBe(ms);
});
