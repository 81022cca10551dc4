import type { BranchProtection, Project, ProjectSetting } from "../../model/project.ts";

export function setting(value: boolean | null, more: Partial<ProjectSetting> = {}): ProjectSetting {
  return { value, inheritedFrom: null, locked: false, effective: true, ...more };
}

/** Maintainers merge, no one pushes, code owners approve. */
export function protection(more: Partial<BranchProtection> = {}): BranchProtection {
  return {
    branch: "main",
    rules: [{ name: "main", inheritedFrom: null }],
    merge: { expected: ["Maintainers and above"], who: ["Maintainers and above"], unexpected: [], unsure: [] },
    push: { expected: [], who: [], unexpected: [], unsure: [] },
    forcePush: false,
    codeOwnerApproval: true,
    ...more,
  };
}

/** A project nothing is wrong with. */
export function project(more: Partial<Project> = {}): Project {
  return {
    id: "5",
    name: "acme/ops/runner",
    url: "https://gitlab.test/acme/ops/runner",
    state: "active",
    deletedOn: null,
    approvals: {
      authorMayApprove: setting(false),
      committersMayApprove: setting(false),
      mayOverride: setting(false),
      keptOnPush: setting(false),
    },
    branchless: null,
    protection: protection(),
    ...more,
  };
}
