import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { afterEach, expect, test } from "vitest";
import { Clock } from "../company/clock.ts";
import { makeCompany } from "../company/company.ts";
import { makeLargeScim, makeScim } from "../company/scim.ts";
import { Books } from "../kit/books.ts";
import { Faults } from "../kit/faults.ts";
import type { Switches } from "./data.ts";
import { startScim } from "./index.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface List {
  totalResults: number | string;
  startIndex: number;
  itemsPerPage: number;
  Resources?: {
    id: string;
    userName?: string;
    active?: unknown;
    members?: { value: string }[];
    groups?: { value: string; type: string }[];
  }[];
}

async function start(switches: Partial<Switches> = {}) {
  const clock = new Clock(new Date("2026-11-22T12:00:00Z"));
  const directory = makeScim(makeCompany(clock).people, clock);
  const [books, faults] = [new Books(), new Faults()];
  const served = await startScim({ name: "lab", data: directory.data, token: "example-token", switches, books, faults });
  closing.push(served.close);
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: "Bearer example-token", accept: "application/scim+json", ...init.headers };
    const response = await fetch(served.url + path, { ...init, headers });
    return { status: response.status, headers: response.headers, body: (await response.json()) as List };
  };
  return { directory, data: directory.data, send, books, faults, change: served.controlled.change.bind(served.controlled) };
}

const ajv = new Ajv2020({ strict: false });
(addFormatsModule as unknown as (ajv: Ajv2020) => void)(ajv);

function faultsOf(name: string, value: unknown): unknown[] {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, `spec/${name}.json`), "utf8")) as object;
  const valid = ajv.compile(schema);
  valid(value);
  return (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

// GET /Users and GET /Groups of RFC 7644 §3.4.2, and GET /{endpoint}/{id} of §3.4.1.
test.each([
  ["/Users?count=100", "user"],
  ["/Groups", "group"],
])("%s answers a list of resources of the standard's shape, and each is there by its id", async (path, name) => {
  const at = await start({ longest: 100 });
  const { body, headers } = await at.send(path);
  expect(headers.get("content-type")).toMatch(/^application\/scim\+json/);
  expect(faultsOf("list-response", body)).toEqual([]);
  expect(body.Resources?.length).toBe(body.totalResults);
  for (const resource of body.Resources ?? []) {
    expect(faultsOf(name, resource)).toEqual([]);
    expect(faultsOf("meta", (resource as { meta?: unknown }).meta)).toEqual([]);
  }
  const [first] = body.Resources ?? [];
  expect((await at.send(`${path.split("?")[0]}/${first?.id}`)).body).toEqual(first);
});

test("startIndex counts from 1, a page is cut to what the server gives, and every row comes once", async () => {
  const at = await start();
  const seen: string[] = [];
  for (;;) {
    const { body } = await at.send(`/Users?startIndex=${seen.length + 1}&count=100`);
    if (!body.Resources) break;
    expect([body.startIndex, body.itemsPerPage]).toEqual([seen.length + 1, body.Resources.length]);
    expect(body.Resources.length).toBeLessThanOrEqual(25);
    seen.push(...body.Resources.map(({ id }) => id));
  }
  expect(seen).toEqual(at.data.users.map(({ id }) => id));
  expect((await at.send("/Users?startIndex=-3&count=1")).body).toMatchObject({ startIndex: 1, Resources: [{ id: seen[0] }] });
});

test("count=0 and nobody to list leave Resources out; what is no number is refused", async () => {
  const at = await start();
  expect((await at.send("/Users?count=0")).body).not.toHaveProperty("Resources");
  expect((await at.send("/Users?count=-1")).body.totalResults).toBe(at.data.users.length);
  expect((await at.send('/Users?filter=userName eq "nobody"')).body).toMatchObject({ totalResults: 0 });
  const refused = await at.send("/Users?startIndex=one");
  expect(refused).toMatchObject({ status: 400, body: { status: "400", scimType: "invalidValue" } });
});

test("a filter of the kind most services know is applied, attributes in any case; any other is refused", async () => {
  const at = await start();
  const { body } = await at.send(`/Users?filter=USERNAME eq "${at.data.users[3]?.userName.toUpperCase()}"`);
  expect(body.Resources?.map(({ id }) => id)).toEqual([at.data.users[3]?.id]);
  expect((await at.send("/Users?filter=active eq false")).body.totalResults).toBe(2);
  expect((await at.send("/Users?filter=active eq false&attributes=emails")).body.totalResults).toBe(2);
  expect(await at.send('/Users?filter=userName sw "a"')).toMatchObject({ status: 400, body: { scimType: "invalidFilter" } });
});

test("attributes and excludedAttributes choose, and the id is always there", async () => {
  const at = await start();
  const keys = async (query: string) => Object.keys((await at.send(`/Users?count=1&${query}`)).body.Resources?.[0] ?? {}).sort();
  expect(await keys("attributes=USERNAME,active")).toEqual(["active", "id", "schemas", "userName"]);
  expect(await keys("excludedAttributes=emails,roles,meta,title,groups,externalId")).toEqual([
    "active",
    "displayName",
    "id",
    "schemas",
    "userName",
  ]);
});

test("members stand in lists, only where they are asked for, or only with one group", async () => {
  const told = async (members: Switches["members"]) => {
    const at = await start({ members });
    const withMembers = async (path: string) => {
      const { body } = await at.send(path);
      return (body.Resources ?? [body as never]).filter((one) => "members" in one).length;
    };
    const id = at.data.groups[0]?.id;
    return [
      await withMembers("/Groups"),
      await withMembers("/Groups?attributes=displayName,members"),
      await withMembers(`/Groups/${id}`),
    ];
  };
  expect(await told("listed")).toEqual([5, 5, 1]);
  expect(await told("asked")).toEqual([0, 5, 1]);
  expect(await told("single")).toEqual([0, 0, 1]);
});

test("users say which groups they are in, directly and by those within; cut members do not change that", async () => {
  const at = await start({ mostMembers: 1, longest: 100 });
  const night = at.directory.named("Night shift").members.find(({ kind }) => kind === "User")?.id;
  const { body } = await at.send("/Users");
  const groups = body.Resources?.find(({ id }) => id === night)?.groups?.map(({ value, type }) => [value, type]);
  expect(groups).toEqual(
    expect.arrayContaining([
      [at.directory.named("Night shift").id, "direct"],
      [at.directory.named("Lab operators").id, "indirect"],
    ]),
  );
  const groupsShown = (await at.send("/Groups")).body.Resources ?? [];
  expect(Math.max(...groupsShown.map(({ members }) => members?.length ?? 0))).toBe(1);
});

test("every refusal has the standard's shape, with its status as text", async () => {
  const at = await start();
  const answers = [
    await at.send("/Users", { headers: { authorization: "Bearer nothing" } }),
    await at.send("/nothing"),
    await at.send("/Users/nobody"),
    await at.send("/Users", { headers: { accept: "text/html" } }),
    await at.send("/Users?filter=x"),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 404, 404, 406, 400]);
  expect(answers.flatMap(({ body }) => faultsOf("error", body))).toEqual([]);
  expect(answers[0]?.headers.get("www-authenticate")).toMatch(/^Bearer/);
});

