import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ReportedAudit } from "../model/report.ts";
import type { SeatsReport } from "../model/seats.ts";
import { type Company, startCompany } from "../testing/company.ts";

const well = { key: "account", role: "owner", hidden: [], licences: true, shifts: true };

let company: Company;
beforeAll(async () => {
  company = await startCompany();
});
afterAll(() => company.end());
afterEach(async () => {
  await company.mend();
  await company.state({ server: "pagerduty", switches: well });
});

async function audited(args: readonly string[] = [], env?: Record<string, string>) {
  const { audits, code, stdout, stderr } = await company.audit(["pagerduty", "--no-publish", ...args], env);
  const audit = audits.get("pagerduty");
  if (!audit) throw new Error(stderr);
  return { audit, code, text: stdout + stderr };
}

/** `["--config", path]` of a changed copy of the configuration. */
function configured(change: (text: string) => string): string[] {
  const [text, path] = [readFileSync(company.config, "utf8"), join(company.folder, "changed.yaml")];
  expect(change(text), "the change must change something").not.toBe(text);
  writeFileSync(path, change(text));
  return ["--config", path];
}

function sourceOf({ sources }: ReportedAudit, name: string) {
  return sources.find((source) => source.name === name);
}

function checkOf({ checks }: ReportedAudit, id: string) {
  return checks.find((check) => check.id === id);
}

function unread({ sources }: ReportedAudit): string[] {
  return sources.filter(({ status }) => status !== "complete").map(({ name, status }) => `${name} ${status}`);
}

test("all that was planted and no more, for one request a page of each listing, one a shift-based schedule, one for whose token", async () => {
  const before = (await company.books()).requests.length;
  const { audit, code } = await audited();
  const { requests } = await company.books();
  const keys = company.planted
    .filter(({ system }) => system === "pagerduty")
    .map((one) => `pagerduty/${one.check}/${one.subject}`);
  expect(audit.findings.map(({ key }) => key).sort()).toEqual(keys.sort());
  expect([audit.status, code]).toEqual(["complete", 0]);
  const asked = Object.fromEntries(audit.sources.map((source) => [source.name, source.requests]));
  expect(asked).toEqual({
    "token-user": 1,
    users: 3,
    schedules: 1,
    "shift-schedules": 3,
    "escalation-policies": 1,
    "on-calls": 1,
    licences: 1,
    "licence-allocations": 3,
  });
  const own = requests.slice(before).filter(({ server }) => server === "pagerduty");
  expect(own).toHaveLength(14);
  expect(own.filter(({ path }) => /\/users\/P|\/teams/.test(path))).toEqual([]);
});

test("everybody who is paged is told apart: by layer, override, final schedule, policy, and as a user who is gone", async () => {
  const { audit } = await audited();
  const paged = audit.findings.filter(({ check }) => check === "paged-without-person").map(({ message }) => message);
  for (const words of [
    "in a layer of Emergencies AMER",
    "by an override in Emergencies EMEA",
    "in a layer of Weekend | shifts",
    "in the final schedule of Weekend | shifts",
    "directly by the escalation policy VIP customers",
    "is a user who was deleted, and would still be paged: directly by the escalation policy Support emergencies",
    "is a user who was deleted, and would still be paged: in a layer of Weekend | shifts",
  ])
    expect(paged).toContainEqual(expect.stringContaining(words));
});

test("on-calls of a schedule that is in neither list make both lists unread: what was cut in silence is not clean", async () => {
  for (const [index, wanted] of ["Emergencies EMEA", "Weekend | shifts"].entries()) {
    const text = readFileSync(company.config, "utf8");
    const ids = /schedules: \[(.*)\]/.exec(text)?.[1]?.split(", ") ?? [];
    await company.state({ server: "pagerduty", switches: { hidden: [ids[index + 1]] } });
    const { audit, code } = await audited();
    expect([audit.status, code]).toEqual(["incomplete", 3]);
    expect(unread(audit).sort()).toEqual(["schedules unavailable", "shift-schedules unavailable"]);
    expect(sourceOf(audit, "schedules")?.reason).toContain(`in neither list of schedules: ${ids[index + 1]} (${wanted})`);
    expect(checkOf(audit, "rotation-missing")).toMatchObject({ outcome: "not-assessed", failing: 0 });
    expect(checkOf(audit, "paged-without-person")).toMatchObject({ outcome: "fail", unknown: 2 });
  }
});

