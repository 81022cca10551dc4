import { expect, test } from "vitest";
import { type Answer, bearer, type TestAccount, useAccount } from "./testing/account.ts";

const start = useAccount();

function basic(email: string): string {
  return `Basic ${Buffer.from(`${email}/token:example-api-token`).toString("base64")}`;
}

async function tokenFor(account: TestAccount, scope: string): Promise<string> {
  const grant = { grant_type: "client_credentials", client_id: "rollcall_audit", client_secret: "example-secret", scope };
  const { body } = await account.send("/oauth/tokens", { method: "POST", body: JSON.stringify(grant) });
  return `Bearer ${String(body.access_token)}`;
}

function tokensIn({ body }: Answer): { id: number; client_id: number; user_id: number }[] {
  return body.tokens as { id: number; client_id: number; user_id: number }[];
}

test.each([
  ["read", "/api/v2/groups", 200],
  ["read write", "/api/v2/groups", 200],
  ["write", "/api/v2/groups", 403],
  ["tickets:read", "/api/v2/users", 403],
  ["users:read", "/api/v2/users", 200],
  ["users:read", "/api/v2/users/count", 200],
  ["users:read", "/api/v2/groups", 403],
  ["users:read", "/api/v2/custom_roles", 403],
  ["users:read", "/api/v2/oauth/tokens?all=true", 403],
])("a token with the scope %s asks %s and gets %d", async (scope, path, status) => {
  const account = await start();
  expect((await account.get(path, await tokenFor(account, scope))).status).toBe(status);
});

test("an API token is nobody's: any e-mail of the team opens the door, with that user's rights", async () => {
  const account = await start();
  const agent = account.data.users.find(({ role, email, suspended }) => role === "agent" && email && !suspended);
  const customer = account.data.users.find(({ role, suspended }) => role === "end-user" && !suspended);
  const suspended = account.data.users.find((user) => user.suspended && user.role === "agent");
  const asked = async (email: unknown, path: string) => (await account.get(path, basic(String(email)))).status;
  const me = await account.get("/api/v2/users/me", basic(String(agent?.email).toUpperCase()));
  expect(me.body).toMatchObject({ user: { email: agent?.email } });
  expect([await asked(agent?.email, "/api/v2/groups"), await asked(agent?.email, "/api/v2/oauth/clients")]).toEqual([200, 403]);
  expect(await asked(customer?.email, "/api/v2/groups")).toBe(403);
  expect(await asked(suspended?.email, "/api/v2/groups")).toBe(401);
  expect(await asked("nobody@acme.test", "/api/v2/groups")).toBe(401);
});

test("once API tokens are switched off, none opens the door", async () => {
  const account = await start({ apiTokens: "off" });
  expect((await account.get("/api/v2/groups", basic("dana.whitfield@acme.test"))).status).toBe(401);
});

test("an agent sees its own OAuth tokens, an administrator everybody's, and both can choose a client", async () => {
  const account = await start();
  const everything = tokensIn(await account.get("/api/v2/oauth/tokens?all=true&page[size]=100"));
  expect(everything.length).toBe(account.data.oauthTokens.length);
  account.change({ switches: { role: "agent" } });
  const own = await account.get("/api/v2/oauth/tokens?page[size]=100");
  expect(new Set(tokensIn(own).map(({ user_id }) => String(user_id)))).toEqual(new Set([account.data.users[0]?.id]));
  const client = account.data.globalClients[0]?.id;
  const chosen = tokensIn(await account.get(`/api/v2/oauth/tokens?client_id=${client}&page[size]=100`));
  expect(new Set(chosen.map(({ client_id }) => String(client_id)))).toEqual(new Set([client]));
});

test("a revoked or expired token is refused, and a new one works", async () => {
  let now = Date.parse("2026-11-22T12:00:00Z");
  const account = await start({ tokenLife: 600 }, () => now);
  const first = await tokenFor(account, "read");
  expect((await account.get("/api/v2/groups", first)).status).toBe(200);
  now += 600_000;
  expect(await account.get("/api/v2/groups", first)).toMatchObject({ status: 401, body: { error: "invalid_token" } });
  const second = await tokenFor(account, "read");
  account.change({ revoke: true });
  expect([(await account.get("/api/v2/groups", second)).status, (await account.get("/api/v2/groups", bearer)).status]).toEqual([
    401, 401,
  ]);
  expect((await account.get("/api/v2/groups", await tokenFor(account, "read"))).status).toBe(200);
});

test("the minute of the limit is fixed: what was used up is there again when it turns", async () => {
  let now = Date.parse("2026-11-22T12:00:50Z");
  const account = await start({ limit: 2 }, () => now);
  const ask = async () => {
    const { status, headers } = await account.get("/api/v2/groups");
    return [status, headers.get("x-rate-limit-remaining"), headers.get("ratelimit-reset"), headers.get("retry-after")];
  };
  expect(await ask()).toEqual([200, "1", "10", null]);
  account.change({ used: 1 });
  expect(await ask()).toEqual([429, "0", "10", "10"]);
  now += 10_000;
  expect(await ask()).toEqual([200, "1", "60", null]);
});

test("the maker of an API token is named only for who asks", async () => {
  const account = await start();
  const tokens = async (query: string) => (await account.get(`/api/v2/api_tokens${query}`)).body.api_tokens as object[];
  expect((await tokens("")).some((token) => "user_email" in token)).toBe(false);
  expect((await tokens("?include_users=true"))[0]).toMatchObject({ user_email: "dana.whitfield@acme.test" });
});

test.each([
  [null, 100_000, null],
  ["2026-11-22T00:00:00Z", 150_000, "2026-11-22T00:00:00Z"],
])("a count of 150,000 last made at %s is told as %d", async (countRefreshedAt, value, refreshed_at) => {
  const account = await start({ count: 150_000, countRefreshedAt });
  expect((await account.get("/api/v2/users/count")).body).toEqual({ count: { value, refreshed_at } });
});

test("users by their ids, a user's groups, a group's members", async () => {
  const account = await start();
  const [user] = account.data.users;
  const held = account.data.memberships.filter(({ user_id }) => user_id === user?.id);
  const rows = async (path: string, envelope: string) => (await account.get(`/api/v2/${path}`)).body[envelope] as object[];
  expect(await rows(`users/show_many?ids=${user?.id},1`, "users")).toMatchObject([{ email: user?.email }]);
  expect((await rows(`users/${user?.id}/group_memberships`, "group_memberships")).length).toBe(held.length);
  expect((await rows(`users/${user?.id}/groups`, "groups")).length).toBe(held.length);
  const members = account.data.memberships.filter(({ group_id }) => group_id === held[0]?.group_id).length;
  expect((await rows(`groups/${held[0]?.group_id}/memberships?page[size]=100`, "group_memberships")).length).toBe(members);
  const many = Array.from({ length: 101 }, (_, index) => index).join();
  expect((await account.get(`/api/v2/users/show_many?ids=${many}`)).status).toBe(400);
});

test.each(["switch", "tabel"])("a change of something there is not is refused", async (key) => {
  const account = await start();
  expect(() => account.change({ [key]: {} })).toThrow(key);
  expect(() => account.change({ switches: { apiToken: "off" } })).toThrow("apiToken");
});

test("the books say who asked, and hold no secret", async () => {
  const account = await start();
  await account.get("/api/v2/groups", await tokenFor(account, "read"));
  await account.get("/api/v2/groups", basic("dana.whitfield@acme.test"));
  expect(account.books.requests.map(({ who }) => who)).toEqual([
    null,
    "oauth token 8800000",
    "api token, dana.whitfield@acme.test",
  ]);
});
