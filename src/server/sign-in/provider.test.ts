import { expect, it } from "vitest";
import type { SignInConfig } from "../../model/config.ts";
import { servers, useServer } from "../../store/testing/servers.ts";
import { storeAt } from "../../store/testing/stores.ts";
import type { Browser } from "../testing/browser.ts";
import type { Account } from "../testing/open-provider.ts";
import { origin, providedSite, signInSite, someConfig } from "../testing/sign-in-site.ts";

import { probeProvider } from "./provider.ts";

const on = useServer(servers[0]);
const lee: Account = { email: "lee@acme.test", name: "Lee", groups: ["staff"] };

async function aSite(accounts: readonly Account[] = [lee], serve: Parameters<typeof providedSite>[2] = {}) {
  const store = await storeAt(await on.database());
  return { store, ...(await providedSite(async () => store, accounts, serve)) };
}

const isBack = (url: URL) => url.origin === origin && url.pathname === "/sign-in/callback";

/** Goes to the provider and gives an e-mail there. @returns where it leads back to, not yet opened */
async function atProvider(browser: Browser, { email, change, form = {} }: At): Promise<URL> {
  const begun = await browser.open("/sign-in?to=/findings");
  const asked = new URL(begun.headers.get("location") ?? "");
  change?.(asked);
  const { response, at } = await browser.follow(asked, isBack);
  if (isBack(at)) return at;
  const answer = await browser.open(at, { method: "POST", body: new URLSearchParams({ email, ...form }) });
  expect(response.status).toBe(200);
  return (await browser.follow(new URL(answer.headers.get("location") ?? "", at), isBack)).at;
}

interface At {
  email: string;
  /** Of the address the browser is sent to. */
  change?(asked: URL): void;
  form?: Record<string, string>;
}

const session = async (browser: Browser) => (await browser.open("/api/v1/session")).status;

it("signs somebody in by the provider, and leads them to where they were going", async () => {
  const { site, browser } = await aSite();
  expect(site.links).toEqual([]);
  expect(await (await browser.open("/login?to=/findings")).text()).toContain("Sign in with Example ID");
  const back = await browser.open(await atProvider(browser, lee));
  expect([back.status, back.headers.get("location")]).toEqual([303, "/findings"]);
  expect(await (await browser.open("/api/v1/session")).json()).toMatchObject({
    who: { email: "lee@acme.test", name: "Lee", roles: ["auditor"], person: null },
    via: "sign-in",
  });
  expect([...browser.cookies.keys()].filter((name) => name.startsWith("rollcall"))).toEqual(["rollcall-8740"]);
});

it("asks for what it needs, with PKCE, and says its secret to no browser", async () => {
  const { provider, browser } = await aSite();
  const begun = await browser.open("/sign-in");
  const asked = new URL(begun.headers.get("location") ?? "").searchParams;
  expect(Object.fromEntries(asked)).toMatchObject({
    ...{ response_type: "code", code_challenge_method: "S256", scope: "openid email profile" },
    ...{ client_id: "rollcall", redirect_uri: `${origin}/sign-in/callback` },
  });
  const cookie = begun.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(cookie + asked).not.toContain(provider.client.secret);
});

it("goes to the address the provider leads back to before it begins", async () => {
  const { site } = await aSite();
  const response = await site.app.fetch(new Request("http://localhost:8740/sign-in?to=/x"));
  expect(response.headers.get("location")).toBe(`${origin}/sign-in?to=/x`);
});

it.each([
  ["a wrong state", (asked: URL) => asked.searchParams.set("state", "forged")],
  ["a wrong nonce", (asked: URL) => asked.searchParams.set("nonce", "forged")],
  ["no nonce", (asked: URL) => asked.searchParams.delete("nonce")],
  ["a code for another verifier", (asked: URL) => asked.searchParams.set("code_challenge", "a".repeat(43))],
])("refuses %s", async (_, change) => {
  const { site, browser } = await aSite();
  const back = await browser.open(await atProvider(browser, { ...lee, change }));
  expect(back.status).toBe(403);
  expect(await back.text()).toContain("Sign in again");
  expect(await session(browser)).toBe(401);
  expect(site.log()).toContain("sign-in: ");
});

