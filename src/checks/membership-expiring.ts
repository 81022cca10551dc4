import type { Scene } from "../model/scene.ts";
import { grantCheck, isService } from "./subjects.ts";

const dayMs = 86_400_000;

export const membershipExpiring = grantCheck({
  id: "membership-expiring",
  title: "Membership about to expire",
  severity: "low",
  asks: "person",
  controls: ["SOC 2 CC6.2", "ISO 27001 A.5.18"],
  needs: ["accounts", "expiry"],
  limits: { before: 21 },
  // A machine's membership ends with its token, and the token says so.
  among: (one, scene) => one.grant.expiresAt !== undefined && !isService(one, scene),
  judge({ grant }, scene, { before = 21 }) {
    const { expiresAt = null, entitlement, via } = grant;
    if (expiresAt === null || daysUntil(expiresAt, scene) > before) return "pass";
    const name = entitlement.name ?? entitlement.id;
    const where = via === null ? name : `${name} through ${via}`;
    const days = daysUntil(expiresAt, scene);
    return {
      expected: `more than ${before} days left, or no end`,
      observed: expiresAt,
      message:
        days < 0
          ? `is still in ${where}, though that ended on ${expiresAt}`
          : `is in ${where} until ${expiresAt}, ${days === 0 ? "today" : `for ${days} more day${days === 1 ? "" : "s"}`}`,
      fixes:
        days < 0
          ? [`take them out of ${via ?? name}`, "or give the membership a new end, if they still need it"]
          : [
              `give the membership in ${via ?? name} a later end, if they still need it`,
              "or let it end, and say so in an answer",
            ],
    };
  },
});

/** Whole days; a day lasts until its end. */
function daysUntil(day: string, { today }: Pick<Scene, "today">): number {
  return Math.round((Date.parse(day) - Date.parse(today)) / dayMs);
}
