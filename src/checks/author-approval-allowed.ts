import { approvalCheck } from "./projects.ts";

export const authorApprovalAllowed = approvalCheck({
  id: "author-approval-allowed",
  title: "Authors may approve their own",
  setting: "authorMayApprove",
  says: "authors may approve their own merge requests",
  option: "Prevent approval by merge request creator",
});
