import { accountCheck } from "./subjects.ts";

export const guestWithAccess = accountCheck({
  id: "guest-with-access",
  title: "Guest in the group",
  severity: "medium",
  asks: "auditor",
  controls: ["SOC 2 CC6.2", "SOC 2 CC6.3", "ISO 27001 A.5.18", "ISO 27001 A.5.19"],
  needs: ["accounts", "guests"],
  among: ({ account }) => account.kind === "person",
  judge({ account }, scene) {
    if (account.class === "unrecognised") return "unknown";
    if (account.class !== "guest") return "pass";
    return {
      expected: "not a guest",
      observed: "guest",
      message: `is a guest in ${scene.name} and in the audited group all the same`,
      fixes: [
        "take the guest out of the group, and share what they need with them alone",
        `if they are one of the team, make them a full member in ${scene.name}`,
        "if the access is meant, accept it in exemptions.yaml until a date",
      ],
    };
  },
});
