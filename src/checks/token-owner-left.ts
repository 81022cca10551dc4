import { credentialCheck } from "./subjects.ts";
import { inRoster, whoIs } from "./words.ts";

export const tokenOwnerLeft = credentialCheck({
  id: "token-owner-left",
  title: "Token of somebody who left",
  severity: "critical",
  asks: "auditor",
  controls: ["SOC 2 CC6.2", "SOC 2 CC6.3", "ISO 27001 A.5.18", "ISO 27001 A.6.5", "PCI DSS 8.2.5"],
  needs: ["accounts", "credentials"],
  judge({ owner, ownerBy, ownerLeft }, scene) {
    if (!owner || !ownerLeft) return "pass";
    return {
      expected: "an owner who is here",
      observed: { owner: owner.email ?? owner.name, left: owner.endDate },
      message: `belongs to ${whoIs(owner)} (by its ${ownerBy}), who left on ${owner.endDate}`,
      fixes: [
        `revoke it in ${scene.name}: whoever left may still know it`,
        "if something still needs it, make a new one under somebody who is here",
        `if they have not left, correct end_date ${inRoster(scene, owner, "end_date")}`,
      ],
      rosterPath: "end_date",
    };
  },
});
