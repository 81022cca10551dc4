import type { OwnedCredential, Scene } from "../model/scene.ts";
import { isOlderThan } from "./ages.ts";
import { endOf, isLasting, isPast } from "./expiry.ts";
import { credentialCheck } from "./subjects.ts";
import { dayOf } from "./words.ts";

/** Days a new token may wait for its first use. */
const firstUse = 30;

export const tokenUnused = credentialCheck({
  id: "token-unused",
  title: "Token not used",
  severity: "medium",
  asks: "owner",
  controls: ["SOC 2 CC6.3", "ISO 27001 A.5.17", "ISO 27001 A.5.18", "PCI DSS 8.2.6"],
  needs: ["credentials"],
  limits: { after: 90 },
  among: isInUseOrShouldBe,
  judge({ credential: { lastUsedAt, createdAt } }, scene, { after = 90 }) {
    if (lastUsedAt === null || (lastUsedAt === "never" && createdAt === null)) return "unknown";
    const unused = lastUsedAt === "never" ? isOlderThan(createdAt ?? "", firstUse, scene) : isOlderThan(lastUsedAt, after, scene);
    if (!unused) return "pass";
    return {
      expected: `used within ${lastUsedAt === "never" ? firstUse : after} days`,
      observed: lastUsedAt,
      message:
        lastUsedAt === "never" ? `was made on ${dayOf(createdAt ?? "")} and never used` : `was last used on ${dayOf(lastUsedAt)}`,
      fixes: [`revoke it in ${scene.name}`, "if something needs it only rarely, say in an answer what and how often"],
    };
  },
});

/** Clients are not used themselves, their tokens are; one past its date is `token-expired`. */
function isInUseOrShouldBe(one: OwnedCredential, scene: Scene): boolean {
  const end = endOf(one);
  return one.credential.kind !== "oauth-client" && isLasting(one) && (end === null || !isPast(end, scene));
}
