import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ReportedAudit, ReportedSource } from "../model/report.ts";
import { type Company, startCompany } from "../testing/company.ts";

let company: Company;
beforeAll(async () => {
  company = await startCompany();
});
afterAll(() => company.end());
afterEach(() => company.mend());

interface Audited {
  audit: ReportedAudit;
  code: number | null;
  text: string;
}

async function audited({ env = {}, config }: { env?: Record<string, string>; config?: string } = {}): Promise<Audited> {
  const changed = config ? ["--config", config] : [];
  const { audits, code, stdout, stderr } = await company.audit(["gitlab-com", "--no-publish", ...changed], env);
  const audit = audits.get("gitlab-com");
  if (!audit) throw new Error(stderr);
  return { audit, code, text: stdout + stderr };
}

/** A changed copy of the configuration. */
function configured(change: (text: string) => string): string {
  const [text, path] = [readFileSync(company.config, "utf8"), join(company.folder, "changed.yaml")];
  expect(change(text)).not.toBe(text);
  writeFileSync(path, change(text));
  return path;
}

function subjectsOf({ findings }: ReportedAudit, check?: string): string[] {
  const wanted = findings.filter((finding) => check === undefined || finding.check === check);
  return wanted.map((finding) => `${finding.check} ${finding.key.split("/").slice(2).join("/")}`).sort();
}

function sourceOf({ sources }: ReportedAudit, name: string): ReportedSource | undefined {
  return sources.find((source) => source.name === name);
}

function unread({ sources }: ReportedAudit): string[] {
  return sources.filter(({ status }) => status !== "complete").map(({ name, status }) => `${name} ${status}`);
}

function checkOf({ checks }: ReportedAudit, id: string) {
  return checks.find((check) => check.id === id);
}

/** The token of somebody with that title. */
function tokenOf(title: string): string {
  const files = readdirSync(join(company.folder, "roster")).map((name) =>
    readFileSync(join(company.folder, "roster", name), "utf8"),
  );
  const username = /"username":"([^"]+)"/.exec(files.find((text) => text.includes(`title: ${title}\n`)) ?? "")?.[1];
  const token = company.gitlab.tokens.find((one) => one.username === username);
  if (!token) throw new Error(`nobody is a ${title}`);
  return token.value;
}

const planted = () =>
  company.planted.filter(({ system }) => system === "gitlab-com").map(({ check, subject }) => `${check} ${subject}`);

test("finds what was planted and nothing else, in one request a page of each list", async () => {
  const before = (await company.books()).requests.length;
  const { audit, code, text } = await audited();
  expect(subjectsOf(audit)).toEqual(planted().sort());
  expect([audit.status, code]).toEqual(["complete", 0]);
  const asked = (await company.books()).requests.slice(before);
  expect(Object.fromEntries(audit.sources.map(({ name, requests }) => [name, requests]))).toEqual({
    groups: 3,
    members: 5,
    "direct-members": 5,
    invitations: 3,
    "billable-members": 2,
    "group-tokens": 3,
    "invited-groups": 3,
    "via-members": 3,
    projects: 3,
    "project-tokens": 3,
  });
  expect(asked.length).toBe(33);
  expect(new Set(asked.map(({ path }) => path)).size).toBe(asked.length);
  expect(text).not.toContain(company.env.GL_OWNER_TOKEN);
});

test("each finding goes to the ops manager, and says through which group the access comes", async () => {
  const { audit } = await audited();
  const own = audit.findings.filter(({ person }) => person?.email !== "dana.whitfield@acme.test");
  expect(new Set(own.map(({ answers_to }) => answers_to.email))).toEqual(new Set(["dana.whitfield@acme.test"]));
  const through = audit.findings.find(({ check, message }) => check === "entitlement-excess" && message.includes("through"));
  expect(through).toMatchObject({ expected: "Developer", observed: "Maintainer", resource: { id: "81", name: "acme/support" } });
  expect(through?.message).toBe("has Maintainer in acme/support through acme-vendors and is due Developer only");
});

