import type { ApprovalSettings } from "../../model/project.ts";

interface Field {
  name: string;
  /** The value that is bad. The two endpoints say two of the four the other way round. */
  bad: boolean;
}

interface Polarity {
  /** In `merge_request_approval_setting`: as it counts, what is inherited included. */
  effective: Field;
  /** In `approvals`: the project's own. */
  own: Field;
}

/** For each setting which value of which field is bad (docs.gitlab.com/api/merge_request_approvals, …/merge_request_approval_settings). */
export const polarities: Readonly<Record<keyof ApprovalSettings, Polarity>> = {
  authorMayApprove: {
    effective: { name: "allow_author_approval", bad: true },
    own: { name: "merge_requests_author_approval", bad: true },
  },
  committersMayApprove: {
    effective: { name: "allow_committer_approval", bad: true },
    own: { name: "merge_requests_disable_committers_approval", bad: false },
  },
  mayOverride: {
    effective: { name: "allow_overrides_to_approver_list_per_merge_request", bad: true },
    own: { name: "disable_overriding_approvers_per_merge_request", bad: false },
  },
  keptOnPush: {
    effective: { name: "retain_approvals_on_push", bad: true },
    own: { name: "reset_approvals_on_push", bad: false },
  },
};

/** Whether a value is the bad one; `null` where there is none. */
export function isBad({ bad }: Field, value: boolean | null | undefined): boolean | null {
  return value == null ? null : value === bad;
}
