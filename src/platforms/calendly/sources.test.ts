import { expect, test } from "vitest";
import { type Handler, json, type Loopback, listen } from "../../http/testing/loopback.ts";
import type { SystemConfig } from "../../model/config.ts";
import { Secret } from "../../model/secret.ts";
import type { Row } from "../../model/source.ts";
import { calendly } from "./index.ts";

const api = "https://api.calendly.com";
const organization = `${api}/organizations/ORG1`;
const made = "2026-01-02T03:04:05.678123Z";

function user(id: string): object {
  return {
    uri: `${api}/users/${id}`,
    name: id,
    slug: id,
    email: `${id}@acme.test`,
    scheduling_url: `https://calendly.com/${id}`,
  };
}

function member(id: string, role = "user"): object {
  return {
    uri: `${api}/organization_memberships/M${id}`,
    role,
    user: user(id),
    organization,
    created_at: made,
    updated_at: made,
  };
}

/** Fields are all there, as documented; the address of the next page leads where nobody must go. */
function page(rows: object[], token: string | null = null): object {
  const next_page = token && `https://elsewhere.test/steal?page_token=${token}`;
  const pagination = { count: rows.length, next_page, previous_page: null, next_page_token: token, previous_page_token: null };
  return { collection: rows, pagination };
}

/** Answers each path by what is given for it: a list of rows, paged by `count`, or a handler of its own. */
function organisation(lists: Record<string, object[] | Handler>): Handler {
  return (response, request, n) => {
    const { pathname, searchParams } = new URL(request.path, api);
    if (pathname === "/users/me") {
      json(response, { resource: { ...user("me"), current_organization: organization } });
      return;
    }
    const given = lists[pathname] ?? [];
    if (typeof given === "function") return given(response, request, n);
    const start = Number(searchParams.get("page_token") ?? 0);
    const end = start + Number(searchParams.get("count") ?? 20);
    json(response, page(given.slice(start, end), end < given.length ? String(end) : null));
  };
}

async function connected(handler: Handler) {
  const server = await listen(handler);
  const slept: number[] = [];
  let time = Date.parse("2026-11-22T12:00:00Z");
  const clock = {
    now: () => time,
    async sleep(ms: number) {
      slept.push(ms);
      time += ms;
    },
  };
  const settings = { url: server.base, auth: { token: new Secret("example-token-1234") } };
  const connection = calendly.connect({ id: "calendly", settings } as unknown as SystemConfig, { rate: 1, clock });
  return { ...server, connection, slept };
}

async function read(of: Awaited<ReturnType<typeof connected>>, name: string): Promise<{ rows: Row[]; requests: number }> {
  const meter = { requests: 0 };
  const rows: Row[] = [];
  const listing = of.connection.listings.find((one) => one.name === name);
  for await (const some of listing?.pages({ meter, signal: new AbortController().signal }) ?? []) rows.push(...some);
  return { rows, requests: meter.requests };
}

function asked({ heard }: Pick<Loopback, "heard">, path: string): URLSearchParams[] {
  return heard
    .map((one) => new URL(one.path, api))
    .filter(({ pathname }) => pathname === path)
    .map((url) => url.searchParams);
}

const owned = [member("me", "admin"), member("boss", "owner")];

test("250 members, all of them in a group, take 9 requests: one a page of each listing, and one for who the token is", async () => {
  const members = [...owned, ...Array.from({ length: 248 }, (_, index) => member(`u${index}`))];
  const groups = [
    { uri: `${api}/groups/G1`, name: "Support", organization, created_at: made, updated_at: made, member_count: 250 },
  ];
  const relationships = members.map((owner, index) => ({
    uri: `${api}/group_relationships/R${index}`,
    role: "member",
    owner: { type: "OrganizationMembership", ...owner },
    group: `${api}/groups/G1`,
    organization,
    created_at: made,
    updated_at: made,
  }));
  const of = await connected(
    organisation({ "/organization_memberships": members, "/groups": groups, "/group_relationships": relationships }),
  );
  const read_ = await Promise.all(of.connection.listings.map(({ name }) => read(of, name)));
  expect(of.heard).toHaveLength(9);
  expect(read_.map(({ rows }) => rows.length)).toEqual([1, 250, 0, 1, 250]);
  expect(read_.map(({ requests }) => requests)).toEqual([1, 3, 1, 1, 3]);
});

test("everything is asked of the token's organisation, by its URI as given, a hundred at a time, invitations pending ones only", async () => {
  const of = await connected(organisation({ "/organization_memberships": owned }));
  for (const { name } of of.connection.listings) await read(of, name);
  const whole = { organization, count: "100" };
  for (const path of ["/organization_memberships", "/groups", "/group_relationships"])
    expect(asked(of, path).map((query) => Object.fromEntries(query))).toEqual([whole]);
  expect(Object.fromEntries(asked(of, "/organizations/ORG1/invitations")[0] ?? [])).toEqual({ status: "pending", count: "100" });
  expect(asked(of, "/users/me")).toHaveLength(1);
});

