import { expect, test } from "vitest";
import { type Handler, json, listen } from "../../http/testing/loopback.ts";
import type { SystemConfig } from "../../model/config.ts";
import { Secret } from "../../model/secret.ts";
import type { Row } from "../../model/source.ts";
import { pagerduty } from "./index.ts";

const now = "2026-11-22T12:00:00Z";
const ended = "2026-11-22T06:00:00-05:00";
const noEntries = { rendered_schedule_entries: [] };

async function connected(handler: Handler, auth: object = { token: new Secret("example-key-1234") }) {
  const server = await listen(handler);
  const slept: number[] = [];
  let time = Date.parse(now);
  const clock = {
    now: () => time,
    async sleep(ms: number) {
      slept.push(ms);
      time += ms;
    },
  };
  const settings = { url: server.base, auth, policies: [], roles: {} };
  const connection = pagerduty.connect({ id: "pagerduty", settings } as unknown as SystemConfig, { rate: 1, clock, now });
  const read = async (name: string): Promise<Row[]> => {
    const listing = connection.listings.find((one) => one.name === name);
    if (!listing) throw new Error(`no listing ${name}`);
    const rows: Row[] = [];
    const reading = { meter: { requests: 0 }, signal: new AbortController().signal };
    for await (const page of listing.pages(reading)) rows.push(...page);
    return rows;
  };
  return { ...server, connection, read, slept };
}

/** Answers every listing with one page of these rows. */
function page(envelope: string, ...rows: object[]): Handler {
  return (response) => json(response, { [envelope]: rows, limit: 100, offset: 0, total: rows.length, more: false });
}

test.each([
  [{ token: new Secret("example-key-1234") }, "Token token=example-key-1234"],
  [{ bearer: new Secret("example-oauth-1234") }, "Bearer example-oauth-1234"],
])("every request says which version it speaks and who asks", async (auth, authorization) => {
  const at = await connected(page("users", { id: "U1" }), auth);
  await at.read("users");
  expect(at.heard[0]?.headers).toMatchObject({ authorization, accept: "application/vnd.pagerduty+json;version=2" });
});

test("schedules are asked for with all their parts, from the time of the audit for a fortnight, in UTC", async () => {
  const at = await connected(page("schedules"));
  await at.read("schedules");
  const { searchParams } = new URL(at.heard[0]?.path ?? "", "http://x.test");
  expect(searchParams.getAll("include[]")).toEqual(["schedule_layers", "overrides_subschedule", "final_schedule"]);
  expect(Object.fromEntries(searchParams)).toMatchObject({
    since: now,
    until: "2026-12-06T12:00:00Z",
    time_zone: "UTC",
    limit: "100",
    offset: "0",
    total: "true",
  });
});

test("a layer that has ended is nobody's, whatever zone its end is written in; one that ends later or never is", async () => {
  const layer = (name: string, end: string | null) => ({ name, end, users: [] });
  const layers = [layer("over", ended), layer("running", "2026-11-22T14:00:00+01:00"), layer("for good", null)];
  const parts = { overrides_subschedule: noEntries, final_schedule: noEntries };
  const at = await connected(page("schedules", { id: "S1", schedule_layers: layers, ...parts }));
  const [row] = await at.read("schedules");
  expect(row).toMatchObject({ schedule_layers: [{ name: "running" }, { name: "for good" }] });
});

test("a schedule of shifts is asked for by itself, and its events that have ended are nobody's", async () => {
  const event = (user: string, effective_until: string | null) => ({
    effective_until,
    assignment_strategy: { members: [{ type: "user_member", user_id: user }] },
  });
  const rotations = [{ id: "R1", events: [event("U1", ended), event("U2", null)] }];
  const schedule = { id: "S/1", rotations, final_schedule: { computed_shift_assignments: [] } };
  const at = await connected((response, { path }) => {
    if (path.startsWith("/v3/schedules?")) json(response, { schedules: [{ id: "S/1", summary: "Nights" }], more: false });
    else json(response, { schedule });
  });
  const [row] = await at.read("shift-schedules");
  expect(at.heard[1]?.path).toMatch(/^\/v3\/schedules\/S%2F1\?include%5B%5D=final_schedule&since=/);
  expect(JSON.stringify(row)).toContain("U2");
  expect(JSON.stringify(row)).not.toContain("U1");
});

const rules = (type: string) => ({ id: "E1", escalation_rules: [{ targets: [{ id: "X", type }] }] });

test.each([
  ["schedules", "schedules", { id: "S1", schedule_layers: [], overrides_subschedule: noEntries }, "final_schedule"],
  ["schedules", "schedules", { id: "S1", schedule_layers: null }, "schedule_layers"],
  ["escalation-policies", "escalation_policies", rules("team_reference"), "escalation_rules.0.targets.0.type"],
  ["users", "users", { name: "without an id" }, "id"],
  ["on-calls", "oncalls", { escalation_policy: { id: "E1" }, user: null }, "user"],
])("%s in which somebody could be hidden are refused: %s %j", async (name, envelope, row, field) => {
  const at = await connected(page(envelope, row));
  await expect(at.read(name)).rejects.toMatchObject({ actor: "platform", message: expect.stringContaining(`${field}: `) });
});

test("only what is needed is kept; an on-call is named by what makes it one", async () => {
  const user = { id: "U1", name: null, email: "a@acme.test", contact_methods: [{ address: "+1" }], avatar_url: "https://x.test" };
  expect(await (await connected(page("users", user))).read("users")).toEqual([{ id: "U1", name: null, email: "a@acme.test" }]);
  const call = {
    escalation_policy: { id: "E1" },
    escalation_level: 2,
    schedule: null,
    user: { id: "U1" },
    start: null,
    end: null,
  };
  expect((await (await connected(page("oncalls", call))).read("on-calls"))[0]?.id).toBe("E1/2/-/U1/-");
});

test("the key of an account is nobody's; any other 400 is not as documented", async () => {
  const told = { error: { message: "Invalid Input Provided", code: 2001 } };
  const at = await connected((response) => json(response, told, { status: 400 }));
  expect(await at.read("token-user")).toEqual([{ id: "account-key" }]);
  expect(await at.connection.whoAmI(new AbortController().signal)).toEqual({
    who: "a REST API key of the account",
    scopes: null,
  });
  const other = await connected((response) => json(response, {}, { status: 400 }));
  await expect(other.read("token-user")).rejects.toMatchObject({ actor: "platform" });
});

test("a 429 is waited out as ratelimit-reset says, in seconds from now", async () => {
  let refused = false;
  const at = await connected((response, request, n) => {
    const headers = { "Ratelimit-Limit": "960", "Ratelimit-Remaining": refused ? "959" : "0", "Ratelimit-Reset": "7" };
    if (!refused) {
      refused = true;
      return json(response, { error: { message: "Rate Limit Exceeded", code: 2020 } }, { status: 429, headers });
    }
    page("users", { id: "U1" })(response, request, n);
  });
  expect(await at.read("users")).toHaveLength(1);
  expect(Math.max(...at.slept)).toBeGreaterThanOrEqual(7000);
  expect(Math.max(...at.slept)).toBeLessThan(10_000);
});
