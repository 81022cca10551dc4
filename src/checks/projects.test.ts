import { describe, expect, test } from "vitest";
import { project, protection, setting } from "../core/testing/project.ts";
import { contact } from "../core/testing/scene.ts";
import type { FactSources } from "../model/fact.ts";
import type { ApprovalSettings, BranchAccess, Project } from "../model/project.ts";
import type { SourceStatus } from "../model/source.ts";
import { judge } from "./testing/judge.ts";

/** Sources of the scene's shape stand in for those of GitLab. */
const sources = { projects: "users", approvalSettings: "groups", approvals: "custom-roles", branches: "api-tokens" };
const each = (...names: string[]): FactSources => ({ mode: "each", sources: names });
const facts = {
  projects: { mode: "all", sources: [sources.projects] } as FactSources,
  approvals: each(sources.approvalSettings, sources.approvals),
  branches: each(sources.branches),
};

function judged(id: string, projects: Project[], ended: Record<string, SourceStatus> = {}) {
  return judge(id, { facts, projects, ended, asksAlways: "auditor", auditor: contact("lee@acme.test") });
}

const settings: [string, keyof ApprovalSettings][] = [
  ["author-approval-allowed", "authorMayApprove"],
  ["committer-approval-allowed", "committersMayApprove"],
  ["approval-override-allowed", "mayOverride"],
  ["approvals-kept-on-push", "keptOnPush"],
];

function withSetting(key: keyof ApprovalSettings, value: ReturnType<typeof setting>, more: Partial<Project> = {}): Project {
  const { approvals, ...rest } = project(more);
  return { ...rest, approvals: approvals && { ...approvals, [key]: value } };
}

describe.each(settings)("%s", (id, key) => {
  test("the bad value is a finding about the project, which the auditor is asked", () => {
    const { findings, subjects } = judged(id, [withSetting(key, setting(true)), project({ id: "6" })]);
    expect(subjects).toEqual(["resource:5"]);
    expect(findings[0]).toMatchObject({
      severity: "high",
      resource: { id: "5", name: "acme/ops/runner" },
      account: null,
      person: null,
      answers_to: { email: "lee@acme.test" },
      source: sources.approvalSettings,
      expected: false,
      observed: true,
    });
  });

  test("the three others being bad is none of its business", () => {
    const others = settings.filter(([, other]) => other !== key).map(([, other]) => [other, setting(true)]);
    const { approvals, ...rest } = project();
    expect(judged(id, [{ ...rest, approvals: approvals && { ...approvals, ...Object.fromEntries(others) } }]).subjects).toEqual(
      [],
    );
  });

  test("no signal and nobody who looked are unknown; skipped projects are not asked about", () => {
    const projects = [
      withSetting(key, setting(null)),
      project({ id: "6", approvals: null }),
      withSetting(key, setting(true), { id: "7", state: "archived" }),
      withSetting(key, setting(true), { id: "8", state: "marked-for-deletion" }),
      project({ id: "9" }),
    ];
    expect(judged(id, projects).result).toMatchObject({ outcome: "not-assessed", assessed: 1, failing: 0, unknown: 2 });
  });

  test("it says where a setting is inherited from and where it is changed", () => {
    const bad = setting(true, { inheritedFrom: "group acme", locked: true });
    const [finding] = judged(id, [withSetting(key, bad)]).findings;
    expect(finding?.message).toContain(", as inherited from group acme");
    expect(finding?.fixes[0]).toMatch(/^in group acme, /);
  });

  test("the project's own setting alone says that it is alone", () => {
    const [finding] = judged(id, [withSetting(key, setting(true, { effective: false }))]).findings;
    expect(finding?.message).toContain("what it inherits could not be read");
    expect(finding?.source).toBe(sources.approvals);
  });

  test("unread sources count each; without the projects nothing is judged", () => {
    const bad = [withSetting(key, setting(true))];
    expect(judged(id, bad, { [sources.approvals]: "unavailable" }).result).toMatchObject({
      outcome: "fail",
      failing: 1,
      unknown: 1,
    });
    expect(judged(id, bad, { [sources.projects]: "failed" }).result).toMatchObject({ outcome: "not-assessed", failing: 0 });
  });
});

const developers: BranchAccess = {
  expected: ["@acme-bot"],
  who: ["@acme-bot", "Developers and above"],
  unexpected: ["Developers and above"],
  unsure: [],
};
const branches = [
  ["merge-access-unexpected", { merge: developers }, { merge: null }, "Developers and above may merge to main (rule main)"],
  ["push-access-unexpected", { push: developers }, { push: null }, "Developers and above may push to main (rule main)"],
  [
    "force-push-allowed",
    { forcePush: true },
    { forcePush: null },
    "whoever may push to main may rewrite its history (rule main)",
  ],
  [
    "codeowner-approval-off",
    { codeOwnerApproval: false },
    { codeOwnerApproval: null },
    "code owners need not approve what is merged to main (rule main)",
  ],
] as const;

describe.each(branches)("%s", (id, bad, silent, says) => {
  test("what a rule allows is a finding; the other three are none of its business", () => {
    expect(judged(id, [project({ protection: protection(bad) })]).findings.map(({ message }) => message)).toEqual([says]);
    const others = Object.assign({}, ...branches.filter(([other]) => other !== id).map(([, faults]) => faults));
    expect(judged(id, [project({ protection: protection(others) })]).subjects).toEqual([]);
  });

  test("an unprotected branch fails", () => {
    const [finding] = judged(id, [project({ protection: protection({ rules: [] }) })]).findings;
    expect(finding).toMatchObject({ observed: "unprotected", source: sources.branches });
    expect(finding?.message).toMatch(/^its default branch main is not protected: /);
  });

  test("no signal is unknown, no branch is nothing to ask about, and skipped projects are skipped", () => {
    const projects = [
      project({ protection: protection(silent) }),
      project({ id: "6", protection: null }),
      project({ id: "7", protection: null, branchless: "the repository is empty" }),
      project({ id: "8", state: "archived", protection: protection({ rules: [] }) }),
    ];
    expect(judged(id, projects).result).toMatchObject({ assessed: 0, failing: 0, unknown: 2 });
  });

  test("rules of the group are named with it", () => {
    const rules = [
      { name: "main", inheritedFrom: null },
      { name: "m*", inheritedFrom: "group acme" },
    ];
    const [finding] = judged(id, [project({ protection: protection({ ...bad, rules }) })]).findings;
    expect(finding?.message).toContain("(rules main, m* of group acme)");
    expect(finding?.fixes.join()).toContain("m* in group acme");
  });
});

test("somebody nobody could tell about is unknown, and does not hide somebody unexpected", () => {
  const unsure = { expected: ["@acme-bot"], who: ["user #9"], unexpected: [], unsure: ["user #9"] };
  const id = "push-access-unexpected";
  expect(judged(id, [project({ protection: protection({ push: unsure }) })]).result).toMatchObject({ failing: 0, unknown: 1 });
  const both = { ...unsure, unexpected: ["deploy key #3"] };
  expect(judged(id, [project({ protection: protection({ push: both }) })]).findings[0]?.message).toMatch(
    /^deploy key #3 may push/,
  );
});

test("nobody allowed is said as no one", () => {
  const push = { expected: [], who: ["Owners"], unexpected: ["Owners"], unsure: [] };
  expect(judged("push-access-unexpected", [project({ protection: protection({ push }) })]).findings[0]).toMatchObject({
    expected: "no one",
    observed: ["Owners"],
  });
});
