import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ReportedAudit, ReportedSource } from "../model/report.ts";
import { type Company, startCompany } from "../testing/company.ts";

const system = "gitlab-projects";
const projects = "^/api/v4/groups/acme%2Fops/projects";
let company: Company;
beforeAll(async () => {
  company = await startCompany();
});
afterAll(() => company.end());
afterEach(async () => {
  await company.mend();
  await company.state({ server: "gitlab", do: "set-group-approvals", group: "acme", enforced: {} });
});

interface Audited {
  audit: ReportedAudit;
  code: number | null;
  text: string;
  source(name: string): ReportedSource | undefined;
  check(id: string): ReportedAudit["checks"][number] | undefined;
}

async function audited(args: string[] = [], env: Record<string, string> = {}): Promise<Audited> {
  const { audits, code, stdout, stderr } = await company.audit([system, "--no-publish", ...args], env);
  const audit = audits.get(system);
  if (!audit) throw new Error(stderr);
  return {
    audit,
    code,
    text: stdout + stderr,
    source: (name) => audit.sources.find((one) => one.name === name),
    check: (id) => audit.checks.find((one) => one.id === id),
  };
}

function endings({ findings }: ReportedAudit): string[] {
  return findings.map(({ key }) => key.slice(system.length + 1)).sort();
}

function planted(without: (ending: string) => boolean = () => false): string[] {
  const own = company.planted.filter((one) => one.system === system).map(({ check, subject }) => `${check}/${subject}`);
  return own.filter((ending) => !without(ending)).sort();
}

/** Number of the project a planted finding is about. */
function idOf(check: string): string {
  const { subject } = company.planted.find((one) => one.system === system && one.check === check) ?? { subject: "" };
  return subject.replace("resource:", "");
}

async function fault(given: Record<string, unknown>): Promise<void> {
  await company.fault({ server: "gitlab", ...given });
}

function configured(change: (text: string) => string): string[] {
  const [text, path] = [readFileSync(company.config, "utf8"), join(company.folder, "changed.yaml")];
  expect(change(text), "the change must change something").not.toBe(text);
  writeFileSync(path, change(text));
  return ["--config", path];
}

test("two requests, three a project and one a name, and exactly what was planted", async () => {
  const before = (await company.books()).requests.length;
  const { audit, code, text } = await audited();
  const requests = (await company.books()).requests.slice(before);
  const active = (audit.counts.projects ?? 0) - (audit.counts.archived ?? 0) - (audit.counts.marked_for_deletion ?? 0);
  expect(audit.sources.map((one) => [one.name, one.requests])).toEqual([
    ["group", 1],
    ["projects", 1],
    ["approvals", active],
    ["approval-settings", active],
    ["protected-branches", active],
    ["named-users", 1],
  ]);
  expect(requests).toHaveLength(2 + 3 * active + 1);
  expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(["GET"]));
  expect([code, audit.status]).toEqual([0, "complete"]);
  expect(audit.counts).toEqual({ projects: active + 3, archived: 1, marked_for_deletion: 2 });
  expect(endings(audit)).toEqual(planted());
  expect(new Set(audit.findings.map(({ answers_to }) => answers_to.email))).toEqual(new Set(["lee.okafor@acme.test"]));
  expect(text).not.toContain(company.env.GITLAB_PROJECTS_TOKEN);
});

test("what the group enforces is what counts, whatever the project says itself", async () => {
  const enforced = { allow_committer_approval: false, retain_approvals_on_push: false };
  await company.state({ server: "gitlab", do: "set-group-approvals", group: "acme", enforced });
  const { audit } = await audited();
  expect(endings(audit)).toEqual(planted((ending) => /^(committer-approval|approvals-kept)/.test(ending)));
  const { stdout } = await company.rollcall(["audit", system, "--no-publish", "--format", "markdown"]);
  expect(stdout).toMatch(/\| acme\/ops\/pager \| good \| good, from group acme \| good \| good, from group acme \|/);
});

test("one refused project is named and unknown, and all others are judged", async () => {
  const id = idOf("author-approval-allowed");
  await fault({ pattern: `^/api/v4/projects/${id}/`, kind: "status", status: 403, body: '{"message":"403 Forbidden"}' });
  const { audit, code, source, check } = await audited();
  expect([audit.status, code]).toEqual(["incomplete", 3]);
  for (const name of ["approvals", "approval-settings", "protected-branches"]) {
    expect(source(name)).toMatchObject({ status: "unavailable", rows: 24, sha256: null });
    expect(source(name)?.reason).toMatch(
      /^1 of 25 could not be read \(project acme\/ops\/runner\): .*403 Forbidden; it needs .*Maintainer/,
    );
  }
  expect(endings(audit)).toEqual(planted((ending) => ending.endsWith(`:${id}`)));
  expect(check("author-approval-allowed")).toMatchObject({ outcome: "not-assessed", failing: 0 });
  expect(check("push-access-unexpected")).toMatchObject({ outcome: "fail", unknown: 2 });
  expect(audit.counts.projects).toBe(28);
});

