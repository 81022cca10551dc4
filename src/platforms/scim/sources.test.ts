import { expect, test } from "vitest";
import { type Handler, json } from "../../http/testing/loopback.ts";
import type { Row } from "../../model/source.ts";
import { type Connected, connected, service } from "./testing/service.ts";

async function read(of: Connected, name: string): Promise<{ rows: Row[]; requests: number; told: number[] }> {
  const meter = { requests: 0 };
  const rows: Row[] = [];
  const told: number[] = [];
  const reading = { meter, signal: new AbortController().signal, expect: (total: number) => void told.push(total) };
  for await (const some of of.listing(name).pages(reading)) rows.push(...some);
  return { rows, requests: meter.requests, told };
}

function asked({ heard }: Connected): string[] {
  return heard.map(({ path }) => decodeURIComponent(path));
}

function users(count: number): { id: string }[] {
  return Array.from({ length: count }, (_, index) => ({ id: `U${index}`, userName: `u${index}@acme.test` }));
}

const member = (value: string, more: object = {}) => ({ value, type: "User", ...more });

test("250 users and ten groups with their members take four requests, and every page tells the number", async () => {
  const groups = Array.from({ length: 10 }, (_, index) => ({
    id: `G${index}`,
    displayName: `G${index}`,
    members: [member("U1")],
  }));
  const of = await connected(service({ "/Users": users(250), "/Groups": groups }));
  const lists = await Promise.all(["users", "groups"].map((name) => read(of, name)));
  expect(lists.map(({ rows, requests, told }) => [rows.length, requests, told])).toEqual([
    [250, 3, [250, 250, 250]],
    [10, 1, [10]],
  ]);
});

test("it is asked as SCIM asks: from the first, a hundred at a time, members by name, application/scim+json", async () => {
  const of = await connected(service({ "/Users": users(1) }), { user_filter: 'userType eq "Employee" and active eq true' });
  for (const name of ["users", "groups"]) await read(of, name);
  expect(asked(of).map((path) => path.replaceAll("+", " "))).toEqual([
    '/Users?filter=userType eq "Employee" and active eq true&startIndex=1&count=100',
    "/Groups?attributes=displayName,externalId,members&startIndex=1&count=100",
  ]);
  expect(of.heard[0]?.headers).toMatchObject({
    accept: "application/scim+json, application/json;q=0.9",
    authorization: "Bearer example-token-1234",
  });
});

test("what is kept is what is needed, ids as text", async () => {
  const user = {
    id: 4711,
    userName: "x",
    password: "hunter2",
    title: "T",
    meta: { created: "2026-01-01", location: "y" },
    "urn:x": 1,
  };
  const of = await connected(service({ "/Users": [user as never] }));
  expect((await read(of, "users")).rows).toEqual([{ id: "4711", userName: "x", meta: { created: "2026-01-01" } }]);
});

test("a base with a prefix stands before every path", async () => {
  const of = await connected((response) => json(response, { totalResults: 0 }));
  expect((await read(of, "users")).rows).toEqual([]);
  expect(of.heard[0]?.path).toMatch(/^\/Users\?/);
});

const list =
  (given: object): Handler =>
  (response) =>
    json(response, given);

test.each([
  ["no number of results", { Resources: [] }, 'holds no number "totalResults"'],
  ["a number that is none", { totalResults: "many", Resources: [] }, 'holds no number "totalResults"'],
  ["a negative one", { totalResults: -1, Resources: [] }, 'holds no number "totalResults"'],
  ["some counted and no Resources", { totalResults: 2 }, 'holds no list "Resources"'],
  ["Resources that are no list", { totalResults: 2, Resources: {} }, 'holds no list "Resources"'],
  ["a user without id", { totalResults: 1, Resources: [{ userName: "x" }] }, "row without id is not as documented: id"],
  ["an id that leads out of the path", { totalResults: 1, Resources: [{ id: ".." }] }, "is no id"],
  ["active in other words", { totalResults: 1, Resources: [{ id: "1", active: "perhaps" }] }, "active"],
  ["emails as plain words", { totalResults: 1, Resources: [{ id: "1", emails: "a@acme.test" }] }, "emails"],
  ["an error with status 200", { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "500" }, "totalResults"],
  ["nothing but null", null as never, "totalResults"],
])("%s fails the source", async (_, body, message) => {
  const of = await connected(list(body));
  await expect(read(of, "users")).rejects.toMatchObject({ actor: "platform", message: expect.stringContaining(message) });
});

test("a list that begins anew at each page is left at once: the repeated row tells", async () => {
  const of = await connected(list({ totalResults: 1_000_000, Resources: users(100) }));
  const { rows, requests } = await read(of, "users");
  expect([rows.length, requests]).toEqual([200, 2]);
});

test("a list of another length is left at once, and both lengths are told", async () => {
  const of = await connected((response, _request, n) => json(response, { totalResults: 299 - n, Resources: users(1) }));
  expect(await read(of, "users")).toMatchObject({ requests: 2, told: [299, 298] });
});

test.each([
  ["users", 404, "what stands before /Users"],
  ["groups", 404, "say groups: false"],
  ["groups", 501, "say groups: false"],
])("where there are no %s (%i) it says what to change", async (name, status, fix) => {
  const body = { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: String(status), detail: "Endpoint Not Found" };
  const of = await connected((response) => json(response, body, { status }));
  await expect(read(of, name)).rejects.toMatchObject({
    actor: "configuration",
    message: expect.stringContaining(`answered ${status}: Endpoint Not Found`),
    fix: expect.stringContaining(fix),
  });
  expect(of.heard).toHaveLength(1);
});

