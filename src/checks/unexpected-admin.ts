import { mayBeAdmin } from "./admins.ts";
import { accountCheck, isSeated } from "./subjects.ts";

export const unexpectedAdmin = accountCheck({
  id: "unexpected-admin",
  title: "Unexpected admin",
  severity: "critical",
  asks: "person",
  controls: ["SOC 2 CC6.3", "ISO 27001 A.8.2", "PCI DSS 7.2.4", "PCI DSS 7.2.5"],
  needs: ["accounts", "admins"],
  // Who is admin is asked of everybody; a platform may give an admin no seat of those the audit is about.
  among: (one) => isSeated(one) || one.account.admin === true,
  judge(one, scene) {
    const { account, person } = one;
    if (account.admin === null) return "unknown";
    if (!account.admin || mayBeAdmin(one, scene)) return "pass";
    const role = account.role?.name ?? "Admin";
    const email = person?.person.email ?? account.email;
    return {
      expected: "not an admin",
      observed: role,
      message: `has the role ${JSON.stringify(role)} and is not among the system's admins`,
      fixes: [
        `give the account an ordinary role in ${scene.name}`,
        `if they should be admin, have ${email ?? "their e-mail"} added to admins of this system in rollcall.yaml`,
      ],
    };
  },
});
