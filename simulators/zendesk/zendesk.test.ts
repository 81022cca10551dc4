import { expect, test } from "vitest";
import { bearer, useAccount } from "./testing/account.ts";

const start = useAccount();

test("ids stand as bare numbers of more digits than a JavaScript number holds", async () => {
  const { text } = await (await start()).get("/api/v2/custom_roles");
  expect(text).toContain('"id":900719925474099301');
});

test("cursor paging needs page[size], has at most 100 rows, and ends with has_more false though links.next is there", async () => {
  const account = await start();
  const first = await account.get("/api/v2/users?page[size]=500&role[]=agent");
  expect((first.body.users as unknown[]).length).toBe(100);
  expect(first.body).not.toHaveProperty("count");
  const seen = new Set<string>();
  let page = first;
  for (;;) {
    for (const match of page.text.matchAll(/\/api\/v2\/users\/(\d+)\.json/g)) seen.add(String(match[1]));
    const { meta, links } = page.body as { meta: { has_more: boolean }; links: { next: string } };
    expect(links.next).toContain("page%5Bafter%5D=");
    if (!meta.has_more) break;
    page = await account.get(links.next);
  }
  const { body } = await account.get("/api/v2/users/count?role[]=agent");
  expect(seen.size).toBe((body.count as { value: number }).value);
});

test("without page[size] an answer comes by offset, and dies past 10,000 rows", async () => {
  const account = await start();
  const { body } = await account.get("/api/v2/users?role=agent");
  expect(body).toMatchObject({ next_page: expect.stringContaining("page=2"), previous_page: null });
  expect(body).toHaveProperty("count");
  expect(body).not.toHaveProperty("meta");
  expect((await account.get("/api/v2/users?role=agent&page=101")).status).toBe(400);
});

test("roles choose: agents without admins, both, deleted ones never", async () => {
  const account = await start();
  const count = async (query: string) =>
    ((await account.get(`/api/v2/users/count?${query}`)).body.count as { value: number }).value;
  const [agents, admins, both] = await Promise.all([
    count("role=agent"),
    count("role=admin"),
    count("role[]=agent&role[]=admin"),
  ]);
  expect(agents + admins).toBe(both);
  expect(admins).toBeGreaterThan(0);
  expect(both).toBe(account.data.users.filter(({ active, role }) => active && role !== "end-user").length);
});

test("client credentials give a token that works, is listed, and carries its scopes", async () => {
  const account = await start();
  const grant = {
    grant_type: "client_credentials",
    client_id: "rollcall_audit",
    client_secret: "example-secret",
    scope: "read",
    expires_in: 3600,
  };
  const post = (json: object) =>
    account.send("/oauth/tokens", {
      method: "POST",
      body: JSON.stringify(json),
      headers: { "content-type": "application/json" },
    });
  const made = await post(grant);
  expect(made).toMatchObject({ status: 201, body: { token_type: "bearer", scope: "read", expires_in: 3600 } });
  const authorization = `Bearer ${String(made.body.access_token)}`;
  expect((await account.get("/api/v2/groups", authorization)).status).toBe(200);
  expect((await account.get("/api/v2/oauth/tokens/current", authorization)).body).toMatchObject({ token: { scopes: ["read"] } });
  const listed = (await account.get("/api/v2/oauth/tokens?all=true&page[size]=100")).body.tokens as { id: number }[];
  expect(listed.map(({ id }) => id)).toContain(8_800_000);
  expect((await post({ ...grant, client_secret: "wrong" })).status).toBe(401);
  expect((await post({ ...grant, expires_in: 100 })).status).toBe(400);
  const nonsense = `Bearer ${String((await post({ ...grant, scope: "nonsense" })).body.access_token)}`;
  expect((await account.get("/api/v2/groups", nonsense)).status).toBe(403);
});

test("e-mail and API token open the door, also a wrong one's refusal is Zendesk's", async () => {
  const account = await start();
  const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
  expect((await account.get("/api/v2/groups", basic("dana.whitfield@acme.test/token:example-api-token"))).status).toBe(200);
  expect(await account.get("/api/v2/groups", basic("dana.whitfield@acme.test:example-api-token"))).toMatchObject({
    status: 401,
    body: { error: "Couldn't authenticate you" },
  });
  expect((await account.get("/api/v2/groups", "Bearer nothing")).body).toMatchObject({ error: "invalid_token" });
});

test("a stranger is answered 200 at /users/me, as nobody", async () => {
  expect(await (await start()).get("/api/v2/users/me", null)).toMatchObject({ status: 200, body: { user: { id: null } } });
});

test.each([
  [{ apiTokens: "off" }, "/api/v2/api_tokens", 404],
  [{ apiTokens: "forbidden" }, "/api/v2/api_tokens", 403],
  [{ customRoles: "forbidden" }, "/api/v2/custom_roles", 403],
  [{ customRoles: "missing" }, "/api/v2/custom_roles", 404],
  [{ role: "agent" }, "/api/v2/oauth/clients", 403],
  [{ role: "agent" }, "/api/v2/oauth/tokens?all=true", 403],
  [{ role: "agent" }, "/api/v2/users", 200],
] as const)("with %j %s answers %d", async (switches, path, status) => {
  expect((await (await start(switches)).get(path)).status).toBe(status);
});

test("a refusal's error is a text or an object: both are seen", async () => {
  expect((await (await start({ role: "agent" })).get("/api/v2/oauth/clients")).body.error).toBe("Forbidden");
  expect((await (await start({ role: "agent", errorObjects: true })).get("/api/v2/oauth/clients")).body.error).toMatchObject({
    title: "Forbidden",
  });
});

test("every answer tells what is left of the minute, and one too many is refused with Retry-After and a text", async () => {
  const account = await start({ limit: 1 });
  const told = await account.get("/api/v2/groups");
  expect([told.headers.get("x-rate-limit"), told.headers.get("x-rate-limit-remaining")]).toEqual(["1", "0"]);
  account.change({ switches: { limit: 0 } });
  const refused = await account.get("/api/v2/groups");
  expect(refused).toMatchObject({ status: 429, text: expect.stringContaining("exceeded") });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(refused.headers.get("content-type")).toBe("text/plain");
});

test.each(["POST", "PUT", "DELETE"])("a %s on the audited account is answered 500 and stands in the books", async (method) => {
  const account = await start();
  expect((await account.send("/api/v2/users/1", { method, headers: { authorization: bearer } })).status).toBe(500);
  expect(account.books.requests).toContainEqual(expect.objectContaining({ method, path: "/api/v2/users/1", status: 500 }));
});

test("an address outside the API is a page, and an unknown one inside a JSON 404", async () => {
  const account = await start();
  expect(await account.get("/nothing/here")).toMatchObject({ status: 404, text: expect.stringContaining("<html>") });
  expect(await account.get("/api/v2/nothing")).toMatchObject({ status: 404, body: { error: "RecordNotFound" } });
});

test("rows change and go while the account runs, and the lists follow", async () => {
  const account = await start();
  const [user] = account.data.users;
  await account.get("/api/v2/users/count?role=admin");
  account.change({ table: "users", set: [{ id: user?.id, role: "agent" }] });
  const before = account.data.users.length;
  account.change({ table: "users", remove: [account.data.users[5]?.id] });
  expect(account.data.users.length).toBe(before - 1);
  const { body } = await account.get("/api/v2/users/count?role=admin");
  expect((body.count as { value: number }).value).toBe(
    account.data.users.filter(({ active, role }) => active && role === "admin").length,
  );
});
