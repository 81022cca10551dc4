import type { Entity } from "../entities.ts";
import { forbidden } from "../errors.ts";
import { text } from "../params.ts";
import { levelOf } from "../permissions.ts";
import { type AccessLevel, newSettings, type OwnApprovals, type ProtectedBranch } from "../project-settings.ts";
import { type Group, LEVELS, type Project } from "../shapes.ts";
import type { World } from "../state.ts";
import { type Answer, type Context, listed, ok, projectOfRequest, type Route, signedIn } from "./context.ts";

/** Settings of merge requests and of protected branches. Reading them takes a Maintainer; on GitLab Free they are refused. */
export const projectSettingRoutes: Route[] = [
  { method: "GET", path: "/projects/:id/approvals", handle: approvals },
  { method: "GET", path: "/projects/:id/merge_request_approval_setting", handle: approvalSetting },
  { method: "GET", path: "/projects/:id/protected_branches", handle: protectedBranches },
];

function maintained(context: Context): Project {
  const user = signedIn(context);
  const project = projectOfRequest(context);
  if (levelOf(context.world, project, user) < LEVELS.maintainer) throw forbidden();
  return project;
}

/** The project's own settings, whatever its group enforces (gitlab-org/gitlab issue 457511). */
function approvals(context: Context): Answer {
  const { approvals } = settingsOf(maintained(context));
  return ok({
    approvers: [],
    approver_groups: [],
    approvals_before_merge: 1,
    ...approvals,
    selective_code_owner_removals: false,
    require_password_to_approve: false,
    require_reauthentication_to_approve: false,
  });
}

function settingsOf(project: Project): NonNullable<Project["settings"]> {
  return project.settings ?? newSettings();
}

/** What counts: false where the instance, the top-level group or the project says so; the first of them is where it comes from. */
function approvalSetting(context: Context): Answer {
  const project = maintained(context);
  const { approvals: own } = settingsOf(project);
  const { mergeRequestApprovals: group = {} } = topGroup(context.world, project) ?? {};
  const off = { value: false, locked: false, inherited_from: null };
  return ok({
    allow_author_approval: resolved(own.merge_requests_author_approval, group.allow_author_approval),
    allow_committer_approval: resolved(
      opposite(own, "merge_requests_disable_committers_approval"),
      group.allow_committer_approval,
    ),
    allow_overrides_to_approver_list_per_merge_request: resolved(
      opposite(own, "disable_overriding_approvers_per_merge_request"),
      group.allow_overrides_to_approver_list_per_merge_request,
    ),
    retain_approvals_on_push: resolved(opposite(own, "reset_approvals_on_push"), group.retain_approvals_on_push),
    selective_code_owner_removals: off,
    require_password_to_approve: off,
    require_reauthentication_to_approve: off,
  });
}

function opposite(own: OwnApprovals, field: keyof OwnApprovals): boolean | null {
  const value = own[field];
  return value === null ? null : !value;
}

function resolved(own: boolean | null, group: boolean | undefined): Entity {
  if (group === false) return { value: false, locked: true, inherited_from: "group" };
  return { value: own, locked: false, inherited_from: null };
}

/** Only a top-level group has rules for all of its projects. */
function topGroup({ groups }: World, { path }: Project): Group | undefined {
  return groups.find((group) => group.path.toLowerCase() === path.split("/", 1)[0]?.toLowerCase());
}

function protectedBranches(context: Context): Answer {
  const project = maintained(context);
  const search = text(context.params, "search")?.toLowerCase() ?? "";
  const rules = [
    ...settingsOf(project).protectedBranches.map((rule) => ({ rule, inherited: false })),
    ...(topGroup(context.world, project)?.protectedBranches ?? []).map((rule) => ({ rule, inherited: true })),
  ].filter(({ rule }) => rule.name.toLowerCase().includes(search));
  return listed(context, rules, ({ rule, inherited }) => ruleEntity(rule, inherited));
}

function ruleEntity(rule: ProtectedBranch, inherited: boolean): Entity {
  const { id, name, push, merge, allow_force_push, code_owner_approval_required } = rule;
  return {
    id,
    name,
    push_access_levels: push,
    merge_access_levels: merge.map(withoutKey),
    allow_force_push,
    unprotect_access_levels: [],
    code_owner_approval_required,
    inherited,
  };
}

/** Deploy keys push; they do not merge, and rows of merging do not speak of them. */
function withoutKey({ deploy_key_id: _, ...row }: AccessLevel): Entity {
  return row;
}