test("a project the list still shows and GitLab does not is refused, not missing", async () => {
  const id = idOf("force-push-allowed");
  await fault({ path: `/api/v4/projects/${id}/prot`, kind: "status", status: 404, body: '{"message":"404 Project Not Found"}' });
  const { source } = await audited();
  expect(source("protected-branches")).toMatchObject({ status: "unavailable" });
  expect(source("protected-branches")?.reason).toContain("project acme/ops/scripts");
});

test("without the endpoint of what counts, the project's own settings do, and the finding says so", async () => {
  await fault({ pattern: "merge_request_approval_setting", kind: "status", status: 403, body: '{"message":"403 Forbidden"}' });
  const { audit, source } = await audited();
  expect(source("approval-settings")?.status).toBe("unavailable");
  expect(endings(audit)).toEqual(planted());
  const found = audit.findings.find((one) => one.check === "committer-approval-allowed");
  expect(found?.message).toContain("by its own setting; what it inherits could not be read");
  expect(found?.source).toBe("approvals");
});

test.each([
  ["402", 402, "{}"],
  ["403 that names the plan", 403, '{"message":"403 Forbidden - upgrade to GitLab Premium"}'],
])("a plan without approvals (%s) has none: absent, never passed", async (_, status, body) => {
  await fault({ pattern: "/(approvals|merge_request_approval_setting)$", kind: "status", status, body });
  const { audit, code, source, check } = await audited();
  expect([audit.status, code]).toEqual(["complete", 0]);
  expect([source("approvals")?.status, source("approval-settings")?.status]).toEqual(["absent", "absent"]);
  expect(source("approvals")?.reason).toContain("Premium");
  for (const id of ["author-approval-allowed", "approvals-kept-on-push"])
    expect(check(id)).toMatchObject({ outcome: "not-assessed", assessed: 0, unknown: 25 });
});

test("a bare 403 everywhere may be the plan or a right: it is unavailable", async () => {
  await fault({ pattern: "/approvals$", kind: "status", status: 403, body: '{"message":"403 Forbidden"}' });
  const { source, code } = await audited();
  expect([source("approvals")?.status, code]).toEqual(["unavailable", 3]);
  expect(source("approvals")?.reason).toContain("25 of 25 could not be read");
});

test("a refused list of projects is a failed audit, and the credentials are to blame", async () => {
  const body = '{"error":"insufficient_scope","error_description":"more is needed","scope":"api read_api"}';
  await fault({ pattern: projects, kind: "status", status: 403, body });
  const { audit, code, source } = await audited();
  expect([audit.status, code]).toEqual(["failed", 4]);
  expect(audit).toMatchObject({ counts: {}, findings: [] });
  expect(source("projects")?.reason).toContain("scope needed: api read_api");
  expect(source("group")).toMatchObject({ status: "unavailable", reason: "without the list of projects it says nothing" });
  expect(new Set(audit.checks.map(({ outcome }) => outcome))).toEqual(new Set(["not-assessed"]));
});

test.each([
  ["a page that was cut", { kind: "cut" }],
  ["a row that was lost", { kind: "drop-row" }],
  ["a row that comes twice", { kind: "repeat-row" }],
  ["a list that leads back", { kind: "same-cursor" }],
  ["a next page of another host", { kind: "foreign-next", to: "http://127.0.0.1:9/" }],
  ["a redirect to another host", { kind: "redirect", to: "http://127.0.0.1:9/" }],
  ["a page for people", { kind: "html" }],
  ["rows in short form", { kind: "status", status: 200, body: '[{"id":1,"path_with_namespace":"acme/ops/x"}]' }],
])("%s makes the projects unread, and nothing clean", async (_, given) => {
  await fault({ pattern: projects, ...given });
  const { audit, code, source } = await audited();
  expect([audit.status, code]).toEqual(["failed", 3]);
  expect(source("projects")).toMatchObject({ status: "failed", sha256: null });
  expect(audit.findings).toEqual([]);
});

test("a list that moved once is read again, and its requests are counted", async () => {
  await fault({ pattern: projects, kind: "repeat-row", times: 1 });
  const { audit, source } = await audited();
  expect([audit.status, source("projects")?.requests]).toEqual(["complete", 2]);
  expect(endings(audit)).toEqual(planted());
});

test("a rule that is missing from a list makes that project unread, not better protected", async () => {
  const id = idOf("push-access-unexpected");
  await fault({ path: `/api/v4/projects/${id}/protected_branches`, kind: "drop-row" });
  const { audit, source } = await audited();
  expect(source("protected-branches")).toMatchObject({ status: "failed", rows: 24 });
  expect(source("protected-branches")?.reason).toMatch(/project acme\/ops\/forms.*still moving/);
  expect(endings(audit)).toEqual(planted((ending) => ending.endsWith(`:${id}`) && !ending.startsWith("a")));
});

