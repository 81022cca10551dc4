import { expect, it } from "vitest";
import { servers, useServer } from "../../store/testing/servers.ts";
import { rowsOf, storeAt } from "../../store/testing/stores.ts";
import { origin, signInSite, someConfig } from "../testing/sign-in-site.ts";

const on = useServer(servers[0]);
const write = { method: "POST", headers: { origin, "content-type": "application/json" } };

interface Made {
  id: string;
  token: string;
}

/** Dana is signed in, and makes a token with these scopes that lives for a day. */
async function aToken(scopes: readonly string[]) {
  const url = await on.database();
  const store = await storeAt(url);
  const site = signInSite(async () => store);
  const browser = site.browser();
  await browser.open(site.links[0] ?? "");
  const body = JSON.stringify({ name: "ci <b>", scopes, days: 1 });
  const made = (await (await browser.open("/api/v1/access-tokens", { ...write, body })).json()) as Made;
  const ask = (path: string, init: RequestInit = {}) =>
    site.browser().open(`/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${made.token}`, ...init.headers } });
  return { site, store, url, browser, made, ask };
}

it("an access token does what its owner may and its scopes say, without a cookie or an origin", async () => {
  const { made, ask, url, site } = await aToken(["read", "decide", "read"]);
  expect(made).toMatchObject({ name: "ci <b>", scopes: ["read", "decide"], expires_at: "2026-11-23T12:00:00.000Z", ended: null });
  expect(made.token).toMatch(/^rollcall_[\w-]{43}$/);
  expect(await (await ask("/session")).json()).toMatchObject({ who: { email: "dana@acme.test" }, via: "access-token" });
  expect((await ask("/decisions", { method: "POST", body: "{}" })).status).toBe(200);
  expect(JSON.stringify(await rowsOf(url, "select * from rollcall.access_tokens"))).not.toContain(made.token.slice(9));
  expect(site.log()).not.toContain(made.token.slice(9));
  expect(site.recorded).toContain("access-token-made: dana@acme.test, by the link of the machine Rollcall runs on");
});

it("one without the scope may not, and none reaches sessions and tokens", async () => {
  const { ask, made } = await aToken(["read"]);
  const refused = await ask("/decisions", { method: "POST", body: "{}" });
  expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([403, expect.stringContaining('scope="decide"')]);
  expect(await refused.json()).toMatchObject({ status: 403, detail: "This access token lacks the scope decide." });
  for (const path of ["/sessions", "/access-tokens"]) expect((await ask(path)).status).toBe(403);
  expect((await ask("/sessions", { method: "DELETE" })).status).toBe(403);
  expect((await ask(`/access-tokens/${made.id}`, { method: "DELETE" })).status).toBe(403);
});

it("an expired or revoked one is nobody's, at once and for good", async () => {
  const { site, browser, ask, made } = await aToken(["read"]);
  site.now = "2026-11-23T11:59:59.999Z";
  expect((await ask("/session")).status).toBe(200);
  site.now = "2026-11-23T12:00:00.000Z";
  const expired = await ask("/session");
  expect([expired.status, await expired.json()]).toEqual([
    401,
    expect.objectContaining({ detail: "The access token has expired." }),
  ]);
  site.now = "2026-11-22T12:00:00.000Z";
  const revoke = () => browser.open(`/api/v1/access-tokens/${made.id}`, { method: "DELETE", headers: { origin } });
  expect([(await revoke()).status, (await revoke()).status]).toEqual([204, 404]);
  expect(await (await ask("/session")).json()).toMatchObject({ status: 401, detail: "The access token is revoked." });
  const list = await (await browser.open("/api/v1/access-tokens")).json();
  expect(list).toMatchObject({ items: [{ id: made.id, ended: "revoked" }] });
  expect(JSON.stringify(list)).not.toContain("rollcall_");
});

it("is seen, listed and revoked by its owner alone", async () => {
  const { store, made, ask } = await aToken(["read"]);
  const site = signInSite(async () => store, { as: "pat@acme.test" });
  const pat = site.browser();
  await pat.open(site.links[0] ?? "");
  expect(await (await pat.open("/api/v1/access-tokens")).json()).toEqual({ items: [] });
  expect((await pat.open(`/api/v1/access-tokens/${made.id}`, { method: "DELETE", headers: { origin } })).status).toBe(404);
  expect((await ask("/session")).status).toBe(200);
});

it.each([["Bearer rollcall_forged"], ["Bearer "], ["Bearer"], ["Basic ZGFuYTp4"], ["rollcall_x"], ["Bearer a b"], [""]])(
  "a wrong one is told so, whatever cookie comes along: %j",
  async (authorization) => {
    const { browser } = await aToken(["read"]);
    const response = await browser.open("/api/v1/session", { headers: { authorization } });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, expect.stringContaining("Bearer")]);
  },
);

it("outlives its owner's sessions, and not their role", async () => {
  const { site, browser, ask } = await aToken(["read", "decide"]);
  await browser.open("/api/v1/sessions", { method: "DELETE", headers: { origin } });
  expect((await ask("/decisions", { method: "POST" })).status).toBe(200);
  const people = { ...someConfig.people, opsManager: someConfig.people.auditor };
  site.config = { ...someConfig, people, decisionsOnCommandLine: true };
  expect((await ask("/decisions", { method: "POST" })).status).toBe(403);
});

it("says when it was used, and writes that at most once a minute", async () => {
  const { site, ask, url } = await aToken(["read"]);
  const used = async () => (await rowsOf(url, "select used_at from rollcall.access_tokens"))[0]?.[0];
  expect(await used()).toBeNull();
  await ask("/session");
  const first = await used();
  site.now = "2026-11-22T12:00:59.000Z";
  await ask("/session");
  expect(await used()).toEqual(first);
  site.now = "2026-11-22T12:01:00.000Z";
  await ask("/session");
  expect(await used()).not.toEqual(first);
});

it("nobody has more than fifty that live", async () => {
  const { browser } = await aToken(["read"]);
  const body = JSON.stringify({ name: "more", scopes: ["read"], days: 1 });
  const make = async () => (await browser.open("/api/v1/access-tokens", { ...write, body })).status;
  for (let count = 1; count < 50; count += 1) expect(await make()).toBe(201);
  expect(await make()).toBe(400);
});
