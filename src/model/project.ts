/** One setting of a project. `null` = the platform gave no signal. */
export interface ProjectSetting {
  value: boolean | null;
  /** The group or instance it is inherited from; `null` where it is the project's own or nobody says. */
  inheritedFrom: string | null;
}

/** What approvals of merge requests rest on; each `true` is the bad polarity. */
export interface ApprovalSettings {
  /** Authors may approve their own merge requests. */
  authorMayApprove: ProjectSetting;
  committersMayApprove: ProjectSetting;
  /** Rules may be overridden in a merge request. */
  mayOverride: ProjectSetting;
  /** Approvals stay when commits are pushed. */
  keptOnPush: ProjectSetting;
}

/** Protection of the default branch. */
export interface BranchProtection {
  branch: string;
  /** Names of protected branches, wildcards too, that cover it; empty = unprotected. */
  rules: string[];
  /** Who may merge and push: access levels by name, people and groups as the platform names them. `null` = no signal. */
  merge: string[] | null;
  push: string[] | null;
  forcePush: boolean | null;
  codeOwnerApproval: boolean | null;
  inheritedFrom: string | null;
}

/** One project of the audited group. */
export interface Project {
  id: string;
  /** Full path: "acme/ops/runner". */
  name: string;
  url: string | null;
  state: "active" | "archived" | "marked-for-deletion";
  /** `null` = nobody could look. */
  approvals: ApprovalSettings | null;
  /** `null` = nobody could look. */
  protection: BranchProtection | null;
}
