/** Settings of a project's merge requests as the project itself has them; the group may enforce others. */
export interface OwnApprovals {
  merge_requests_author_approval: boolean | null;
  merge_requests_disable_committers_approval: boolean | null;
  disable_overriding_approvers_per_merge_request: boolean | null;
  reset_approvals_on_push: boolean | null;
}

/** What a top-level group enforces in all of its projects: what is false here is false in each. */
export interface GroupApprovals {
  allow_author_approval?: boolean;
  allow_committer_approval?: boolean;
  allow_overrides_to_approver_list_per_merge_request?: boolean;
  retain_approvals_on_push?: boolean;
}

export interface AccessLevel {
  id: number;
  access_level: number | null;
  access_level_description: string;
  user_id: number | null;
  group_id: number | null;
  deploy_key_id: number | null;
}

export interface ProtectedBranch {
  id: number;
  name: string;
  push: AccessLevel[];
  merge: AccessLevel[];
  allow_force_push: boolean | null;
  code_owner_approval_required: boolean | null;
}

export interface ProjectSettings {
  approvals: OwnApprovals;
  protectedBranches: ProtectedBranch[];
}

/** As GitLab makes a project: authors do not approve, everything else is open; the default branch is the Maintainers'. */
export function newSettings(): ProjectSettings {
  return {
    approvals: {
      merge_requests_author_approval: false,
      merge_requests_disable_committers_approval: false,
      disable_overriding_approvers_per_merge_request: false,
      reset_approvals_on_push: true,
    },
    protectedBranches: [],
  };
}
