import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { expect, it, onTestFinished } from "vitest";
import type { Env } from "../env.ts";
import { addressOf, rateLimits } from "./rate-limits.ts";

/** @returns what is answered over a socket from this machine, with these headers */
async function asking(answer: (app: Hono<Env>) => void) {
  const app = new Hono<Env>();
  answer(app);
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const made = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () => resolve(made));
  });
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return (forwarded?: string) =>
    fetch(`http://127.0.0.1:${port}/`, { headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded } });
}

const addressed = (trusted: readonly string[]) =>
  asking((app) => app.get("/", (request) => request.text(addressOf(request, trusted))));

it.each([
  [undefined, "127.0.0.1"],
  ["203.0.113.7", "127.0.0.1"],
])("nobody says who they are by a header, but a proxy that is trusted: %s", async (forwarded, address) => {
  expect(await (await (await addressed([]))(forwarded)).text()).toBe(address);
});

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["198.51.100.1, 203.0.113.7", "203.0.113.7"],
  ["198.51.100.1, 203.0.113.7, 127.0.0.1", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8::7", "2001:db8::7"],
  [" , ", "127.0.0.1"],
  [undefined, "127.0.0.1"],
])(
  "of %j the last one counts that is no proxy of ours: whatever stands before it anybody could have written",
  async (forwarded, address) => {
    expect(await (await (await addressed(["127.0.0.1"]))(forwarded)).text()).toBe(address);
  },
);

it("one who asks too often waits, whoever else asks does not; and each session has its own measure", async () => {
  let now = 0;
  const limits = rateLimits({
    now: () => now,
    trustedProxies: ["127.0.0.1"],
    limits: { signIn: { burst: 2, perSecond: 0.5 }, known: { burst: 1, perSecond: 1 } },
  });
  const ask = await asking((app) => app.get("/", (request) => limits.signIn(request) ?? request.text("in")));
  const status = async (from: string) => (await ask(from)).status;
  expect([await status("203.0.113.7"), await status("203.0.113.7"), await status("203.0.113.8")]).toEqual([200, 200, 200]);
  const refused = await ask("203.0.113.7");
  expect([refused.status, refused.headers.get("retry-after"), await refused.json()]).toMatchObject([
    ...[429, "2"],
    { status: 429, title: "Too often", fix: "Wait 2 s." },
  ]);
  now = 1999;
  expect(await status("203.0.113.7")).toBe(429);
  now = 2000;
  expect([await status("203.0.113.7"), await status("203.0.113.7")]).toEqual([200, 429]);
  const known = await asking((app) =>
    app.get("/", (request) => limits.known(request, request.req.query("id") ?? "a") ?? request.text("in")),
  );
  expect([(await known()).status, (await known()).status]).toEqual([200, 429]);
});
