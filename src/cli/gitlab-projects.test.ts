import { expect, test } from "vitest";
import { startCompany } from "../testing/company.ts";
import { endings, system, useProjects } from "../testing/use-projects.ts";

const on = useProjects();

test("two requests, three a project and one a name, and exactly what was planted", async () => {
  const before = (await on.company.books()).requests.length;
  const { audit, code, text } = await on.audited();
  const requests = (await on.company.books()).requests.slice(before);
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
  expect(endings(audit)).toEqual(on.planted());
  expect(new Set(audit.findings.map(({ answers_to }) => answers_to.email))).toEqual(new Set(["lee.okafor@acme.test"]));
  expect(text).not.toContain(on.company.env.GITLAB_PROJECTS_TOKEN);
});

test("what the group enforces is what counts, whatever the project says itself", async () => {
  const enforced = { allow_committer_approval: false, retain_approvals_on_push: false };
  await on.company.state({ server: "gitlab", do: "set-group-approvals", group: "acme", enforced });
  const { audit } = await on.audited();
  expect(endings(audit)).toEqual(on.planted((ending) => /^(committer-approval|approvals-kept)/.test(ending)));
  const { stdout } = await on.company.rollcall(["audit", system, "--no-publish", "--format", "markdown"]);
  expect(stdout).toMatch(/\| acme\/ops\/pager \| good \| good, from group acme \| good \| good, from group acme \|/);
});

test("one refused project is named and unknown, and all others are judged", async () => {
  const id = on.idOf("author-approval-allowed");
  await on.fault({ pattern: `^/api/v4/projects/${id}/`, kind: "status", status: 403, body: '{"message":"403 Forbidden"}' });
  const { audit, code, source, check } = await on.audited();
  expect([audit.status, code]).toEqual(["incomplete", 3]);
  for (const name of ["approvals", "approval-settings", "protected-branches"]) {
    expect(source(name)).toMatchObject({ status: "unavailable", rows: 24, sha256: null });
    expect(source(name)?.reason).toMatch(
      /^1 of 25 could not be read \(project acme\/ops\/runner\): .*403 Forbidden; it needs .*Maintainer/,
    );
  }
  expect(endings(audit)).toEqual(on.planted((ending) => ending.endsWith(`:${id}`)));
  expect(check("author-approval-allowed")).toMatchObject({ outcome: "not-assessed", failing: 0 });
  expect(check("push-access-unexpected")).toMatchObject({ outcome: "fail", unknown: 2 });
  expect(audit.counts.projects).toBe(28);
});

test("a project the list still shows and GitLab does not is refused, not missing", async () => {
  const id = on.idOf("force-push-allowed");
  await on.fault({
    path: `/api/v4/projects/${id}/prot`,
    kind: "status",
    status: 404,
    body: '{"message":"404 Project Not Found"}',
  });
  const { source } = await on.audited();
  expect(source("protected-branches")).toMatchObject({ status: "unavailable" });
  expect(source("protected-branches")?.reason).toContain("project acme/ops/scripts");
});

test("without the endpoint of what counts, the project's own settings do, and the finding says so", async () => {
  await on.fault({ pattern: "merge_request_approval_setting", kind: "status", status: 403, body: '{"message":"403 Forbidden"}' });
  const { audit, source } = await on.audited();
  expect(source("approval-settings")?.status).toBe("unavailable");
  expect(endings(audit)).toEqual(on.planted());
  const found = audit.findings.find((one) => one.check === "committer-approval-allowed");
  expect(found?.message).toContain("by its own setting; what it inherits could not be read");
  expect(found?.source).toBe("approvals");
});

test.each([
  ["402", 402, "{}"],
  ["403 that names the plan", 403, '{"message":"403 Forbidden - upgrade to GitLab Premium"}'],
])("a plan without approvals (%s) has none: absent, never passed", async (_, status, body) => {
  await on.fault({ pattern: "/(approvals|merge_request_approval_setting)$", kind: "status", status, body });
  const { audit, code, source, check } = await on.audited();
  expect([audit.status, code]).toEqual(["complete", 0]);
  expect([source("approvals")?.status, source("approval-settings")?.status]).toEqual(["absent", "absent"]);
  expect(source("approvals")?.reason).toContain("Premium");
  for (const id of ["author-approval-allowed", "approvals-kept-on-push"])
    expect(check(id)).toMatchObject({ outcome: "not-assessed", assessed: 0, unknown: 25 });
});

test("a bare 403 everywhere may be the plan or a right: it is unavailable", async () => {
  await on.fault({ pattern: "/approvals$", kind: "status", status: 403, body: '{"message":"403 Forbidden"}' });
  const { source, code } = await on.audited();
  expect([source("approvals")?.status, code]).toEqual(["unavailable", 3]);
  expect(source("approvals")?.reason).toContain("25 of 25 could not be read");
});

test("a group by its number is the same group", async () => {
  const { audit } = await on.audited(on.configured((text) => text.replace("group: acme/ops", "group: 8101")));
  expect(endings(audit)).toEqual(on.planted());
});

test("the reference data set takes 2 + 3 a project: 62 for 20", async () => {
  const large = await startCompany(["--agents", "20", "--memberships", "20", "--groups", "4"]);
  const { audits } = await large.audit([system, "--no-publish"]);
  large.end();
  const audit = audits.get(system);
  expect(audit?.sources.reduce((sum, { requests }) => sum + requests, 0)).toBe(62);
  expect(audit).toMatchObject({ status: "complete", findings: [], counts: { projects: 20 } });
});
