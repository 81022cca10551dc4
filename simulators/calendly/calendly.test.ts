import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormatsModule from "ajv-formats";
import { afterEach, expect, test } from "vitest";
import { makeCalendly } from "../company/calendly.ts";
import { Clock } from "../company/clock.ts";
import { makeCompany } from "../company/company.ts";
import { Books } from "../kit/books.ts";
import { Faults } from "../kit/faults.ts";
import type { Switches } from "./data.ts";
import { startCalendly } from "./index.ts";

const organization = "organization=https://api.calendly.com/organizations/ORGACMESUPPORT01";
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function start(switches: Partial<Switches> = {}) {
  const clock = new Clock(new Date("2026-11-22T12:00:00Z"));
  const calendly = makeCalendly(makeCompany(clock).people, clock);
  const [books, faults] = [new Books(), new Faults()];
  const userId = calendly.data.members.find(({ role }) => role === "admin")?.id ?? "";
  const options = { name: "calendly", data: calendly.data, token: "example-token", userId, books, faults };
  const served = await startCalendly({ ...options, switches: { limit: 100_000, ...switches } });
  closing.push(served.close);
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: "Bearer example-token", ...init.headers };
    const response = await fetch(new URL(path, served.url), { ...init, headers });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
  };
  return { ...calendly, send, books, faults, change: served.controlled.change.bind(served.controlled) };
}

const ajv = new Ajv({ strict: false });
(addFormatsModule as unknown as (ajv: Ajv) => void)(ajv);

function faultsOf(name: string, value: unknown): unknown[] {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, `spec/${name}.json`), "utf8")) as object;
  const valid = ajv.compile(schema);
  valid(value);
  return (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const listings = [
  [`/organization_memberships?${organization}&count=100`, "membership"],
  ["/organizations/ORGACMESUPPORT01/invitations?count=100", "invitation"],
  [`/groups?${organization}`, "group"],
  [`/group_relationships?${organization}&count=100`, "group-relationship"],
] as const;

test.each(listings)("%s answers rows and pagination of the official shape", async (path, name) => {
  const { body } = await (await start()).send(path);
  const rows = (body.collection as { role?: string }[]).filter(({ role }) => role !== "team_manager");
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.flatMap((row) => faultsOf(name, row))).toEqual([]);
  expect(faultsOf("pagination", body.pagination)).toEqual([]);
});

test("/users/me answers a user with its organisation, of the official shape", async () => {
  const { body } = await (await start()).send("/users/me");
  expect(faultsOf("user", body.resource)).toEqual([]);
  expect(body.resource).toMatchObject({ current_organization: "https://api.calendly.com/organizations/ORGACMESUPPORT01" });
});

test("pages hold at most 100 rows and are walked by token to every member once", async () => {
  const at = await start();
  const seen = new Set<string>();
  let token: string | null = "";
  while (token !== null) {
    const path = `/organization_memberships?${organization}&count=100${token && `&page_token=${token}`}`;
    const { body } = await at.send(path);
    for (const { uri } of body.collection as { uri: string }[]) seen.add(uri);
    token = (body.pagination as { next_page_token: string | null }).next_page_token;
  }
  expect(seen.size).toBe(at.data.members.length);
  expect((await at.send(`/organization_memberships?${organization}&count=101`)).status).toBe(400);
  expect((await at.send(`/organization_memberships?${organization}&page_token=x`)).status).toBe(400);
  expect(((await at.send(`/organization_memberships?${organization}`)).body.collection as []).length).toBe(20);
});

test("without organization the list is the caller alone; so it is for an ordinary user, or it is refused", async () => {
  const rows = async (path: string, switches: Partial<Switches> = {}) =>
    (await (await start(switches)).send(path)).body.collection;
  expect(await rows("/organization_memberships")).toHaveLength(1);
  expect(await rows(`/organization_memberships?${organization}`, { role: "user" })).toMatchObject([{ role: "user" }]);
  const refused = await start({ role: "user", cut: "refused" });
  expect((await refused.send(`/organization_memberships?${organization}`)).status).toBe(403);
  expect((await refused.send("/organizations/ORGACMESUPPORT01/invitations")).status).toBe(403);
});

test("invitations come with every status unless one is asked for", async () => {
  const at = await start();
  const statuses = async (query: string) => {
    const { body } = await at.send(`/organizations/ORGACMESUPPORT01/invitations?count=100${query}`);
    return new Set((body.collection as { status: string }[]).map(({ status }) => status));
  };
  expect(await statuses("")).toEqual(new Set(["pending", "accepted", "declined"]));
  expect(await statuses("&status=pending")).toEqual(new Set(["pending"]));
});

test.each([
  ["/users/me", "users:read"],
  [`/organization_memberships?${organization}`, "organizations:read"],
  ["/organizations/ORGACMESUPPORT01/invitations", "organizations:read"],
  [`/groups?${organization}`, "groups:read"],
  [`/group_relationships?${organization}`, "groups:read"],
])("%s needs the scope %s and says so; write implies it, and an old token has no scopes at all", async (path, scope) => {
  const at = await start({ scopes: [] });
  const refused = await at.send(path);
  expect(refused).toMatchObject({ status: 403, body: { title: "Insufficient scope", required_scopes: [scope] } });
  expect(faultsOf("error", refused.body)).toEqual([]);
  at.change({ switches: { scopes: [scope.replace("read", "write")] } });
  expect((await at.send(path)).status).toBe(200);
  at.change({ switches: { scopes: null } });
  expect((await at.send(path)).status).toBe(200);
});

test("a wrong token is 401, an unknown address 404, a wrong organisation 400, each in the official shape", async () => {
  const at = await start();
  const stranger = await at.send("/users/me", { headers: { authorization: "Bearer nothing" } });
  const answers = [stranger, await at.send("/nothing"), await at.send("/groups"), await at.send("/organizations/X/invitations")];
  expect(answers.map(({ status }) => status)).toEqual([401, 404, 400, 404]);
  expect(answers.flatMap(({ body }) => faultsOf("error", body))).toEqual([]);
});

test("every answer tells the minute's budget, and one too many is refused with the seconds to wait and no Retry-After", async () => {
  const at = await start({ limit: 1, reset: 2 });
  expect((await at.send("/users/me")).headers.get("x-ratelimit-remaining")).toBe("0");
  at.change({ switches: { limit: 0 } });
  const { status, headers } = await at.send("/users/me");
  expect([status, headers.get("x-ratelimit-limit"), headers.get("x-ratelimit-reset")]).toEqual([429, "0", "2"]);
  expect(headers.get("retry-after")).toBeNull();
});

test.each(["POST", "PUT", "DELETE"])("a %s is answered 500 and stands in the books", async (method) => {
  const at = await start();
  expect((await at.send("/organization_memberships/MEM1", { method })).status).toBe(500);
  expect(at.books.requests).toContainEqual(expect.objectContaining({ method, status: 500 }));
});
