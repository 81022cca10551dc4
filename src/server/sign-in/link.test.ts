import { expect, it } from "vitest";
import { servers, useServer } from "../../store/testing/servers.ts";
import { storeAt } from "../../store/testing/stores.ts";
import type { Store } from "../context-work.ts";
import { origin, type Site, signInSite, someConfig } from "../testing/sign-in-site.ts";

const on = useServer(servers[0]);

async function aSite(more: Parameters<typeof signInSite>[1] = {}): Promise<Site & { store: Store }> {
  const store = await storeAt(await on.database());
  return Object.assign(
    signInSite(async () => store, more),
    { store },
  );
}

/** A browser in which the link printed last was opened. */
async function signedIn(site: Site) {
  const browser = site.browser();
  await browser.open(site.links.at(-1) ?? "");
  return browser;
}

const write = { method: "POST", headers: { origin, "content-type": "application/json" } };

it("lets in whoever opens the link, once, and as whom they say they are", async () => {
  const site = await aSite();
  const browser = site.browser();
  const response = await browser.open(site.links[0] ?? "");
  expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
  expect(response.headers.get("set-cookie")).toMatch(
    /^rollcall-8740=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  expect(await (await browser.open("/api/v1/session")).json()).toMatchObject({
    who: { email: "dana@acme.test", name: "Dana Whitfield", roles: ["manager", "person"], person: "dana@acme.test" },
    via: "link",
    expires_at: "2026-11-22T20:00:00.000Z",
    systems: [{ id: "zendesk" }, { id: "federal" }],
  });
  expect(site.log()).not.toContain(new URL(site.links[0] ?? "").searchParams.get("token"));
});

it("a link that was used says what to do, and the next one was told", async () => {
  const site = await aSite();
  await signedIn(site);
  const again = await site.browser().open(site.links[0] ?? "");
  expect([again.status, again.headers.get("set-cookie")]).toEqual([401, null]);
  expect(await again.text()).toContain("rollcall serve --as you@example.com");
  expect(site.links).toHaveLength(2);
  expect((await (await signedIn(site)).open("/api/v1/session")).status).toBe(200);
});

it.each(["", "x", "a".repeat(43), "%00"])("a wrong link lets nobody in, and uses nothing up: %j", async (token) => {
  const site = await aSite();
  expect((await site.browser().open(`/login?token=${token}`)).status).toBe(401);
  expect(site.links).toHaveLength(1);
});

it("whoever only asks whether the link is there does not use it up", async () => {
  const site = await aSite();
  await site.browser().open(site.links[0] ?? "", { method: "HEAD" });
  expect((await site.browser().open(site.links[0] ?? "")).status).toBe(303);
});

it("whom nobody named sees, and decides nothing", async () => {
  const site = await aSite({ as: "guest@elsewhere.test" });
  const browser = await signedIn(site);
  expect(await (await browser.open("/api/v1/session")).json()).toMatchObject({
    who: { roles: ["viewer"], person: null },
    systems: [{ id: "zendesk" }],
  });
  expect((await browser.open("/api/v1/decisions", { ...write, body: "{}" })).status).toBe(403);
});

it("where claims decide nothing, a link and a token made by it do not either", async () => {
  const site = await aSite({ config: { ...someConfig, decisionsOnCommandLine: false } });
  const browser = await signedIn(site);
  const body = JSON.stringify({ name: "mine", scopes: ["read", "decide"], days: 1 });
  const { token } = (await (await browser.open("/api/v1/access-tokens", { ...write, body })).json()) as { token: string };
  for (const authorization of [undefined, `Bearer ${token}`]) {
    const headers = { ...write.headers, ...(authorization ? { authorization } : {}) };
    expect((await browser.open("/api/v1/decisions", { ...write, headers, body: "{}" })).status).toBe(403);
  }
  site.config = someConfig;
  expect((await browser.open("/api/v1/decisions", { ...write, body: "{}" })).status).toBe(200);
});

it("a page leads strangers to the sign-in and back to where they were going, and to no other site", async () => {
  const site = await aSite();
  const browser = site.browser();
  const asked = await browser.open("/findings?system=zendesk");
  expect([asked.status, asked.headers.get("location")]).toEqual([303, "/login?to=%2Ffindings%3Fsystem%3Dzendesk"]);
  expect(await (await browser.open("/login?to=/findings")).text()).toContain("Open the link from the terminal");
  await browser.open(site.links.at(-1) ?? "");
  const back = async (to: string) => (await browser.open(`/login?to=${encodeURIComponent(to)}`)).headers.get("location");
  expect(await back("/findings?system=zendesk")).toBe("/findings?system=zendesk");
  for (const to of [
    "//evil.test",
    "/\\evil.test",
    "https://evil.test",
    "javascript:alert(1)",
    "/login",
    "/a/..//evil.test",
    "/\t/evil.test",
  ])
    expect([to, await back(to)]).toEqual([to, "/"]);
});

it("a session ends when it is not used for eight hours, and after a week however much it is", async () => {
  const site = await aSite();
  const browser = await signedIn(site);
  const status = async (at: string) => {
    site.now = at;
    return (await browser.open("/api/v1/session")).status;
  };
  expect(await status("2026-11-22T19:59:00.000Z")).toBe(200);
  expect(await status("2026-11-23T03:58:00.000Z")).toBe(200);
  expect(await status("2026-11-23T11:58:01.000Z")).toBe(401);
  const other = await signedIn(site);
  for (let hours = 4; hours < 168; hours += 4) {
    site.now = new Date(Date.parse("2026-11-23T11:58:01.000Z") + hours * 3_600_000).toISOString();
    expect((await other.open("/api/v1/session")).status).toBe(200);
  }
  site.now = "2026-11-30T11:58:01.000Z";
  expect((await other.open("/api/v1/session")).status).toBe(401);
});

it("a forged cookie, one of another server, and the digest that is kept are nobody's", async () => {
  const site = await aSite();
  const browser = await signedIn(site);
  const { items } = (await (await browser.open("/api/v1/sessions")).json()) as { items: { id: string }[] };
  const secret = browser.cookies.get("rollcall-8740") ?? "";
  const forged = [items[0]?.id, "x", "' or 1=1", secret.slice(1), `${secret}x`, "\u00e9"].map(
    (value) => `rollcall-8740=${value}`,
  );
  for (const cookie of [...forged, `rollcall-8741=${secret}`, `rollcall=${secret}`]) {
    const response = await site.browser().open("/api/v1/session", { headers: { cookie: encodeURI(cookie) } });
    expect([cookie, response.status]).toEqual([cookie, 401]);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  }
});

it("signing in again makes a new session and ends the one before", async () => {
  const site = await aSite();
  const browser = await signedIn(site);
  const before = browser.cookies.get("rollcall-8740");
  await browser.open(site.links.at(-1) ?? "");
  const after = browser.cookies.get("rollcall-8740");
  expect(after).not.toBe(before);
  expect((await site.browser().open("/api/v1/session", { headers: { cookie: `rollcall-8740=${before}` } })).status).toBe(401);
});

it("a session is ended by its owner alone: here, elsewhere, or everywhere in every process at once", async () => {
  const site = await aSite();
  const other = signInSite(async () => site.store, { as: "pat@acme.test" });
  const [here, there, pat] = [await signedIn(site), await signedIn(site), await signedIn(other)];
  const list = (await (await here.open("/api/v1/sessions")).json()) as { items: { id: string; is_this: boolean }[] };
  expect(list.items.map(({ is_this }) => is_this).sort()).toEqual([false, true]);
  const elsewhere = list.items.find(({ is_this }) => !is_this)?.id;
  const end = { method: "DELETE", headers: { origin } };
  expect((await pat.open(`/api/v1/sessions/${elsewhere}`, end)).status).toBe(404);
  expect((await here.open(`/api/v1/sessions/${elsewhere}`, end)).status).toBe(204);
  expect((await there.open("/api/v1/session")).status).toBe(401);
  const again = await signedIn(site);
  expect((await again.open("/api/v1/sessions", end)).status).toBe(204);
  expect((await here.open("/api/v1/session")).status).toBe(401);
  // What another process asks is the same table.
  const moved = other.browser();
  const cookie = `rollcall-8740=${here.cookies.get("rollcall-8740")}`;
  expect((await moved.open("/api/v1/session", { headers: { cookie } })).status).toBe(401);
  expect((await pat.open("/api/v1/session")).status).toBe(200);
});

it("signing out ends the session, and the page's way to it takes the cookie", async () => {
  const site = await aSite();
  const browser = await signedIn(site);
  const cookie = `rollcall-8740=${browser.cookies.get("rollcall-8740")}`;
  const out = await browser.open("/sign-out", { method: "POST", headers: { origin } });
  expect([out.status, out.headers.get("location"), browser.cookies.size]).toEqual([303, "/login", 0]);
  expect((await site.browser().open("/api/v1/session", { headers: { cookie } })).status).toBe(401);
  const other = await signedIn(site);
  expect((await other.open("/api/v1/session", { method: "DELETE", headers: { origin } })).status).toBe(204);
  expect((await other.open("/api/v1/session")).status).toBe(401);
  const each = ["signed-in: dana@acme.test", "signed-out: dana@acme.test"];
  expect(site.recorded).toEqual([...each, ...each]);
});

it("says so where the database is away", async () => {
  const site = signInSite(() => Promise.reject(Object.assign(new Error("ECONNREFUSED at 10.0.0.7"), { code: "ECONNREFUSED" })));
  const response = await site.browser().open(site.links[0] ?? "");
  expect(response.status).toBe(503);
  expect(await response.text()).not.toContain("10.0.0.7");
});
