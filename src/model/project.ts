/** One setting of a project. `null` = the platform gave no signal. */
export interface ProjectSetting {
  /** As it counts, what is inherited included. */
  value: boolean | null;
  /** The group or instance it is inherited from; `null` where it is the project's own or nobody says. */
  inheritedFrom: string | null;
  /** It can be changed only where it is inherited from. */
  locked: boolean;
  /** False where only the project's own setting is known, and not what it inherits. */
  effective: boolean;
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

/** Who may merge to, or push to, a branch, held against who may by the configuration; each as the platform names them. */
export interface BranchAccess {
  expected: string[];
  /** Everybody the rules let; empty = no one. */
  who: string[];
  /** Those of them nobody expects. */
  unexpected: string[];
  /** Those nobody could tell about: the configuration names people or groups that could not be looked up. */
  unsure: string[];
}

/** A rule that protects branches by name or wildcard. */
export interface BranchRule {
  name: string;
  /** The group it comes from; `null` = the project's own. */
  inheritedFrom: string | null;
}

/** Protection of the default branch. */
export interface BranchProtection {
  branch: string;
  /** The rules that decide, wildcards too; empty = unprotected. */
  rules: BranchRule[];
  /** `null` = no signal. */
  merge: BranchAccess | null;
  push: BranchAccess | null;
  forcePush: boolean | null;
  codeOwnerApproval: boolean | null;
}

/** One project of the audited group. */
export interface Project {
  id: string;
  /** Full path: "acme/ops/runner". */
  name: string;
  url: string | null;
  state: "active" | "archived" | "marked-for-deletion";
  /** Day it is deleted on, YYYY-MM-DD, where the platform says it. */
  deletedOn: string | null;
  /** `null` = nobody could look. */
  approvals: ApprovalSettings | null;
  /** Why there is no default branch to protect: "the repository is empty"; `null` where there is one, or nobody can tell. */
  branchless: string | null;
  /** `null` = nobody could look, or there is nothing to protect. */
  protection: BranchProtection | null;
}
