import { approvalCheck } from "./projects.ts";

export const committerApprovalAllowed = approvalCheck({
  id: "committer-approval-allowed",
  title: "Committers may approve",
  setting: "committersMayApprove",
  says: "whoever added a commit to a merge request may approve it",
  option: "Prevent approvals by users who add commits",
});