test("a member who is no Owner reads who is there, and is told what else it takes", async () => {
  const { audit, code } = await audited({ env: { GL_OWNER_TOKEN: tokenOf("Support Engineering Manager") } });
  expect([audit.status, code]).toEqual(["incomplete", 3]);
  expect(unread(audit)).toEqual([
    "invitations unavailable",
    "billable-members unavailable",
    "group-tokens unavailable",
    "via-members unavailable",
    "project-tokens unavailable",
  ]);
  expect(sourceOf(audit, "group-tokens")?.reason).toContain("it needs a token with the scope read_api, of an Owner of the group");
  expect(sourceOf(audit, "billable-members")?.reason).toContain("of an Owner of the top-level group");
  expect(sourceOf(audit, "via-members")?.reason).toMatch(/\(group acme, invited group acme-vendors\)/);
  expect(checkOf(audit, "entitlement-missing")).toMatchObject({ outcome: "fail", unknown: 0 });
  expect(checkOf(audit, "inactive-account")).toMatchObject({ outcome: "not-assessed", failing: 0 });
});

test("a token without read_api reads nothing and is told which scope it needs", async () => {
  const { audit, code } = await audited({ env: { GL_OWNER_TOKEN: "glpat-example-owner-read-user" } });
  expect([audit.status, code, audit.counts, audit.findings]).toEqual(["failed", 4, {}, []]);
  for (const { reason } of audit.sources) expect(reason).toMatch(/insufficient_scope.*it needs a token/s);
  expect(sourceOf(audit, "members")?.reason).toContain("read_api");
});

test("a token of another GitLab is said to be perhaps one", async () => {
  const { audit, code, text } = await audited({ env: { GL_OWNER_TOKEN: "glpat-example-of-another-gitlab" } });
  expect([audit.status, code]).toEqual(["failed", 4]);
  for (const { reason } of audit.sources) expect(reason).toContain("be of another GitLab than 127.0.0.1");
  expect(text).not.toContain("glpat-example-of-another-gitlab");
});

test("a group that is not there is told by name, and the others are judged", async () => {
  const config = configured((text) => text.replace(/acme\/emergencies/g, "acme/emergencys"));
  const { audit, code } = await audited({ config });
  expect([audit.status, code, audit.counts]).toEqual(["incomplete", 3, {}]);
  expect(unread(audit)).toEqual(["groups failed"]);
  expect(sourceOf(audit, "groups")?.reason).toMatch(
    /1 of 3 could not be read \(group acme\/emergencys\): there is no group acme\/emergencys on .*check groups and url/,
  );
  expect(checkOf(audit, "entitlement-missing")).toMatchObject({ outcome: "fail", failing: 2, unknown: 8 });
  expect(subjectsOf(audit, "account-without-person")).toHaveLength(2);
});

test("a group that is refused hides no other one; what is due in it is unknown", async () => {
  await company.fault({ server: "gitlab", pattern: "/groups/81/members/all", kind: "status", status: 403, body: "{}" });
  const { audit, code } = await audited();
  expect([audit.status, code]).toEqual(["incomplete", 3]);
  expect(sourceOf(audit, "members")).toMatchObject({ status: "unavailable", sha256: null });
  expect(sourceOf(audit, "members")?.reason).toContain("1 of 3 could not be read (group acme/support)");
  expect(subjectsOf(audit, "entitlement-missing")).toEqual([]);
  expect(checkOf(audit, "entitlement-missing")).toMatchObject({ outcome: "not-assessed" });
  expect(
    subjectsOf(audit, "entitlement-excess")
      .map((one) => one.split("resource:")[1])
      .sort(),
  ).toEqual(["82", "83"]);
});

test.each([
  ["402", { status: 402, body: "{}" }],
  [
    "a 403 that asks for an upgrade",
    { status: 403, body: '{"message":"403 Forbidden - upgrade to GitLab Premium to use this"}' },
  ],
])("a plan without access tokens (%s) has none, and that is no stain", async (_, fault) => {
  await company.fault({ server: "gitlab", pattern: "/access_tokens", kind: "status", ...fault });
  const { audit, code } = await audited();
  expect([audit.status, code]).toEqual(["complete", 0]);
  expect(unread(audit)).toEqual(["group-tokens absent", "project-tokens absent"]);
  expect(sourceOf(audit, "group-tokens")?.reason).toContain("plan");
  // The bot whose name gives it away is still one.
  expect(subjectsOf(audit, "service-account-unowned")).toHaveLength(1);
});

