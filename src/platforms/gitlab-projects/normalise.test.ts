import { expect, test } from "vitest";
import type { SystemConfig } from "../../model/config.ts";
import type { KeptRows, Row, Source } from "../../model/source.ts";
import { normaliseGitlabProjects, settleGitlabProjects } from "./normalise.ts";
import { gitlabProjectsSettings } from "./settings.ts";
import * as shapes from "./shapes.ts";

const settings = { auth: { token: "example" }, group: "acme/ops", merge: ["maintainer"], push: ["acme-bot"] };
const system = { settings: gitlabProjectsSettings.parse(settings) } as SystemConfig;

const row = { id: 5, path_with_namespace: "acme/ops/runner", archived: false, empty_repo: false, default_branch: "main" };
const good = {
  merge_requests_author_approval: false,
  merge_requests_disable_committers_approval: true,
  disable_overriding_approvers_per_merge_request: true,
  reset_approvals_on_push: true,
};

function project(rows: Record<string, object[]>, more: object = {}) {
  const all = { projects: [shapes.project.parse({ ...row, ...more })], ...rows } as Record<string, Row[]>;
  const kept: KeptRows = { of: (source) => all[source] ?? [] };
  const [found] = normaliseGitlabProjects(kept, system).projects ?? [];
  if (!found) throw new Error("no project");
  return found;
}

function values(own: object | null, effective: object | null = null): (boolean | null | undefined)[] {
  const rows = {
    ...(own ? { approvals: [{ id: "5", ...own }] } : {}),
    ...(effective ? { "approval-settings": [{ id: "5", ...effective }] } : {}),
  };
  const { approvals } = project(rows);
  return [approvals?.authorMayApprove, approvals?.committersMayApprove, approvals?.mayOverride, approvals?.keptOnPush].map(
    (setting) => setting?.value,
  );
}

function all(value: boolean | null) {
  const setting = { value, locked: false, inherited_from: null };
  return {
    allow_author_approval: setting,
    allow_committer_approval: setting,
    allow_overrides_to_approver_list_per_merge_request: setting,
    retain_approvals_on_push: setting,
  };
}

test("both polarities: true is bad here and good there", () => {
  expect(values(good)).toEqual([false, false, false, false]);
  expect(values(Object.fromEntries(Object.entries(good).map(([key, value]) => [key, !value])))).toEqual([true, true, true, true]);
  expect(values(null, all(true))).toEqual([true, true, true, true]);
  expect(values(null, all(false))).toEqual([false, false, false, false]);
});

test("where the endpoints disagree what counts decides; where it is silent, the project's own", () => {
  expect(values(good, all(true))).toEqual([true, true, true, true]);
  expect(values({ ...good, merge_requests_author_approval: true }, all(false))).toEqual([false, false, false, false]);
  expect(values({ ...good, merge_requests_author_approval: true }, all(null))).toEqual([true, false, false, false]);
});

test("what nobody says is unknown, never false", () => {
  expect(project({}).approvals).toBe(null);
  expect(values({ merge_requests_author_approval: null }, all(null))).toEqual([null, null, null, null]);
  expect(values({}, {})).toEqual([null, null, null, null]);
});

test("it says where a setting is inherited from and whether it can be changed in the project", () => {
  const effective = {
    ...all(false),
    allow_author_approval: { value: true, locked: true, inherited_from: "group" },
    allow_committer_approval: { value: true, locked: true, inherited_from: "instance" },
    retain_approvals_on_push: { value: true, locked: null, inherited_from: "organization" },
  };
  const { approvals } = project({ "approval-settings": [{ id: "5", ...effective }] });
  expect(approvals).toMatchObject({
    authorMayApprove: { value: true, inheritedFrom: "group acme", locked: true, effective: true },
    committersMayApprove: { inheritedFrom: "the GitLab instance", locked: true },
    mayOverride: { inheritedFrom: null, locked: false },
    keptOnPush: { inheritedFrom: "organization", locked: false },
  });
});

