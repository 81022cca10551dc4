import type { ProtectedBranch } from "../../gitlab/project-settings.ts";
import { type Group, LEVELS, type Project } from "../../gitlab/shapes.ts";
import type { Fix, Fixes } from "./hands.ts";

const approvals = {
  merge_requests_author_approval: false,
  merge_requests_disable_committers_approval: true,
  disable_overriding_approvers_per_merge_request: true,
  reset_approvals_on_push: true,
};

const approved: Fix = async ({ subject }, hands) => {
  const project = await hands.row<Project>("projects", subject.resource);
  if (project) await hands.set("projects", { id: project.id, settings: { ...project.settings, approvals } });
  return "fixed";
};

/** Nobody pushes, Maintainers merge, code owners approve. */
function closed(rule: Pick<ProtectedBranch, "id" | "name">): ProtectedBranch {
  const access = (access_level: number, access_level_description: string) => ({
    ...{ id: rule.id * 10 + access_level, access_level, access_level_description },
    ...{ user_id: null, group_id: null, deploy_key_id: null },
  });
  return {
    ...rule,
    push: [access(LEVELS.none, "No one")],
    merge: [access(LEVELS.maintainer, "Maintainers")],
    allow_force_push: false,
    code_owner_approval_required: true,
  };
}

/** Rules of the top-level group hold as well, before the project's own. */
const guarded: Fix = async ({ subject }, hands) => {
  const project = await hands.row<Project>("projects", subject.resource);
  if (!project?.settings) return "fixed";
  const rule = closed({ id: 8_900_000 + project.id, name: project.defaultBranch ?? "main" });
  await hands.set("projects", { id: project.id, settings: { ...project.settings, protectedBranches: [rule] } });
  const top = (await hands.rows<Group>("groups")).find(({ path }) => path === "acme");
  if (top) await hands.set("groups", { id: top.id, protectedBranches: (top.protectedBranches ?? []).map(closed) });
  return "fixed";
};

export const gitlabProjectsFixes: Fixes = {
  "author-approval-allowed": approved,
  "committer-approval-allowed": approved,
  "approval-override-allowed": approved,
  "approvals-kept-on-push": approved,
  "merge-access-unexpected": guarded,
  "push-access-unexpected": guarded,
  "force-push-allowed": guarded,
  "codeowner-approval-off": guarded,
};
