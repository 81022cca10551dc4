import { approvalCheck } from "./projects.ts";

export const approvalOverrideAllowed = approvalCheck({
  id: "approval-override-allowed",
  title: "Approval rules may be overridden",
  setting: "mayOverride",
  says: "approval rules may be overridden in a merge request",
  option: "Prevent editing approval rules in merge requests",
});
