import { request as ask } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { servers, useServer } from "../../store/testing/servers.ts";
import { storeAt } from "../../store/testing/stores.ts";
import { listen } from "../http.ts";
import { origin, type Site, serveConfig, signInSite, someConfig } from "../testing/sign-in-site.ts";

const on = useServer(servers[0]);

async function aSite(url: URL | null = null): Promise<Site> {
  const store = await storeAt(await on.database());
  return signInSite(async () => store, { config: { ...someConfig, serve: { ...serveConfig, url } } });
}

async function signedIn(site: Site) {
  const browser = site.browser();
  await browser.open(site.links.at(-1) ?? "");
  return browser;
}

const decide = (headers: Record<string, string>) => ({ method: "POST", body: "{}", headers });

it.each([
  [{}],
  [{ origin: "https://evil.test" }],
  [{ origin: "null" }],
  [{ origin: "http://127.0.0.1:8741" }],
  [{ origin: "https://127.0.0.1:8740" }],
  [{ origin: "http://127.0.0.1:8740.evil.test" }],
  [{ origin, "sec-fetch-site": "cross-site" }],
  [{ origin, "sec-fetch-site": "same-site" }],
  [{ referer: `${origin}/findings` }],
])("a write by cookie that does not come from a page of ours is refused: %j", async (headers) => {
  const browser = await signedIn(await aSite());
  const response = await browser.open("/api/v1/decisions", decide(headers as Record<string, string>));
  expect([response.status, await response.json()]).toMatchObject([403, { detail: "This came from a page that is not ours." }]);
  expect((await browser.open("/sign-out", decide(headers as Record<string, string>))).status).toBe(403);
  expect((await browser.open("/api/v1/session")).status).toBe(200);
});

it.each([[{ origin }], [{ origin, "sec-fetch-site": "same-origin" }], [{ origin: "http://localhost:8740" }]])(
  "one that does is taken: %j",
  async (headers) => {
    const browser = await signedIn(await aSite());
    expect((await browser.open("/api/v1/decisions", decide(headers))).status).toBe(200);
  },
);

/** Over a socket, with a Host of one's own. @returns the status */
async function asking(site: Site, { host, path = "/login" }: { host: string; path?: string }): Promise<number> {
  const server = await listen(site.app, { host: "127.0.0.1", port: 0 });
  onTestFinished(() => server.close());
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = ask({ hostname, port, path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject).end();
  });
}

it.each([
  ["127.0.0.1:8740", 200],
  ["localhost:8740", 200],
  ["LOCALHOST:8740", 200],
  ["[::1]:8740", 200],
  ["evil.test:8740", 421],
  ["127.0.0.1.evil.test:8740", 421],
  ["127.0.0.1:8741", 421],
  ["127.0.0.1", 421],
])("on this machine it answers to its own names alone (DNS rebinding): %s", async (host, status) => {
  expect(await asking(await aSite(), { host })).toBe(status);
});

it("the address of the request line counts too", async () => {
  const path = "http://evil.test/login";
  expect(await asking(await aSite(), { host: "127.0.0.1:8740", path })).toBe(421);
});

it("at a public address it answers to that alone, with cookies no other host may set and no http", async () => {
  const url = new URL("https://rollcall.acme.test");
  const site = await aSite(url);
  const get = (address: string) => site.app.fetch(new Request(address));
  expect((await get("http://127.0.0.1:8740/login")).status).toBe(421);
  expect((await get("https://rollcall.acme.test.evil.test/login")).status).toBe(421);
  const response = await get(site.links[0] ?? "");
  expect(new URL(site.links[0] ?? "").origin).toBe(url.origin);
  expect(response.headers.get("set-cookie")).toMatch(
    /^__Host-rollcall=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect(response.headers.get("strict-transport-security")).toBe("max-age=31536000");
});

it("tells browsers to run no script but files of ours, and no style but with this answer's nonce", async () => {
  const site = await aSite();
  const [first, second] = [await site.browser().open("/login"), await site.browser().open("/login")];
  const policy = first.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"])
    expect(policy.split("; ")).toContain(part);
  const [, nonce] = /style-src 'self' 'nonce-([^']+)'/.exec(policy) ?? [];
  const page = await first.text();
  expect(page).toContain(`<style nonce="${nonce}">`);
  expect(page).not.toMatch(/<script|style="/);
  expect(second.headers.get("content-security-policy")).not.toBe(policy);
  expect(Object.fromEntries(first.headers)).toMatchObject({
    ...{ "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin" },
    ...{ "cross-origin-opener-policy": "same-origin", "cache-control": "no-store" },
  });
});

it("so do refusals", async () => {
  const site = await aSite();
  for (const path of ["/api/v1/session", "/nowhere"]) {
    expect((await site.browser().open(path)).headers.get("content-security-policy")).toContain("script-src 'self'");
  }
});

it("a body beyond 256 KiB is refused, whether it says so or not; one that is not is read", async () => {
  const browser = await signedIn(await aSite());
  const send = async (body: string | ReadableStream) =>
    (await browser.open("/api/v1/decisions", { method: "POST", body, headers: { origin }, duplex: "half" } as RequestInit))
      .status;
  expect(await send("x".repeat(2 ** 18))).toBe(200);
  expect(await send("x".repeat(2 ** 18 + 1))).toBe(413);
  const piece = new Uint8Array(2 ** 16);
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1;
      if (sent > 40) controller.close();
      else controller.enqueue(piece);
    },
  });
  expect(await send(endless)).toBe(413);
  expect(sent).toBeLessThan(40);
});

it("whoever opens the sign-in too often waits, and is told how long", async () => {
  const site = await aSite();
  const open = () => site.browser().open("/login");
  for (let count = 0; count < 60; count += 1) expect((await open()).status).toBe(200);
  const refused = await open();
  expect([refused.status, refused.headers.get("retry-after"), refused.headers.get("content-type")]).toEqual([
    ...[429, "1", "application/problem+json"],
  ]);
  site.now = "2026-11-22T12:00:01.000Z";
  expect((await open()).status).toBe(200);
});

it("whoever tries one token after the other waits, and whoever has a good one does not", async () => {
  const site = await aSite();
  const browser = await signedIn(site);
  const tryOne = (index: number) => site.browser().open("/api/v1/session", { headers: { authorization: `Bearer x${index}` } });
  for (let index = 0; index < 120; index += 1) expect((await tryOne(index)).status).toBe(401);
  expect((await tryOne(120)).status).toBe(429);
  expect((await browser.open("/api/v1/session")).status).toBe(200);
});
