import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormatsModule from "ajv-formats";
import { afterEach, expect, test } from "vitest";
import { Clock } from "../company/clock.ts";
import { makeCompany } from "../company/company.ts";
import { makePagerduty } from "../company/pagerduty.ts";
import { Books } from "../kit/books.ts";
import { Faults } from "../kit/faults.ts";
import type { Switches } from "./data.ts";
import { startPagerduty } from "./index.ts";

const range = "since=2026-11-22T12:00:00Z&until=2026-12-06T12:00:00Z";
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Body = Record<string, unknown>;

async function start(switches: Partial<Switches> = {}) {
  const clock = new Clock(new Date("2026-11-22T12:00:00Z"));
  // The company has been here already and left its plants in the roster.
  const people = makeCompany(clock).people.map((person, index) => ({ ...person, pagerduty: { id: `PTEST${index}` } }));
  const pagerduty = makePagerduty(people, clock);
  const [books, faults] = [new Books(), new Faults()];
  const options = { name: "pagerduty", data: pagerduty.data, token: "example-key", bearer: "example-oauth", books, faults };
  const served = await startPagerduty({ ...options, switches: { limit: 100_000, ...switches } });
  closing.push(served.close);
  const send = async (path: string, given: Record<string, string> = {}, method = "GET") => {
    const headers = {
      authorization: "Token token=example-key",
      accept: "application/vnd.pagerduty+json;version=2",
      ...given,
    };
    const response = await fetch(new URL(path, served.url), { method, headers });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  };
  return { ...pagerduty, send, books, change: served.controlled.change.bind(served.controlled) };
}

const ajv = new Ajv({ strict: false });
(addFormatsModule as unknown as (ajv: Ajv) => void)(ajv);

function faultsOf(name: string, value: unknown): unknown[] {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, `spec/${name}.json`), "utf8")) as object;
  const valid = ajv.compile(schema);
  valid(value);
  return (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const includes = "include[]=schedule_layers&include[]=overrides_subschedule&include[]=final_schedule";

/** Operations of the official document: listUsers, listSchedules, listSchedulesV3, listEscalationPolicies, listOnCalls, listLicenseAllocations. */
const listings = [
  ["/users?include[]=teams&limit=100", "users", "user"],
  [`/schedules?${includes}&${range}&time_zone=UTC`, "schedules", "schedule"],
  [`/schedules?${includes}&${range}`, "schedules", "schedule"],
  ["/v3/schedules", "schedules", "v3-schedule-reference"],
  ["/escalation_policies", "escalation_policies", "escalation-policy"],
  [`/oncalls?${range}&time_zone=UTC`, "oncalls", "on-call"],
  ["/license_allocations?limit=100", "license_allocations", "license-allocation"],
] as const;

test.each(listings)("%s answers rows and pagination of the official shape", async (path, envelope, name) => {
  const { body } = await (await start()).send(path);
  const rows = (body[envelope] as { role?: string }[]).filter(({ role }) => role !== "incident_commander");
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.flatMap((row) => faultsOf(name, row))).toEqual([]);
  expect(faultsOf("pagination", body)).toEqual([]);
});

test("listLicenses and getScheduleV3 answer the official shape", async () => {
  const at = await start();
  const { licenses } = (await at.send("/licenses")).body as { licenses: unknown[] };
  expect(licenses.flatMap((row) => faultsOf("license", row))).toEqual([]);
  for (const { id } of at.data.shiftSchedules) {
    const { body } = await at.send(`/v3/schedules/${id}?include[]=final_schedule&${range}&time_zone=UTC`);
    expect(faultsOf("v3-schedule", body.schedule)).toEqual([]);
  }
});

test("schedules of shifts are at /v3 only, without who is in them; entries come only for a time and where asked for", async () => {
  const at = await start();
  const { schedules } = (await at.send("/schedules?limit=100")).body as { schedules: Body[] };
  const shifts = new Set(at.data.shiftSchedules.map(({ id }) => id));
  expect(schedules.filter(({ id }) => shifts.has(String(id)))).toEqual([]);
  expect(schedules[0]).not.toHaveProperty("schedule_layers");
  const bare = (await at.send(`/schedules?${includes}`)).body as { schedules: { final_schedule: Body }[] };
  expect(bare.schedules[0]?.final_schedule).toMatchObject({ rendered_schedule_entries: [], rendered_coverage_percentage: null });
  const [first] = shifts;
  expect((await at.send(`/v3/schedules/${first}`)).body.schedule).not.toHaveProperty("final_schedule");
});

test("the final schedule has overrides before layers, and no gap or overlap", async () => {
  const { body } = await (await start()).send(`/schedules?${includes}&${range}&time_zone=UTC`);
  type Entry = { start: string; end: string; user: { id: string } };
  type Sub = { rendered_schedule_entries: Entry[] };
  for (const { final_schedule, overrides_subschedule } of body.schedules as Record<string, Sub>[]) {
    const final = final_schedule?.rendered_schedule_entries ?? [];
    expect([final[0]?.start, final.at(-1)?.end]).toEqual(["2026-11-22T12:00:00Z", "2026-12-06T12:00:00Z"]);
    for (const [index, { start }] of final.entries()) if (index > 0) expect(start).toBe(final[index - 1]?.end);
    for (const { start, user } of overrides_subschedule?.rendered_schedule_entries ?? [])
      expect(final.find((entry) => entry.start === start)?.user.id).toBe(user.id);
  }
});