function protection(rules: object[], more: object = {}) {
  return project(
    { "protected-branches": [{ id: "5", rules: rules.map((rule) => shapes.rule.parse({ id: 1, name: "main", ...rule })) }] },
    more,
  );
}

const maintainers = [{ access_level: 40 }];

test("a branch no rule covers is unprotected; one nobody could look at is unknown", () => {
  expect(protection([{ name: "dev" }]).protection).toMatchObject({ branch: "main", rules: [] });
  expect(project({}).protection).toBe(null);
});

test("one rule that allows force push, and one that asks code owners, is enough", () => {
  const { protection: found } = protection([
    { merge_access_levels: maintainers, push_access_levels: [], allow_force_push: false, code_owner_approval_required: true },
    {
      id: 2,
      name: "m*",
      merge_access_levels: [],
      push_access_levels: maintainers,
      allow_force_push: true,
      code_owner_approval_required: false,
    },
  ]);
  expect(found).toMatchObject({ forcePush: true, codeOwnerApproval: true });
  expect(found?.merge).toMatchObject({ who: ["Maintainers and above"], unexpected: [] });
  expect(found?.push).toMatchObject({ who: ["Maintainers and above"], unexpected: ["Maintainers and above"] });
});

test("rules of the group decide who may, and a code owner either asks for is asked", () => {
  const own = { merge_access_levels: [{ access_level: 30 }], allow_force_push: true, code_owner_approval_required: true };
  const group = {
    name: "*",
    inherited: true,
    merge_access_levels: maintainers,
    allow_force_push: false,
    code_owner_approval_required: false,
  };
  const { protection: found } = protection([own, group]);
  expect(found).toMatchObject({ rules: [{ name: "*", inheritedFrom: "group acme" }], forcePush: false, codeOwnerApproval: true });
  expect(found?.merge?.unexpected).toEqual([]);
});

test("null is false, as GitLab treats it; what is left out is no signal", () => {
  const flags = (rule: object) => {
    const { protection: found } = protection([rule]);
    return [found?.forcePush, found?.codeOwnerApproval];
  };
  expect(flags({ allow_force_push: null, code_owner_approval_required: null })).toEqual([false, false]);
  expect(flags({})).toEqual([null, null]);
  expect(protection([{}]).protection).toMatchObject({ merge: null, push: null });
});

test.each([
  ["an empty repository, whatever branch is to come", { empty_repo: true }, "the repository is empty"],
  ["no default branch", { default_branch: null }, "there is no default branch"],
  [
    "a repository that is switched off",
    { repository_access_level: "disabled", default_branch: undefined },
    "the repository is switched off",
  ],
  ["a branch this token may not see", { default_branch: undefined }, null],
])("%s", (_, more, branchless) => {
  expect(protection([], more)).toMatchObject({ branchless, protection: null });
});

test.each([
  [{}, "active", null],
  [{ archived: true }, "archived", null],
  [{ marked_for_deletion_on: "2026-12-24" }, "marked-for-deletion", "2026-12-24"],
  [{ archived: true, marked_for_deletion_at: "2026-12-24" }, "marked-for-deletion", "2026-12-24"],
])("%j is %s", (more, state, deletedOn) => {
  expect(project({}, more)).toMatchObject({ state, deletedOn });
});

test("a row that does not say whether it is archived is not read", () => {
  expect(shapes.project.safeParse({ ...row, archived: undefined }).success).toBe(false);
});

test("without the list of projects nothing else is read either", () => {
  const source = (name: string, status: string) =>
    ({ name, status, refused: status === "unavailable", rows: 3, sha256: "00" }) as Source;
  const settled = (status: string) =>
    settleGitlabProjects([source("group", "complete"), source("projects", status), source("approvals", "absent")]).map(
      (one) => one.status,
    );
  expect(settled("complete")).toEqual(["complete", "complete", "absent"]);
  expect(settled("unavailable")).toEqual(["unavailable", "unavailable", "absent"]);
  expect(settled("failed")).toEqual(["failed", "failed", "absent"]);
});