test("a redirect on the same host, as after a rename, is followed", async () => {
  const { url } = company.gitlab;
  const to = `${url}/api/v4/groups/8101/projects?include_subgroups=true&with_shared=false&order_by=id&sort=asc&per_page=100`;
  await fault({ pattern: projects, kind: "redirect", to, times: 1 });
  const { audit, source } = await audited();
  expect([audit.status, source("projects")?.requests]).toEqual(["complete", 2]);
});

test.each([
  ["by the throttle", { headers: { "Retry-After": "1", "RateLimit-Remaining": "0" }, body: "Retry later\n" }],
  ["by one endpoint, without a header", { body: '{"message":{"error":"This endpoint has been requested too many times."}}' }],
])("a 429 %s is waited out", async (_, given) => {
  await fault({ pattern: "/protected_branches", kind: "status", status: 429, times: 1, ...given });
  const { audit } = await audited();
  expect(audit.status).toBe("complete");
  expect(endings(audit)).toEqual(planted());
});

test("a token of another GitLab is said to be one, once, and stands nowhere", async () => {
  const other = "glpat-example-of-another-instance";
  const before = (await company.books()).requests.length;
  const { code, text, source } = await audited([], { GITLAB_PROJECTS_TOKEN: other });
  expect(code).toBe(4);
  expect(source("projects")?.reason).toMatch(
    /401 Unauthorized; the token may have expired or been revoked, or is of another GitLab than 127\.0\.0\.1/,
  );
  expect(text).not.toContain(other);
  expect((await company.books()).requests.length - before).toBeLessThanOrEqual(3);
});

test("a token that is revoked while the projects are read is not tried on all of them", async () => {
  await fault({ pattern: "/approvals$", kind: "status", status: 401, body: '{"message":"401 Unauthorized"}' });
  const { source } = await audited();
  expect(source("approvals")).toMatchObject({ status: "unavailable" });
  expect(source("approvals")?.requests).toBeLessThanOrEqual(8);
});

test("a group that is not there is said to be none, or none for this token", async () => {
  const { code, source } = await audited(configured((text) => text.replace("group: acme/ops", "group: acme/opps")));
  expect(code).toBe(4);
  expect(source("projects")?.reason).toMatch(
    /there is no group acme\/opps on 127\.0\.0\.1:\d+, it was renamed, or this token may not see it; check group in rollcall\.yaml/,
  );
  const doctor = await company.rollcall([
    "doctor",
    system,
    ...configured((text) => text.replace("group: acme/ops", "group: acme/opps")),
  ]);
  expect(doctor.stdout).toContain("there is no group acme/opps");
});

test("a group by its number is the same group", async () => {
  const { audit } = await audited(configured((text) => text.replace("group: acme/ops", "group: 8101")));
  expect(endings(audit)).toEqual(planted());
});

test("a username nobody has is said to be none, and who may be meant by it is unknown, not unexpected", async () => {
  const { code, source, check, audit } = await audited(
    configured((text) => text.replace("push: [acme-bot,", "push: [acme-bott,")),
  );
  expect(code).toBe(3);
  expect(source("named-users")).toMatchObject({ status: "failed" });
  expect(source("named-users")?.reason).toContain("knows no user acme-bott; check merge and push in rollcall.yaml");
  expect(endings(audit)).toEqual(planted((ending) => ending === `merge-access-unexpected/resource:${billing(audit)}`));
  expect(check("push-access-unexpected")?.unknown).toBeGreaterThan(10);
});

/** The project in which a person nobody expects may merge: they may be the one who could not be looked up. */
function billing({ findings }: ReportedAudit): string {
  const others = new Set(findings.map(({ key }) => key));
  const one = company.planted.find(
    ({ check, subject }) => check === "merge-access-unexpected" && !others.has(`${system}/${check}/${subject}`),
  );
  return one?.subject.replace("resource:", "") ?? "";
}

test.each([
  ["push: [no one, acme-bot]", /no one stands alone/],
  ["push: [reporter]", /no branch is open to reporters: expected developer, maintainer, owner or admin/],
  ["push: []", /expected who may: a role, a username, the path of a group, or no one/],
  ["push: maintainer", /expected a list of who may, such as \[maintainer\] or \[no one\]/],
  ['push: ["deploy key 9"]', /expected a role, a username, the path of a group, "user #1"/],
])("%s is refused with file and line", async (push, says) => {
  const args = configured((text) => text.replace(/push: \[acme-bot.*\]/, push));
  const { code, stderr } = await company.rollcall(["audit", system, "--no-publish", ...args]);
  expect(code).toBe(2);
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/changed\.yaml:\d+/);
});

test("the reference data set takes 2 + 3 a project: 62 for 20", async () => {
  const large = await startCompany(["--agents", "20", "--memberships", "20", "--groups", "4"]);
  const { audits } = await large.audit([system, "--no-publish"]);
  large.end();
  const audit = audits.get(system);
  expect(audit?.sources.reduce((sum, { requests }) => sum + requests, 0)).toBe(62);
  expect(audit).toMatchObject({ status: "complete", findings: [], counts: { projects: 20 } });
});