test("pages are walked by offset to every user once; limits are kept, and so is the end of all pages", async () => {
  const at = await start();
  const seen = new Set<string>();
  for (let offset = 0, more = true; more; offset += 100) {
    const { body } = await at.send(`/users?limit=100&offset=${offset}&total=true`);
    for (const { id } of body.users as { id: string }[]) seen.add(id);
    more = body.more === true;
    expect(body.total).toBe(at.data.users.length);
  }
  expect(seen.size).toBe(at.data.users.length);
  expect((await at.send("/users")).body).toMatchObject({ limit: 25, offset: 0, total: null, more: true });
  const statuses = [
    "/users?limit=101",
    "/users?limit=100&offset=9901",
    "/users?limit=100&offset=9900",
    "/v3/schedules?limit=1000",
  ];
  expect(await Promise.all(statuses.map(async (path) => (await at.send(path)).status))).toEqual([400, 400, 200, 200]);
});

test("on-calls are of now unless a time is asked for, of 90 days at most; earliest leaves one a user and level", async () => {
  const at = await start();
  const rows = async (query: string) => (await at.send(`/oncalls?limit=100&${query}`)).body.oncalls as Body[];
  expect((await rows("")).length).toBeLessThan((await rows(range)).length);
  expect((await rows(`${range}&earliest=true`)).length).toBeLessThanOrEqual((await rows(range)).length);
  expect((await rows(range)).some(({ schedule, start: from }) => schedule === null && from === null)).toBe(true);
  expect((await at.send("/oncalls?since=2026-01-01T00:00:00Z&until=2026-12-01T00:00:00Z")).status).toBe(400);
});

test.each([
  ["/users", "users.read"],
  ["/schedules", "schedules.read"],
  ["/v3/schedules", "schedules.read"],
  ["/escalation_policies", "escalation_policies.read"],
  ["/oncalls", "oncalls.read"],
  ["/licenses", "licenses.read"],
  ["/license_allocations", "licenses.read"],
])("%s needs the scope %s of an OAuth token, and none of a key", async (path, scope) => {
  const at = await start({ scopes: [] });
  const oauth = { authorization: "Bearer example-oauth" };
  const refused = await at.send(path, oauth);
  expect([refused.status, faultsOf("error", refused.body)]).toEqual([403, []]);
  at.change({ switches: { scopes: [scope] } });
  expect((await at.send(path, oauth)).status).toBe(200);
  at.change({ switches: { scopes: [] } });
  expect((await at.send(path)).status).toBe(200);
});

test("the key of an account belongs to nobody, a user's to the user; what the caller may not read is left out in silence", async () => {
  const at = await start();
  expect((await at.send("/users/me")).status).toBe(400);
  const hidden = [...at.data.schedules, ...at.data.shiftSchedules].map(({ id }) => id);
  at.change({ switches: { key: "user", role: "observer", hidden } });
  expect((await at.send("/users/me")).body.user).toMatchObject({ role: "observer" });
  for (const path of ["/schedules", "/v3/schedules"])
    expect((await at.send(path)).body).toMatchObject({ schedules: [], more: false });
  expect((await at.send(`/v3/schedules/${at.data.shiftSchedules[0]?.id}`)).status).toBe(404);
});

test("errors are of the official shape: a wrong key, no version, an unknown address, a plan without licences", async () => {
  const at = await start({ licences: false });
  const answers = [
    await at.send("/users", { authorization: "Token token=nothing" }),
    await at.send("/users", { accept: "application/json" }),
    await at.send("/nothing"),
    await at.send("/licenses"),
    await at.send("/schedules?since=yesterday"),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 406, 404, 402, 400]);
  expect(answers.flatMap(({ body }) => faultsOf("error", body))).toEqual([]);
});

test("every answer tells the minute's budget, and one too many is refused with the seconds to wait and no Retry-After", async () => {
  const at = await start({ limit: 1, reset: 2 });
  expect((await at.send("/licenses")).headers.get("ratelimit-remaining")).toBe("0");
  at.change({ switches: { limit: 0 } });
  const { status, headers } = await at.send("/licenses");
  expect([status, headers.get("ratelimit-limit"), headers.get("ratelimit-reset")]).toEqual([429, "0", "2"]);
  expect(headers.get("retry-after")).toBeNull();
});

test.each(["POST", "PUT", "DELETE"])("a %s is answered 500 and stands in the books", async (method) => {
  const at = await start();
  expect((await at.send("/users/P1", {}, method)).status).toBe(500);
  expect(at.books.requests).toContainEqual(expect.objectContaining({ method, status: 500 }));
});