it.each([
  ["another issuer", (back: URL) => back.searchParams.set("iss", "https://evil.test")],
  ["another code", (back: URL) => back.searchParams.set("code", "x".repeat(43))],
  ["no state", (back: URL) => back.searchParams.delete("state")],
  ["nothing at all", (back: URL) => back.searchParams.forEach((__, name) => void back.searchParams.delete(name))],
])("refuses somebody who comes back with %s", async (_, change) => {
  const { browser } = await aSite();
  const back = await atProvider(browser, lee);
  change(back);
  expect((await browser.open(back)).status).toBe(403);
  expect(await session(browser)).toBe(401);
});

it("refuses a code used twice, also by a browser that kept its cookie", async () => {
  const { site, browser } = await aSite();
  const back = await atProvider(browser, lee);
  const kept = new Map(browser.cookies);
  expect((await browser.open(back)).status).toBe(303);
  const signedIn = browser.cookies.get("rollcall-8740");
  browser.cookies.clear();
  for (const [name, value] of kept) browser.cookies.set(name, value);
  expect((await browser.open(back)).status).toBe(403);
  expect(browser.cookies.get("rollcall-8740")).toBeUndefined();
  expect(signedIn).toBeDefined();
  // Refused here: the provider was not even asked whether it takes the code again.
  expect(site.log()).not.toContain("sign-in: ");
});

it("refuses to finish what another browser began: nobody is signed in as somebody else", async () => {
  const { site, browser } = await aSite();
  const back = await atProvider(browser, lee);
  const victim = site.browser();
  expect((await victim.open(back)).status).toBe(403);
  await victim.open("/sign-in");
  expect((await victim.open(back)).status).toBe(403);
  expect(await session(victim)).toBe(401);
});

it("refuses a cookie somebody made or changed, and one that is too old", async () => {
  const { site, browser } = await aSite();
  const back = await atProvider(browser, lee);
  const name = "rollcall-sign-in-8740";
  const [said = "", seal = ""] = (browser.cookies.get(name) ?? "").split(".");
  const changed = Buffer.from(Buffer.from(said, "base64url").toString().replace("/findings", "//evil.te")).toString("base64url");
  for (const cookie of [`${changed}.${seal}`, `${said}.`, said, ".", "%F0%28", `${said}.${seal}x`]) {
    expect((await browser.open(back, { headers: { cookie: `${name}=${cookie}` } })).status).toBe(403);
  }
  site.now = "2026-11-22T12:10:01.000Z";
  expect((await browser.open(back, { headers: { cookie: `${name}=${said}.${seal}` } })).status).toBe(403);
});

it.each([
  ["the provider does not know as verified", { ...lee, email_verified: false }, /nobody has verified lee@acme\.test/],
  ["is nobody here", { email: "eve@evil.test" }, /eve@evil\.test is neither in the roster nor named/],
  ["has left by the roster", { email: "gone@acme.test" }, /gone@acme\.test is neither/],
])("tells somebody who %s, and keeps no session", async (_, account, says) => {
  const { site, browser } = await aSite([account]);
  const back = await browser.open(await atProvider(browser, account));
  expect([back.status, await back.text()]).toEqual([403, expect.stringMatching(says)]);
  expect(browser.cookies.has("rollcall-8740")).toBe(false);
  expect(site.recorded).toEqual(account.email === lee.email ? [] : [`sign-in-refused: ${account.email}`]);
});

it("lets somebody in by an alias of theirs, as the one they are in the roster", async () => {
  const alias = { email: "Pat.Private@mail.test" };
  const { browser, site } = await aSite([alias]);
  expect((await browser.open(await atProvider(browser, alias))).status).toBe(303);
  expect(await (await browser.open("/api/v1/session")).json()).toMatchObject({
    who: { email: "pat@acme.test", roles: ["person"], person: "pat@acme.test" },
  });
  expect(site.recorded).toEqual(["signed-in: pat@acme.test"]);
});

it("an e-mail that is markup stays text", async () => {
  const account = { email: '"><script>alert(1)</script>@evil.test' };
  const { browser } = await aSite([account]);
  const page = await (await browser.open(await atProvider(browser, account))).text();
  expect(page).not.toContain("<script>");
});