test("billable members are asked of top-level groups only; without one nothing is said of activity", async () => {
  const config = configured((text) =>
    text.replace(", acme-support]", "]").replace(/, (?:acme-support: reporter|acme-support: Reporter|acme-support: owner)/g, ""),
  );
  const { audit, code } = await audited({ config });
  expect([audit.status, code]).toEqual(["complete", 0]);
  expect(sourceOf(audit, "billable-members")).toMatchObject({ status: "absent", requests: 0 });
  expect(checkOf(audit, "inactive-account")).toBeUndefined();
  expect(checkOf(audit, "never-signed-in")).toBeUndefined();
});

test("without a baseline nobody is asked about levels", async () => {
  const config = configured((text) => text.replace(/ {4}entitlements:\n(?: {6}.*\n)+?(?= {4}service)/, ""));
  const { audit } = await audited({ config });
  expect(["entitlement-missing", "entitlement-excess"].map((id) => checkOf(audit, id))).toEqual([undefined, undefined]);
  expect(checkOf(audit, "membership-expiring")).toMatchObject({ outcome: "fail", failing: 2 });
});

test.each([
  ["a row that was lost", { kind: "drop-row" }, "GitLab counts"],
  ["a list that leads back", { kind: "same-cursor" }, "names one that was read before"],
  ["a next page of another host", { kind: "foreign-next", to: "http://127.0.0.1:9/api" }, "127.0.0.1:9"],
  ["a list that never holds still", { kind: "repeat-row" }, "still moving"],
  ["a page for people", { kind: "html" }, "HTML page"],
])("%s makes the members unread, not fewer", async (_, fault, said) => {
  await company.fault({ server: "gitlab", pattern: "/groups/\\d+/members/all", ...fault });
  const { audit, code } = await audited();
  expect(code).toBe(3);
  expect(sourceOf(audit, "members")).toMatchObject({ status: "failed", sha256: null });
  expect(sourceOf(audit, "members")?.reason).toContain(said);
  expect(checkOf(audit, "entitlement-missing")).toMatchObject({ outcome: "not-assessed", failing: 0 });
});

test("both kinds of 429 are waited out: the edge's, by its headers, and the application's, without any", async () => {
  const edge = { "RateLimit-Limit": "2000", "RateLimit-Remaining": "0", "Retry-After": "1" };
  const json = '{"message":{"error":"This endpoint has been requested too many times. Try again later."}}';
  await company.fault({
    server: "gitlab",
    pattern: "/groups/81/members\\?",
    kind: "status",
    status: 429,
    headers: edge,
    body: "Retry later\n",
    times: 1,
  });
  await company.fault({
    server: "gitlab",
    pattern: "/groups/81/invited_groups",
    kind: "status",
    status: 429,
    body: json,
    times: 1,
  });
  const { audit } = await audited();
  expect(audit.status).toBe("complete");
  expect(subjectsOf(audit)).toEqual(planted().sort());
});

test.each([
  ["a group that is not configured", "acme/emergencies: 40", "acme/emergency: 40", "did you mean acme/emergencies?"],
  ["a level nobody knows", "{ acme/support: developer,", "{ acme/support: develper,", "did you mean developer?"],
  ["an address instead of a path", "groups: [acme/support,", "groups: [https://gitlab.com/acme/support,", "without host"],
  ["a key nobody knows", "    groups: [", "    group: [", "did you mean groups?"],
])("%s in the configuration is an error with its line", async (_, from, to, hint) => {
  const config = configured((text) => text.replace(from, to));
  const { code, stderr } = await company.rollcall(["audit", "gitlab-com", "--no-publish", "--config", config]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/changed\.yaml:\d+: systems\.gitlab-com\./);
  expect(stderr).toContain(hint);
});

test("doctor says who the token is, with which scopes", async () => {
  const { stdout, code } = await company.rollcall(["doctor", "gitlab-com"]);
  expect(code).toBe(0);
  expect(stdout).toContain("Dana Whitfield (@danawhitfield)");
  expect(stdout).toContain("read_api");
});