test("a refusal is told by type and detail, and asks for the right", async () => {
  const body = { status: "403", scimType: "sensitive", detail: "not permitted" };
  const of = await connected((response) =>
    json(response, body, { status: 403, headers: { "content-type": "application/scim+json" } }),
  );
  await expect(read(of, "groups")).rejects.toMatchObject({
    actor: "credentials",
    message: expect.stringContaining("answered 403: sensitive: not permitted"),
  });
  expect(of.listing("groups").right).toBe("a token that may read /Groups");
});

test("groups of which none has members in the list are asked for one by one; those that are empty then are", async () => {
  const groups = [
    { id: "G1", displayName: "A", members: [member("U1")] },
    { id: "G 2/x", displayName: "B" },
  ];
  const bare = groups.map(({ id, displayName }) => ({ id, displayName, members: [] }));
  const of = await connected(
    service({ "/Groups/G1": list(groups[0] ?? {}), "/Groups/G%202%2Fx": list(groups[1] ?? {}), "/Groups": bare }),
  );
  const { rows, requests } = await read(of, "groups");
  expect(rows).toEqual(groups.map((group) => expect.objectContaining(group)));
  expect(requests).toBe(3);
  expect(asked(of)[1]).toBe("/Groups/G1?attributes=displayName,externalId,members");
});

test("only those that are looked at are asked for one by one, and whatever stands within them, in a circle once", async () => {
  const groups: Record<string, object> = {
    A: { id: "A", displayName: "Support", members: [{ value: "B", type: "Group" }] },
    B: {
      id: "B",
      displayName: "Nights",
      members: [{ value: "A", type: "Group" }, member("U1"), { value: "gone", type: "Group" }],
    },
    C: { id: "C", displayName: "Admins", members: [] },
    D: { id: "D", displayName: "Others", members: [member("U2")] },
  };
  const bare = Object.values(groups).map((group) => ({ ...group, members: undefined }) as never);
  const single = Object.fromEntries(Object.entries(groups).map(([id, group]) => [`/Groups/${id}`, list(group)]));
  const of = await connected(service({ ...single, "/Groups": bare }), { groups: ["support"], admin_groups: ["C"] });
  await expect(read(of, "groups")).rejects.toThrow('"support" in rollcall.yaml is no group');
  const named = await connected(service({ ...single, "/Groups": bare }), { groups: ["Support"], admin_groups: ["C"] });
  const { rows } = await read(named, "groups");
  expect(rows.map(({ id }) => id).sort()).toEqual(["A", "B", "C", "D"]);
  expect(
    asked(named)
      .slice(1)
      .map((path) => path.split("?")[0]),
  ).toEqual(["/Groups/A", "/Groups/C", "/Groups/B"]);
});

test("one that is gone when it is asked for, or answers for another, fails the source", async () => {
  const bare = [{ id: "G1", displayName: "A" }];
  const gone = await connected(service({ "/Groups": bare, "/Groups/G1": (response) => json(response, {}, { status: 404 }) }));
  await expect(read(gone, "groups")).rejects.toMatchObject({
    actor: "later",
    message: expect.stringContaining("the list moved"),
  });
  const other = await connected(service({ "/Groups": bare, "/Groups/G1": list({ id: "G2", displayName: "B" }) }));
  await expect(read(other, "groups")).rejects.toMatchObject({ message: expect.stringContaining('the answer is about "G2"') });
});

test("a name that two groups have must be told apart by id", async () => {
  const groups = ["G1", "G2"].map((id) => ({ id, displayName: "Support", members: [member("U1")] }));
  const two = await connected(service({ "/Groups": groups }), { groups: ["Support"] });
  await expect(read(two, "groups")).rejects.toMatchObject({
    actor: "configuration",
    message: '"Support" in rollcall.yaml is the name of 2 groups (G1, G2)',
  });
  const one = await connected(service({ "/Groups": groups }), { groups: ["G2"] });
  expect((await read(one, "groups")).rows).toHaveLength(2);
});

test("a member that names nobody fails the source", async () => {
  const of = await connected(service({ "/Groups": [{ id: "G1", members: [{ display: "Dana" }] }] }));
  await expect(read(of, "groups")).rejects.toThrow("names nobody");
});

test("a 429 is waited out as Retry-After says", async () => {
  const of = await connected((response, _request, n) => {
    if (n > 0) return json(response, { totalResults: 0 });
    json(response, { status: "429", detail: "slow down" }, { status: 429, headers: { "Retry-After": "17" } });
  });
  expect((await read(of, "users")).requests).toBe(2);
  expect(Math.max(...of.slept)).toBe(17_000);
});

test("doctor is told how many users the token is shown", async () => {
  const of = await connected(service({ "/Users": users(7) }));
  const { who, scopes } = await of.connection.whoAmI(new AbortController().signal);
  expect([who, scopes]).toEqual(["the bearer of a token that is shown 7 users", null]);
  expect(asked(of)).toEqual(["/Users?startIndex=1&count=1"]);
});

test("a service without groups is asked for none", async () => {
  const of = await connected(service({}), { groups: false });
  expect(of.connection.listings.map(({ name }) => name)).toEqual(["users"]);
});