test("the next page is asked for by its token; the address that stands beside it is followed nowhere", async () => {
  const members = [...owned, ...Array.from({ length: 120 }, (_, index) => member(`u${index}`))];
  const of = await connected(organisation({ "/organization_memberships": members }));
  expect((await read(of, "members")).rows).toHaveLength(122);
  expect(asked(of, "/organization_memberships").map((query) => query.get("page_token"))).toEqual([null, "100"]);
});

test("a row's id is its user's, the last part of the URI; fields nobody needs are not kept", async () => {
  const of = await connected(organisation({ "/organization_memberships": owned.map((one) => ({ ...one, secret: "x" })) }));
  const [row] = (await read(of, "members")).rows;
  expect(row).toMatchObject({ id: "me", uri: `${api}/organization_memberships/Mme`, role: "admin" });
  expect(row).not.toHaveProperty("secret");
});

test.each([
  ["is an ordinary user", [member("me")], "credentials", "sees only itself"],
  ["has a role nobody knows", [member("me", "guest"), member("boss", "owner")], "credentials", "has the role guest"],
  ["is not in the list", [member("boss", "owner"), member("other")], "platform", "is not in the list"],
  ["is an admin, but no owner came", [member("me", "admin"), member("other")], "platform", "no owner among 2 members"],
  ["gets an empty list", [], "platform", "no owner among 0 members"],
])("members are not the whole where the token's user %s", async (_, members, actor, message) => {
  const of = await connected(organisation({ "/organization_memberships": members }));
  await expect(read(of, "members")).rejects.toMatchObject({ actor, message: expect.stringContaining(message) });
});

const more = {
  count: 1,
  next_page: `${api}/x?page_token=2`,
  previous_page: null,
  next_page_token: null,
  previous_page_token: null,
};

test.each([
  [
    "holds fewer rows than it says",
    { ...page(owned), pagination: { ...more, next_page: null, count: 3 } },
    "says it has 3 rows and holds 2",
  ],
  ["does not say whether there is more", { collection: owned }, 'holds no "pagination"'],
  ["has more but no token", { collection: [owned[0]], pagination: more }, "gives no page token"],
  ["names itself as the next page", page(owned, "again"), "names one that was read before"],
  ["holds a row without a URI", page([{ role: "owner", user: user("boss"), organization }]), "is not as documented: uri"],
  ["holds no list", { data: [] }, 'holds no list "collection"'],
])("a page that %s fails the source", async (_, body, message) => {
  const of = await connected(organisation({ "/organization_memberships": (response) => json(response, body) }));
  await expect(read(of, "members")).rejects.toMatchObject({ actor: "platform", message: expect.stringContaining(message) });
});

test("a refusal names the scope that is missing", async () => {
  const refusal = { title: "Insufficient scope", message: "Missing scope", required_scopes: ["groups:read"] };
  const of = await connected(organisation({ "/groups": (response) => json(response, refusal, { status: 403 }) }));
  await expect(read(of, "groups")).rejects.toMatchObject({
    actor: "credentials",
    message: expect.stringContaining("scopes needed: groups:read"),
  });
});

test("a token that may not say who it is makes every source name that scope, not its own", async () => {
  const refusal = { title: "Insufficient scope", message: "Missing scope", required_scopes: ["users:read"] };
  const of = await connected((response) => json(response, refusal, { status: 403 }));
  await expect(read(of, "invitations")).rejects.toMatchObject({
    actor: "credentials",
    fix: expect.stringContaining("users:read"),
  });
  expect(of.heard).toHaveLength(1);
});

test("a 429 is waited out as X-RateLimit-Reset says, in seconds from now", async () => {
  let refused = false;
  const of = await connected(
    organisation({
      "/organization_memberships": (response) => {
        const headers = { "X-RateLimit-Limit": "500", "X-RateLimit-Remaining": refused ? "499" : "0", "X-RateLimit-Reset": "7" };
        if (refused) return json(response, page(owned), { headers });
        refused = true;
        json(response, { title: "Too Many Requests", message: "Rate limit exceeded" }, { status: 429, headers });
      },
    }),
  );
  expect((await read(of, "members")).rows).toHaveLength(2);
  expect(Math.max(...of.slept)).toBeGreaterThanOrEqual(7000);
  expect(Math.max(...of.slept)).toBeLessThan(10_000);
});

test("doctor is told who the token is and which role they have", async () => {
  const of = await connected(organisation({ "/organization_memberships": [member("me", "admin")] }));
  const { who, scopes } = await of.connection.whoAmI(new AbortController().signal);
  expect([who, scopes]).toEqual(["me <me@acme.test>, admin", null]);
});