test.each([
  [{ scope: "nothing" }, "/Users", 403],
  [{ scope: "users" }, "/Groups", 403],
  [{ groups: "off" }, "/Groups", 404],
  [{ groups: "unimplemented" }, "/Groups", 501],
  [{ limit: 0 }, "/Users", 429],
] as const)("with %j %s is %i", async (switches, path, status) => {
  const { body, status: answered, headers } = await (await start(switches)).send(path);
  expect(answered).toBe(status);
  expect(faultsOf("error", body)).toEqual([]);
  if (status === 429) expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
});

test("a list that moves counts otherwise each time, and one in text says true and numbers in words", async () => {
  const moving = await start({ moving: true });
  const totals = [(await moving.send("/Users")).body.totalResults, (await moving.send("/Users")).body.totalResults];
  expect(new Set(totals).size).toBe(2);
  const worded = (await (await start({ asText: true })).send("/Users")).body;
  expect(worded.totalResults).toEqual(expect.stringMatching(/^\d+$/));
  expect(worded.Resources?.[0]?.active).toBe("True");
});

test.each(["POST", "PUT", "PATCH", "DELETE"])("a %s is answered 500 and stands in the books", async (method) => {
  const at = await start();
  expect((await at.send("/Users/1", { method })).status).toBe(500);
  expect(at.books.requests).toContainEqual(expect.objectContaining({ method, status: 500 }));
});

test("the directory for benchmarks has 250 users in ten groups", () => {
  const clock = new Clock(new Date("2026-11-22T12:00:00Z"));
  const { data, planted } = makeLargeScim(makeCompany(clock).people, clock);
  expect([data.users.length, data.groups.length, planted.length]).toEqual([250, 10, 0]);
  expect(data.groups.flatMap(({ members }) => members)).toHaveLength(250);
});
