import { canEnd, daysUntil, endOf, isLasting, isPast, machineRenewedDays } from "./expiry.ts";
import { credentialCheck } from "./subjects.ts";
import { dayOf } from "./words.ts";

export const tokenExpiring = credentialCheck({
  id: "token-expiring",
  title: "Token about to expire",
  severity: "low",
  asks: "owner",
  controls: ["ISO 27001 A.5.17", "PCI DSS 8.6.3"],
  needs: ["credentials"],
  limits: { before: machineRenewedDays },
  among: (one) => isLasting(one) && canEnd(one),
  judge(one, scene, { before = machineRenewedDays }) {
    // One whose whole life is shorter than the warning would always be about to expire.
    if (!isLasting(one, before)) return "pass";
    const end = endOf(one);
    if (end === null) return one.credential.expiresAt === "never" ? "pass" : "unknown";
    if (isPast(end, scene) || daysUntil(end, scene) > before) return "pass";
    return {
      expected: `more than ${before} days left`,
      observed: end,
      message: `ends on ${dayOf(end)}, ${inDays(Math.floor(daysUntil(end, scene)))}`,
      fixes: ["renew it in time, with a new request, if it is still needed", `otherwise revoke it in ${scene.name}`],
    };
  },
});

function inDays(days: number): string {
  return days === 0 ? "today" : days === 1 ? "in 1 day" : `in ${days} days`;
}