it("tells somebody who said no at the provider", async () => {
  const { browser } = await aSite();
  const back = await browser.open(await atProvider(browser, { ...lee, form: { cancel: "1" } }));
  const page = await back.text();
  expect([back.status, page]).toEqual([403, expect.stringContaining("you said no there")]);
  expect(page).not.toContain("<b>no</b>");
});

it("says so where the provider is away, and works again when it is back", async () => {
  const { site, provider, browser } = await aSite();
  provider.away(true);
  const away = await browser.open("/sign-in");
  expect([away.status, await away.text()]).toEqual([502, expect.stringContaining("Example ID does not answer")]);
  expect(site.log()).toContain("see that serve.sign_in.issuer is right");
  provider.away(false);
  expect((await browser.open("/sign-in")).status).toBe(303);
  const back = await atProvider(browser, lee);
  provider.away(true);
  expect([(await browser.open(back)).status, await session(browser)]).toEqual([403, 401]);
});

it("doctor says whether the provider answers as the one that is configured", async () => {
  const { site, provider } = await aSite();
  const signIn = site.config.serve.signIn as SignInConfig;
  expect(await probeProvider(signIn)).toEqual({
    ok: true,
    message: `${provider.issuer} answers as an OpenID provider`,
    fix: null,
  });
  const issuer = new URL(provider.issuer.replace("127.0.0.1", "localhost"));
  expect(await probeProvider({ ...signIn, issuer })).toMatchObject({
    ok: false,
    fix: expect.stringContaining("serve.sign_in.issuer"),
  });
});

it("takes roles and groups from the provider's groups, and new ones at the next sign-in, for access tokens too", async () => {
  const pat: Account = { email: "pat@acme.test", groups: ["reviewers", "acme/federal"] };
  const roles = { manager: [], auditor: [], viewer: ["reviewers"] };
  const { provider, browser } = await aSite([pat], { roles, groups: { federal: ["acme/federal"] } });
  await browser.open(await atProvider(browser, pat));
  const write = { method: "POST", headers: { origin, "content-type": "application/json" } };
  const body = JSON.stringify({ name: "ci", scopes: ["read"], days: 30 });
  const { token } = (await (await browser.open("/api/v1/access-tokens", { ...write, body })).json()) as { token: string };
  const authorization = `Bearer ${token}`;
  const seen = { who: { roles: ["viewer", "person"] }, systems: [{ id: "zendesk" }, { id: "federal" }] };
  expect(await (await browser.open("/api/v1/session")).json()).toMatchObject(seen);
  expect(await (await browser.open("/api/v1/session", { headers: { authorization } })).json()).toMatchObject(seen);
  provider.accounts.set(pat.email, { ...pat, groups: [] });
  await browser.open(await atProvider(browser, pat));
  const left = { who: { roles: ["person"] }, systems: [] };
  expect(await (await browser.open("/api/v1/session")).json()).toMatchObject(left);
  expect(await (await browser.open("/api/v1/session", { headers: { authorization } })).json()).toMatchObject(left);
});

it("a role taken from the configuration is gone at the next request", async () => {
  const { site, browser } = await aSite();
  await browser.open(await atProvider(browser, lee));
  expect(await session(browser)).toBe(200);
  site.config = { ...site.config, people: { ...site.config.people, auditor: site.config.people.opsManager } };
  const response = await browser.open("/api/v1/session");
  expect([response.status, await response.json()]).toMatchObject([403, { detail: expect.stringContaining("lee@acme.test") }]);
  expect((await browser.open("/findings")).status).toBe(403);
});

it("whoever came in by the link of this machine is out once a provider is configured", async () => {
  const { store, site } = await aSite();
  const before = signInSite(async () => store);
  const browser = before.browser();
  await browser.open(before.links[0] ?? "");
  expect(await session(browser)).toBe(200);
  before.config = { ...someConfig, serve: site.config.serve };
  expect(await session(browser)).toBe(401);
  expect((await site.browser().open(before.links[1] ?? "")).status).toBe(200);
});
