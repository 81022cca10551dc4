import { atRules, branchCheck, byRules } from "./projects.ts";

export const codeownerApprovalOff = branchCheck({
  id: "codeowner-approval-off",
  title: "Code-owner approval off",
  unprotected: "no code owner is asked",
  expected: () => true,
  look(protection) {
    const { branch, codeOwnerApproval } = protection;
    if (codeOwnerApproval === null) return "unknown";
    if (codeOwnerApproval) return "pass";
    return {
      expected: true,
      observed: false,
      message: `code owners need not approve what is merged to ${branch}${byRules(protection)}`,
      fixes: [`switch on "Require approval from code owners" ${atRules(protection)}`],
    };
  },
});
