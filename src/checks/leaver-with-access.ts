import { accountCheckWithLeavers } from "./subjects.ts";
import { dayOf, inRoster } from "./words.ts";

export const leaverWithAccess = accountCheckWithLeavers({
  id: "leaver-with-access",
  title: "Leaver with access",
  severity: "critical",
  asks: "manager",
  controls: ["SOC 2 CC6.2", "SOC 2 CC6.3", "ISO 27001 A.5.18", "ISO 27001 A.6.5", "PCI DSS 8.2.5"],
  needs: ["accounts"],
  judge({ account, person: one }, scene) {
    if (!one?.left) return "pass";
    const { person } = one;
    const left = person.endDate ?? "";
    const { suspended, lastSignIn } = account;
    const used = lastSignIn !== null && lastSignIn !== "never" && dayOf(lastSignIn) > left;
    return {
      expected: null,
      observed: { left, last_sign_in: lastSignIn, suspended },
      message: `belongs to somebody who left on ${left}${used ? `, and was signed in to since, on ${dayOf(lastSignIn)}` : ""}${suspended ? " (it is suspended, not removed)" : ""}`,
      fixes: [
        `remove the account's access in ${scene.name}`,
        ...(used ? [`look into what it was used for since ${left}`] : []),
        `if they have not left, correct end_date ${inRoster(scene, person, "end_date")}`,
      ],
      rosterPath: "end_date",
      ...(account.class === "light" || suspended ? { severity: "high" as const } : {}),
    };
  },
});
