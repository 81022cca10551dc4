import type { OwnedCredential } from "../model/scene.ts";
import { isLasting } from "./expiry.ts";
import { credentialCheck } from "./subjects.ts";

export const tokenNeverExpires = credentialCheck({
  id: "token-never-expires",
  title: "Token that never expires",
  severity: "medium",
  asks: "owner",
  controls: ["SOC 2 CC6.1", "ISO 27001 A.5.17", "PCI DSS 8.6.3"],
  needs: ["credentials"],
  among: (one) => isLasting(one) && knowsExpiry(one),
  judge({ credential }, scene) {
    if (credential.expiresAt === null) return "unknown";
    if (credential.expiresAt !== "never") return "pass";
    return {
      expected: "an expiry date",
      observed: "never",
      message: "never expires, although the platform could let it",
      fixes: [`replace it in ${scene.name} by one with an expiry date`, "if it is no longer needed, revoke it"],
    };
  },
});

/** The platform gives such a credential an expiry, or could: clients have none, API tokens only where one is said. */
function knowsExpiry({ credential }: OwnedCredential): boolean {
  return credential.kind === "oauth-token" || (credential.kind === "api-token" && credential.expiresAt !== null);
}