test("a user's token sees what that user may: of a Responder nothing is the whole, of an owner everything", async () => {
  await company.state({ server: "pagerduty", switches: { key: "user", role: "limited_user" } });
  const { audit, code } = await audited();
  expect([audit.status, code, audit.counts, audit.findings]).toEqual(["incomplete", 3, {}, []]);
  expect(unread(audit)).toHaveLength(7);
  expect(sourceOf(audit, "users")?.reason).toMatch(/who is Responder and sees only what they may; use a read-only REST API key/);
  await company.state({ server: "pagerduty", switches: { key: "user", role: "owner" } });
  expect((await audited()).audit.status).toBe("complete");
  expect((await company.rollcall(["doctor", "pagerduty"])).stdout).toContain("Toni Root <toni.root@acme.test>, Account Owner");
});

test.each([
  ["users.read", ["token-user", "users"]],
  ["schedules.read", ["schedules", "shift-schedules"]],
  ["oncalls.read", ["on-calls"]],
  ["escalation_policies.read", ["escalation-policies"]],
  ["licenses.read", ["licence-allocations", "licences"]],
])("an OAuth token without %s is told so, by audit and doctor", async (scope, sources) => {
  const all = ["users.read", "schedules.read", "oncalls.read", "escalation_policies.read", "licenses.read"];
  await company.state({ server: "pagerduty", switches: { scopes: all.filter((one) => one !== scope) } });
  const bearer = configured((text) => text.replace('{ token: "${PD_TOKEN}" }', '{ bearer: "${PD_OAUTH_TOKEN}" }'));
  const { audit, code } = await audited(bearer);
  expect(code).toBe(3);
  expect(unread(audit).sort()).toEqual(sources.map((name) => `${name} unavailable`).sort());
  for (const name of sources) expect(sourceOf(audit, name)?.reason).toContain(`an OAuth token with the scope ${scope}`);
  const doctor = await company.rollcall(["doctor", "pagerduty", ...bearer]);
  expect(doctor.stdout).toContain(scope);
});

test("a plan without licences, an account without shifts: absent, and no stain", async () => {
  const text = readFileSync(company.config, "utf8");
  const [amer, emea, weekend] = /schedules: \[(.*)\]/.exec(text)?.[1]?.split(", ") ?? [];
  await company.state({ server: "pagerduty", switches: { licences: false } });
  const { audit, code } = await audited();
  expect([audit.status, code, unread(audit)]).toEqual(["complete", 0, ["licence-allocations absent", "licences absent"]]);
  // No shift-based schedules, says the account, and pages by one: that is not absent.
  await company.state({ server: "pagerduty", switches: { shifts: false } });
  const { audit: lying } = await audited(configured((given) => given.replace(`, ${weekend}]`, "]")));
  expect(unread(lying)).toContain("shift-schedules unavailable");
  expect([amer, emea].every(Boolean)).toBe(true);
});

test("a schedule or a policy that rollcall.yaml names and nobody has is said to be one", async () => {
  const { audit } = await audited(configured((text) => text.replace("schedules: [", "schedules: [PTYPO, ")));
  expect(sourceOf(audit, "schedules")?.reason).toContain("PTYPO, named in rollcall.yaml");
  const other = await audited(configured((text) => text.replace("policies: [", "policies: [PNONE, ")));
  expect(sourceOf(other.audit, "escalation-policies")).toMatchObject({
    status: "unavailable",
    reason: expect.stringContaining("no escalation policy PNONE, which rollcall.yaml names"),
  });
});

test.each([
  ["a list that leads back", { kind: "same-cursor" }, "failed"],
  ["a list that never holds still", { kind: "repeat-row" }, "failed"],
  ["a row that was lost", { kind: "drop-row" }, "failed"],
  ["a page that came twice", { kind: "repeat-page" }, "failed"],
  [
    "an address that is not there",
    { kind: "status", status: 404, body: '{"error":{"message":"Not Found","code":2100}}' },
    "failed",
  ],
  ["a page for people", { kind: "html" }, "failed"],
  ["an answer of null", { kind: "status", status: 200, body: '{"users":null,"more":false}' }, "failed"],
  ["no word of whether there is more", { kind: "status", status: 200, body: '{"users":[]}' }, "failed"],
  ["a plan that does not have it", { kind: "status", status: 402, body: '{"error":{"message":"x","code":2012}}' }, "failed"],
])("%s makes the users unread, not fewer", async (_, fault, status) => {
  await company.fault({ server: "pagerduty", pattern: "^/users\\?", ...fault });
  const { audit, code } = await audited();
  expect(code).toBe(3);
  expect(sourceOf(audit, "users")).toMatchObject({ status, sha256: null });
  expect(checkOf(audit, "person-without-account")).toMatchObject({ outcome: "not-assessed", failing: 0 });
  expect(checkOf(audit, "paged-without-person")).toMatchObject({ outcome: "not-assessed", failing: 0 });
});

