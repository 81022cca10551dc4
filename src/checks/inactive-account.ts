import { ageInDays, isOlderThan } from "./ages.ts";
import { accountCheck, isSeated } from "./subjects.ts";
import { dayOf } from "./words.ts";

export const inactiveAccount = accountCheck({
  id: "inactive-account",
  title: "Inactive account",
  severity: "low",
  asks: "person",
  controls: ["SOC 2 CC6.3", "ISO 27001 A.5.18", "PCI DSS 8.2.6"],
  needs: ["accounts", "sign-in"],
  limits: { after: 90 },
  // A suspended account cannot be used, and `suspended-with-access` says so; one never used is `never-signed-in`.
  among: (one) => isSeated(one) && one.account.suspended !== true && one.account.lastSignIn !== "never",
  judge({ account: { lastSignIn } }, scene, { after = 90 }) {
    if (lastSignIn === null) return "unknown";
    if (!isOlderThan(lastSignIn, after, scene)) return "pass";
    return {
      expected: `signed in within ${after} days`,
      observed: lastSignIn,
      message: `takes a seat and was last signed in to on ${dayOf(lastSignIn)}, ${Math.floor(ageInDays(lastSignIn, scene))} days ago`,
      fixes: [
        `if it is no longer needed, remove its access in ${scene.name}: that frees the seat`,
        "if it is, say why in an answer, or sign in",
      ],
    };
  },
});
