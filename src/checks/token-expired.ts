import { canEnd, endOf, isLasting, isPast } from "./expiry.ts";
import { credentialCheck } from "./subjects.ts";
import { dayOf } from "./words.ts";

export const tokenExpired = credentialCheck({
  id: "token-expired",
  title: "Token past its date",
  severity: "high",
  asks: "owner",
  controls: ["SOC 2 CC6.1", "ISO 27001 A.5.17", "PCI DSS 8.6.3"],
  needs: ["credentials"],
  among: (one) => isLasting(one) && canEnd(one),
  judge(one, scene) {
    const end = endOf(one);
    // A platform that says "never" has said it: such a token is past no date.
    if (end === null) return one.credential.expiresAt === "never" ? "pass" : "unknown";
    if (!isPast(end, scene)) return "pass";
    return {
      expected: "revoked, or renewed with a new date",
      observed: end,
      message: `should have ended on ${dayOf(end)} and is still there`,
      fixes: [`revoke it in ${scene.name}`, "if it is still needed, ask anew and put the new date into its name"],
    };
  },
});