test("one shift-based schedule that cannot be read leaves the others judged, and the list unread", async () => {
  const id =
    (await company.books()).requests.findLast(({ path }) => path.startsWith("/v3/schedules/"))?.path.split(/[/?]/)[3] ?? "";
  await company.fault({ server: "pagerduty", path: `/v3/schedules/${id}`, kind: "status", status: 500, body: "{}" });
  const { audit } = await audited();
  expect(sourceOf(audit, "shift-schedules")?.reason).toContain(`1 of 2 could not be read (schedule ${id}`);
  expect(sourceOf(audit, "shift-schedules")).toMatchObject({ status: "failed", rows: 1 });
  expect(checkOf(audit, "paged-without-person")?.outcome).toBe("fail");
}, 60_000);

test("more on-calls than its pages reach are failed, never cut", async () => {
  const rows = Array.from({ length: 100 }, (_, n) => ({ user: { id: `U${n}` }, escalation_policy: { id: "P" }, schedule: null }));
  const body = JSON.stringify({ oncalls: rows, more: true, total: 20_000 });
  await company.fault({ server: "pagerduty", path: "/oncalls", kind: "status", status: 200, body });
  const { audit } = await audited();
  expect(sourceOf(audit, "on-calls")).toMatchObject({
    status: "failed",
    reason: expect.stringContaining("the list goes on after 10000 rows"),
  });
});

test("a 429 is waited out as ratelimit-reset says, and the token stands nowhere", async () => {
  const headers = { "Ratelimit-Limit": "960", "Ratelimit-Remaining": "0", "Ratelimit-Reset": "1" };
  await company.fault({ server: "pagerduty", path: "/oncalls", kind: "status", status: 429, headers, body: "{}", times: 1 });
  const { audit, text } = await audited();
  expect(audit.status).toBe("complete");
  expect(text).not.toContain(company.env.PD_TOKEN);
});

test("a key that was revoked is said to be one", async () => {
  const { audit, code, text } = await audited([], { PD_TOKEN: "example-token-revoked" });
  expect([audit.status, code]).toEqual(["failed", 4]);
  expect(text).toContain("it may have expired or been revoked");
  expect(text).not.toContain("example-token-revoked");
});

test.each([
  [(text: string) => text.replace('{ token: "${PD_TOKEN}" }', "{ key: x }"), /systems\.pagerduty\.auth/],
  [
    (text: string) => text.replace("default: limited_user", "default: boss"),
    /roles\.default: expected a role of PagerDuty: owner, admin/,
  ],
  [(text: string) => text.replace(/schedules: \[.*\]/, "schedules: []"), /leave schedules out to audit all of them/],
])("a wrong entry is refused with its line", async (change, message) => {
  const { code, stderr } = await company.rollcall(["audit", "pagerduty", "--no-publish", ...configured(change)]);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/changed\.yaml:\d+: /);
});

test("seats are counted by licence: what the platform says was bought, what the configuration says it costs", async () => {
  const before = (await company.books()).requests.length;
  const { stdout, code } = await company.rollcall(["seats", "pagerduty", "--format", "json"]);
  const [seats] = (JSON.parse(stdout) as SeatsReport).systems;
  expect(code).toBe(0);
  const [full, stakeholder] = seats?.types ?? [];
  expect(full).toMatchObject({ type: "Business (Full User)", monthly_cost: 41, free: 60, idle: { seats: null } });
  expect(full?.bought).toBe((full?.used ?? 0) + 60);
  expect(stakeholder).toMatchObject({ type: "Business (Stakeholder)", bought: null, monthly_cost: null });
  const asked = (await company.books()).requests.slice(before).map(({ path }) => path.replace(/\?.*/, ""));
  expect([...new Set(asked)].sort()).toEqual(["/license_allocations", "/licenses", "/users", "/users/me"]);
});
