import { atRules, branchCheck, byRules } from "./projects.ts";

export const forcePushAllowed = branchCheck({
  id: "force-push-allowed",
  title: "Force push allowed",
  unprotected: "everybody with the role Developer or higher may rewrite its history",
  expected: () => false,
  look(protection) {
    const { branch, forcePush } = protection;
    if (forcePush === null) return "unknown";
    if (!forcePush) return "pass";
    return {
      expected: false,
      observed: true,
      message: `whoever may push to ${branch} may rewrite its history${byRules(protection)}`,
      fixes: [`switch off "Allowed to force push" ${atRules(protection)}`],
    };
  },
});
