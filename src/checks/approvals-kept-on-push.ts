import { approvalCheck } from "./projects.ts";

export const approvalsKeptOnPush = approvalCheck({
  id: "approvals-kept-on-push",
  title: "Approvals kept on push",
  setting: "keptOnPush",
  says: "approvals stay when commits are pushed",
  option: "Remove all approvals when a commit is added",
});
