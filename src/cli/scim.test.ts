import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ReportedAudit, ReportedSource } from "../model/report.ts";
import { type Company, startCompany } from "../testing/company.ts";
import { type RealScim, startRealScim } from "../testing/real-scim.ts";

const system = "lab-directory";
const well = {
  longest: 25,
  limit: 100_000,
  scope: "all",
  groups: "on",
  members: "listed",
  mostMembers: null,
  userGroups: true,
  moving: false,
  asText: false,
};
let company: Company;
const running: RealScim[] = [];
beforeAll(async () => {
  company = await startCompany(["--only", system]);
});
afterAll(() => {
  company.end();
  for (const server of running) server.stop();
});
afterEach(async () => {
  await company.mend();
  await answers({});
});

function answers(switches: Record<string, unknown>): Promise<void> {
  return company.state({ server: system, switches: { ...well, ...switches } });
}

interface Audited {
  audit: ReportedAudit;
  code: number | null;
  text: string;
}

async function audited(args: readonly string[] = []): Promise<Audited> {
  const { audits, code, stdout, stderr } = await company.audit([system, "--no-publish", ...args]);
  const audit = audits.get(system);
  if (!audit) throw new Error(stderr);
  return { audit, code, text: stdout + stderr };
}

/** `["--config", path]` of a changed copy of the configuration. @throws where the change changed nothing */
function configured(change: (text: string) => string): string[] {
  const [text, path] = [readFileSync(company.config, "utf8"), join(company.folder, "changed.yaml")];
  expect(change(text), "the change must change something").not.toBe(text);
  writeFileSync(path, change(text));
  return ["--config", path];
}

function withKeys(...lines: string[]): string[] {
  return configured((text) =>
    text.replace("    roster_key: lab\n", `    roster_key: lab\n${lines.map((one) => `    ${one}\n`).join("")}`),
  );
}

function source({ audit }: Audited, name: string): ReportedSource | undefined {
  return audit.sources.find((one) => one.name === name);
}

function foundIn({ audit }: Audited): string[] {
  return audit.findings.map(({ check, key }) => `${check} ${key.split("/").slice(2).join("/")}`).sort();
}

function planted(): string[] {
  return company.planted.map(({ check, subject }) => `${check} ${subject}`).sort();
}

function outcomeOf({ audit }: Audited, id: string): string | undefined {
  return audit.checks.find((check) => check.id === id)?.outcome;
}

