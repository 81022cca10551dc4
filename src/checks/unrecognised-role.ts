import { accountCheck } from "./subjects.ts";

export const unrecognisedRole = accountCheck({
  id: "unrecognised-role",
  title: "Role this version does not know",
  severity: "medium",
  asks: "auditor",
  controls: ["SOC 2 CC6.3", "ISO 27001 A.5.15"],
  needs: ["accounts", "known-roles"],
  judge({ account: { role, class: counted } }, scene) {
    if (role === null) return "unknown";
    if (role.known) return "pass";
    const value = role.name ?? role.id ?? "without a name";
    return {
      expected: "a role this version knows",
      observed: value,
      message: `has a role this version of Rollcall does not know (${value}), and is counted as ${counted}`,
      fixes: [
        `look up in ${scene.name} what the role allows, and judge the account by hand`,
        "update Rollcall; if the newest version does not know the role either, report it",
      ],
    };
  },
});
