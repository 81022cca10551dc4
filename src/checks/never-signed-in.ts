import { isOlderThan } from "./ages.ts";
import { accountCheck, isSeated } from "./subjects.ts";
import { dayOf } from "./words.ts";

export const neverSignedIn = accountCheck({
  id: "never-signed-in",
  title: "Never signed in",
  severity: "low",
  asks: "person",
  controls: ["SOC 2 CC6.2", "ISO 27001 A.5.18", "PCI DSS 8.2.6"],
  needs: ["accounts", "sign-in"],
  limits: { after: 14 },
  among: isSeated,
  judge({ account: { lastSignIn, createdAt } }, scene, { after = 14 }) {
    if (lastSignIn === null) return "unknown";
    if (lastSignIn !== "never") return "pass";
    if (createdAt === null) return "unknown";
    if (!isOlderThan(createdAt, after, scene)) return "pass";
    return {
      expected: `signed in within ${after} days of ${dayOf(createdAt)}`,
      observed: "never",
      message: `was made on ${dayOf(createdAt)} and nobody ever signed in to it`,
      fixes: ["sign in, if the account is needed", `otherwise remove its access in ${scene.name}: that frees the seat`],
    };
  },
});
