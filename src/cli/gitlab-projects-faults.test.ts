import { expect, test } from "vitest";
import type { ReportedAudit } from "../model/report.ts";
import { endings, projectList, system, useProjects } from "../testing/use-projects.ts";

const on = useProjects();

test("a refused list of projects is a failed audit, and the credentials are to blame", async () => {
  const body = '{"error":"insufficient_scope","error_description":"more is needed","scope":"api read_api"}';
  await on.fault({ pattern: projectList, kind: "status", status: 403, body });
  const { audit, code, source } = await on.audited();
  expect([audit.status, code]).toEqual(["failed", 4]);
  expect(audit).toMatchObject({ counts: {}, findings: [] });
  expect(source("projects")?.reason).toContain("scope needed: api read_api");
  expect(source("group")).toMatchObject({ status: "unavailable", reason: "without the list of projects it says nothing" });
  expect(new Set(audit.checks.map(({ outcome }) => outcome))).toEqual(new Set(["not-assessed"]));
});

test.each([
  ["a row that was lost", { kind: "drop-row" }],
  ["a row that comes twice", { kind: "repeat-row" }],
  ["a list that leads back", { kind: "same-cursor" }],
  ["a next page of another host", { kind: "foreign-next", to: "http://127.0.0.1:9/" }],
  ["a redirect to another host", { kind: "redirect", to: "http://127.0.0.1:9/" }],
  ["a page for people", { kind: "html" }],
  ["rows in short form", { kind: "status", status: 200, body: '[{"id":1,"path_with_namespace":"acme/ops/x"}]' }],
])("%s makes the projects unread, and nothing clean", async (_, given) => {
  await on.fault({ pattern: projectList, ...given });
  const { audit, code, source } = await on.audited();
  expect([audit.status, code]).toEqual(["failed", 3]);
  expect(source("projects")).toMatchObject({ status: "failed", sha256: null });
  expect(audit.findings).toEqual([]);
});

test("a list that moved once is read again, and its requests are counted", async () => {
  await on.fault({ pattern: projectList, kind: "repeat-row", times: 1 });
  const { audit, source } = await on.audited();
  expect([audit.status, source("projects")?.requests]).toEqual(["complete", 2]);
  expect(endings(audit)).toEqual(on.planted());
});

test("a rule that is missing from a list makes that project unread, not better protected", async () => {
  const id = on.idOf("push-access-unexpected");
  await on.fault({ path: `/api/v4/projects/${id}/protected_branches`, kind: "drop-row" });
  const { audit, source } = await on.audited();
  expect(source("protected-branches")).toMatchObject({ status: "failed", rows: 24 });
  expect(source("protected-branches")?.reason).toMatch(/project acme\/ops\/forms.*still moving/);
  expect(endings(audit)).toEqual(on.planted((ending) => ending.endsWith(`:${id}`) && !ending.startsWith("a")));
});

test("a redirect on the same host, as after a rename, is followed", async () => {
  const { url } = on.company.gitlab;
  const to = `${url}/api/v4/groups/8101/projects?include_subgroups=true&with_shared=false&order_by=id&sort=asc&per_page=100`;
  await on.fault({ pattern: projectList, kind: "redirect", to, times: 1 });
  const { audit, source } = await on.audited();
  expect([audit.status, source("projects")?.requests]).toEqual(["complete", 2]);
});

test.each([
  ["by the throttle", { headers: { "Retry-After": "1", "RateLimit-Remaining": "0" }, body: "Retry later\n" }],
  ["by one endpoint, without a header", { body: '{"message":{"error":"This endpoint has been requested too many times."}}' }],
])("a 429 %s is waited out", async (_, given) => {
  await on.fault({ pattern: "/protected_branches", kind: "status", status: 429, times: 1, ...given });
  const { audit } = await on.audited();
  expect(audit.status).toBe("complete");
  expect(endings(audit)).toEqual(on.planted());
});

test("a token of another GitLab is said to be one, once, and stands nowhere", async () => {
  const other = "glpat-example-of-another-instance";
  const before = (await on.company.books()).requests.length;
  const { code, text, source } = await on.audited([], { GITLAB_PROJECTS_TOKEN: other });
  expect(code).toBe(4);
  expect(source("projects")?.reason).toMatch(
    /answered 401: .*; the token may have expired or been revoked, or is of another GitLab than 127\.0\.0\.1/,
  );
  expect(text).not.toContain(other);
  expect((await on.company.books()).requests.length - before).toBeLessThanOrEqual(3);
});

test("a token that is revoked while the projects are read is not tried on all of them", async () => {
  await on.fault({ pattern: "/approvals$", kind: "status", status: 401, body: '{"message":"401 Unauthorized"}' });
  const { source } = await on.audited();
  expect(source("approvals")).toMatchObject({ status: "unavailable" });
  expect(source("approvals")?.requests).toBeLessThanOrEqual(8);
});

test("a group that is not there is said to be none, or none for this token", async () => {
  const { code, source } = await on.audited(on.configured((text) => text.replace("group: acme/ops", "group: acme/opps")));
  expect(code).toBe(4);
  expect(source("projects")?.reason).toMatch(
    /there is no group acme\/opps on 127\.0\.0\.1:\d+, it was renamed, or this token may not see it; check group in rollcall\.yaml/,
  );
  const doctor = await on.company.rollcall([
    "doctor",
    system,
    ...on.configured((text) => text.replace("group: acme/ops", "group: acme/opps")),
  ]);
  expect(doctor.stdout).toContain("there is no group acme/opps");
});

test("a username nobody has is said to be none, and who may be meant by it is unknown, not unexpected", async () => {
  const { code, source, check, audit } = await on.audited(
    on.configured((text) => text.replace("push: [acme-bot,", "push: [acme-bott,")),
  );
  expect(code).toBe(3);
  expect(source("named-users")).toMatchObject({ status: "failed" });
  expect(source("named-users")?.reason).toContain("knows no user acme-bott; check merge and push in rollcall.yaml");
  expect(endings(audit)).toEqual(on.planted((ending) => ending === `merge-access-unexpected/resource:${billing(audit)}`));
  expect(check("push-access-unexpected")?.unknown).toBeGreaterThan(10);
});

/** The project in which a person nobody expects may merge: they may be the one who could not be looked up. */
function billing({ findings }: ReportedAudit): string {
  const others = new Set(findings.map(({ key }) => key));
  const one = on.company.planted.find(
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
  const args = on.configured((text) => text.replace(/push: \[acme-bot.*\]/, push));
  const { code, stderr } = await on.company.rollcall(["audit", system, "--no-publish", ...args]);
  expect(code).toBe(2);
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/changed\.yaml:\d+/);
});
