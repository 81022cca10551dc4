import { credentialCheck } from "./subjects.ts";

export const tokenUnowned = credentialCheck({
  id: "token-unowned",
  title: "Token without an owner",
  severity: "high",
  asks: "auditor",
  controls: ["SOC 2 CC6.1", "ISO 27001 A.5.16", "ISO 27001 A.5.17", "PCI DSS 8.6.1"],
  // Whose the user of a token is, only the accounts say.
  needs: ["accounts", "credentials"],
  judge({ owner, ownerHint }, scene) {
    if (owner) return "pass";
    return {
      expected: "an owner of the roster",
      observed: ownerHint,
      message: `is nobody's: neither its name nor its user leads to one person of the roster${ownerHint === null ? "" : ` (it says ${JSON.stringify(ownerHint)})`}`,
      fixes: [
        "find out what uses it; if somebody of the team answers for it, start its name with theirs",
        `if nobody does, revoke it in ${scene.name}`,
      ],
    };
  },
});