test("everything that was planted is found and nothing else, at one request a page, and only by reading", async () => {
  const before = (await company.books()).requests.length;
  const at = await audited();
  expect(foundIn(at)).toEqual(planted());
  expect([at.audit.status, at.code]).toEqual(["complete", 0]);
  const { requests } = await company.books();
  expect(at.audit.sources.map((one) => [one.rows, one.expected, one.requests])).toEqual(
    at.audit.sources.map(({ rows }) => [rows, rows, Math.ceil(rows / 25)]),
  );
  expect(requests.length - before).toBe(at.audit.sources.reduce((sum, one) => sum + one.requests, 0));
  expect(requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("the same directory on a real SCIM server gives the same findings, and nothing is written there either", async () => {
  const server = await startRealScim();
  running.push(server);
  const at = await audited(configured((text) => text.replace(/url: .*\/scim\/v2/, `url: ${server.url}`)));
  expect(foundIn(at)).toEqual(planted());
  expect([at.audit.status, at.code]).toEqual(["complete", 0]);
  expect(at.audit.counts).toEqual((await audited()).audit.counts);
  expect(await server.counted()).toEqual({ requests: 2, writes: 0 });
});

test("250 users and ten groups of a real SCIM server are four requests", async () => {
  const server = await startRealScim(["--large"]);
  running.push(server);
  const at = await audited(
    configured((text) => text.replace(/url: .*\/scim\/v2/, `url: ${server.url}`).replace(/ {4}admin_groups: .*\n/, "")),
  );
  expect(at.audit.sources.map(({ rows, expected, requests, status }) => [rows, expected, requests, status])).toEqual([
    [250, 250, 3, "complete"],
    [10, 10, 1, "complete"],
  ]);
  expect(await server.counted()).toEqual({ requests: 4, writes: 0 });
});

test("a real server's refusals are told in its own words", async () => {
  const server = await startRealScim(["--token", "example-token-of-another"]);
  running.push(server);
  const at = await audited(configured((text) => text.replace(/url: .*\/scim\/v2/, `url: ${server.url}`)));
  expect([at.audit.status, at.code]).toEqual(["failed", 4]);
  for (const { reason } of at.audit.sources) expect(reason).toContain("answered 401: Authorization not detected!");
  const wrong = await audited(configured((text) => text.replace(/url: .*\/scim\/v2/, `url: ${server.url}/v3`)));
  expect(wrong.audit.status).toBe("failed");
});

test("whatever the size of its pages, the list is the same", async () => {
  const hashes = new Set<string>();
  for (const longest of [1, 7, 100]) {
    await answers({ longest });
    const at = await audited();
    expect(at.audit.status).toBe("complete");
    hashes.add(at.audit.sources.map(({ sha256 }) => sha256).join(" "));
  }
  expect(hashes.size).toBe(1);
});

test("members that are left out of lists unless asked for are asked for", async () => {
  await answers({ members: "asked" });
  const at = await audited();
  expect(foundIn(at)).toEqual(planted());
  expect(source(at, "groups")?.requests).toBe(1);
});

test("members that come in no list are asked for once a group", async () => {
  await answers({ members: "single" });
  const at = await audited();
  expect(foundIn(at)).toEqual(planted());
  expect(source(at, "groups")).toMatchObject({ rows: 6, requests: 1 + 6, status: "complete" });
});

test("and of the groups that are compared only, with those that stand within them", async () => {
  await answers({ members: "single" });
  const at = await audited(withKeys("groups: [Lab operators]"));
  // The operators, the night shift within them; the administrators and who is within those.
  expect(source(at, "groups")?.requests).toBe(1 + 4);
  expect(at.audit.status).toBe("complete");
});

test("a list of members that was cut is given away by its users, and groups count as unread", async () => {
  await answers({ mostMembers: 3 });
  const at = await audited();
  expect([at.audit.status, at.code]).toEqual(["incomplete", 3]);
  expect(source(at, "groups")).toMatchObject({ status: "failed", rows: 0, sha256: null });
  expect(source(at, "groups")?.reason).toMatch(/its list of 3 members does not hold them: the list was cut/);
  for (const id of ["group-mismatch", "unexpected-admin"]) expect(outcomeOf(at, id)).toBe("not-assessed");
  expect(outcomeOf(at, "name-mismatch")).toBe("fail");
  expect(at.audit.counts).not.toHaveProperty("admins");
});

test("text for true, false and numbers is taken as meant", async () => {
  await answers({ asText: true });
  expect(foundIn(await audited())).toEqual(planted());
});

test.each([
  ["moves all the time", { moving: true }, "still moving after 3 readings: the platform counted 7"],
  ["is forbidden", { scope: "nothing" }, "answered 403: Operation is not permitted"],
])("a list that %s is unread", async (_, switches, reason) => {
  await answers({ longest: 7, ...switches });
  const at = await audited();
  expect(source(at, "users")?.status).not.toBe("complete");
  expect(source(at, "users")?.reason).toContain(reason);
  expect(at.audit.findings).toEqual([]);
  expect(at.code).not.toBe(0);
});

test("a token that may not read groups: what rests on users alone is judged", async () => {
  await answers({ scope: "users" });
  const at = await audited();
  expect([at.audit.status, at.code]).toEqual(["incomplete", 3]);
  expect(source(at, "groups")).toMatchObject({ status: "unavailable" });
  expect(source(at, "groups")?.reason).toContain("it needs a token that may read /Groups");
  const resting = planted().filter((one) => !/^(?:group-mismatch|unexpected-admin) /.test(one));
  expect(foundIn(at)).toEqual(resting);
  expect(at.audit.counts).not.toHaveProperty("admins");
});

test.each(["off", "unimplemented"])(
  "a service without groups (%s) is told how to say so, and then is complete",
  async (groups) => {
    await answers({ groups });
    const at = await audited();
    expect(at.audit.status).toBe("incomplete");
    expect(source(at, "groups")?.reason).toContain("if the service has no groups, say groups: false");
    const said = await audited(configured((text) => text.replace(/ {4}admin_groups: .*\n/, "    groups: false\n")));
    expect(said.audit.status).toBe("complete");
    expect(said.audit.sources.map(({ name }) => name)).toEqual(["users"]);
    expect(outcomeOf(said, "group-mismatch")).toBeUndefined();
  },
);

test("groups that are compared are those named; whoever is in others beside has no finding for it", async () => {
  const at = await audited(withKeys("groups: [Night shift]"));
  expect(foundIn(at).filter((one) => one.startsWith("group-mismatch"))).toEqual([]);
  expect(at.audit.status).toBe("complete");
});

test("only members are audited where that is said: nobody else is looked at", async () => {
  const at = await audited(withKeys("groups: [Lab users]", "accounts: members"));
  const all = await audited();
  expect(at.audit.counts.accounts).toBeGreaterThan(20);
  expect(at.audit.counts.accounts).toBeLessThan(all.audit.counts.accounts ?? 0);
  expect(foundIn(at).filter((one) => one.startsWith("account-without-person"))).toEqual([]);
  expect(foundIn(at).filter((one) => one.startsWith("leaver-with-access"))).toHaveLength(2);
  await answers({ scope: "users" });
  const blind = await audited(withKeys("groups: [Lab users]", "accounts: members"));
  expect(blind.audit).toMatchObject({ counts: {}, findings: [] });
});

test.each([["Nobody's", '"Nobody\'s" in rollcall.yaml is no group of this service; write its displayName or id']])(
  "a group %s that is not there is a configuration to correct, not an empty group",
  async (name, message) => {
    const at = await audited(withKeys(`groups: ["${name}"]`));
    expect(source(at, "groups")?.status).toBe("failed");
    expect(source(at, "groups")?.reason).toContain(message);
  },
);

test("users can be asked for by a filter; one the service does not know is said to be one", async () => {
  const at = await audited(withKeys('user_filter: "active eq false"'));
  expect(source(at, "users")).toMatchObject({ status: "complete", rows: 2 });
  const { audit } = await audited(withKeys('user_filter: "title co x"'));
  expect(audit.sources[0]?.reason).toContain("answered 400: invalidFilter: The specified filter is not supported");
});

test.each([
  ["a row that was lost", { kind: "drop-row" }],
  ["a list that leads back", { kind: "same-cursor" }],
  ["a row that slips to the next page each time", { kind: "repeat-row", after: 1 }],
  ["an empty page before the end", { kind: "status", status: 200, body: '{"totalResults":71,"Resources":[]}' }],
  ["a wrong address", { kind: "status", status: 404, body: '{"detail":"Endpoint Not Found"}' }],
  ["a list in place of an answer", { kind: "status", status: 200, body: "[]" }],
])("%s makes the users unread, not fewer", async (_, fault) => {
  await company.fault({ server: system, path: "/scim/v2/Users", ...fault });
  const at = await audited();
  expect(at.code).toBe(3);
  expect(source(at, "users")).toMatchObject({ status: "failed", sha256: null });
  expect(source(at, "users")?.reason).not.toBe("");
  expect(at.audit.checks.find(({ id }) => id === "person-without-account")).toMatchObject({
    outcome: "not-assessed",
    failing: 0,
  });
});

test("nobody at all, said by leaving Resources out, is an empty list", async () => {
  await company.fault({ server: system, path: "/scim/v2/Users", kind: "status", status: 200, body: '{"totalResults":0}' });
  const at = await audited();
  expect(source(at, "users")).toMatchObject({ status: "complete", rows: 0, expected: 0 });
});

test("a list that moved once is read again from the start", async () => {
  await company.fault({ server: system, path: "/scim/v2/Users", kind: "repeat-row", after: 1, times: 1 });
  const at = await audited();
  expect(at.audit.status).toBe("complete");
  expect(source(at, "users")?.requests).toBe(6);
});

test("addresses of another host, in members and places, are followed nowhere", async () => {
  await company.fault({ server: system, path: "/scim/v2/", kind: "foreign-next", to: "http://127.0.0.1:9" });
  const at = await audited();
  expect(at.audit.status).toBe("complete");
  expect(foundIn(at)).toEqual(planted());
});

test("a 429 is waited out as Retry-After says, and the token stands nowhere", async () => {
  const body = '{"status":"429","detail":"slow down"}';
  const headers = { "Retry-After": "1", "Content-Type": "application/scim+json" };
  await company.fault({ server: system, path: "/scim/v2/Groups", kind: "status", status: 429, headers, body, times: 1 });
  const at = await audited();
  expect(at.audit.status).toBe("complete");
  expect(at.text).not.toContain(company.env.LAB_TOKEN);
});

test("doctor says what the token is shown, and a revoked one is told without being shown", async () => {
  const { stdout } = await company.rollcall(["doctor", system]);
  expect(stdout).toContain("reached as the bearer of a token that is shown 71 users; 2 of 2 sources readable");
  const revoked = await company.rollcall(["doctor", system], { LAB_TOKEN: "example-token-revoked" });
  expect(revoked.code).toBe(4);
  expect(revoked.stdout).toContain("it may have expired or been revoked");
  expect(revoked.stdout + revoked.stderr).not.toContain("example-token-revoked");
});

test("a setting that cannot be is refused with its line", async () => {
  const path = withKeys("accounts: members")[1] ?? "";
  const { code, stderr } = await company.rollcall(["audit", system, "--config", path]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/changed\.yaml:\d+: systems\.lab-directory\.accounts: members are those of groups/);
});
