import { expect, test } from "vitest";
import { project, setting } from "../../core/testing/project.ts";
import { scene } from "../../core/testing/scene.ts";
import type { Finding } from "../../model/finding.ts";
import { gitlabProjectsNotes } from "./notes.ts";

function tables(...projects: ReturnType<typeof project>[]) {
  const key = "gitlab-projects/author-approval-allowed/resource:5";
  const findings = [{ key, resource: { id: "5", name: "acme/ops/runner" }, ref: "F3" }] as Finding[];
  return gitlabProjectsNotes(scene({ projects }), findings).map(({ rows }) => rows);
}

test("each setting good, bad or unknown, and where from", () => {
  const approvals = {
    authorMayApprove: setting(false, { inheritedFrom: "group acme" }),
    committersMayApprove: setting(true),
    mayOverride: setting(null),
    keptOnPush: setting(true, { effective: false }),
  };
  const [rows] = tables(project({ approvals }), project({ id: "6", name: "acme/ops/b", approvals: null }));
  expect(rows).toEqual([
    ["acme/ops/b", "not read", "not read", "not read", "not read", ""],
    ["acme/ops/runner", "good, from group acme", "bad", "unknown", "bad (own setting only)", "F3"],
  ]);
});

test("each branch with its rules and whom they let, and why there is none", () => {
  const one = project();
  const [, rows] = tables(
    one,
    project({ id: "6", name: "b", branchless: "the repository is empty", protection: null }),
    project({ id: "7", name: "c", protection: null }),
    project({ id: "8", name: "d", protection: one.protection && { ...one.protection, rules: [] } }),
    project({
      id: "9",
      name: "e",
      protection: {
        branch: "x",
        rules: [{ name: "*", inheritedFrom: "group acme" }],
        merge: null,
        push: null,
        forcePush: null,
        codeOwnerApproval: null,
      },
    }),
  );
  expect(rows).toEqual([
    ["acme/ops/runner", "main", "main", "Maintainers and above", "no one", "no", "required", "F3"],
    ["b", null, "the repository is empty", null, null, null, null, ""],
    ["c", null, "not read", null, null, null, null, ""],
    ["d", "main", "unprotected", "Developers", "Developers", "allowed", "not asked", ""],
    ["e", "x", "* (group acme)", "unknown", "unknown", "unknown", "unknown", ""],
  ]);
});

test("what is skipped stands in a table of its own and in no other", () => {
  const [settings, branches, skipped] = tables(
    project({ state: "archived" }),
    project({ id: "6", name: "b", state: "marked-for-deletion", deletedOn: "2026-12-24" }),
    project({ id: "7", name: "c", state: "marked-for-deletion" }),
  );
  expect([settings, branches]).toEqual([[], []]);
  expect(skipped).toEqual([
    ["acme/ops/runner", "archived"],
    ["b", "marked for deletion, on 2026-12-24"],
    ["c", "marked for deletion"],
  ]);
});
