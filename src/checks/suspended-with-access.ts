import { accountCheck } from "./subjects.ts";

export const suspendedWithAccess = accountCheck({
  id: "suspended-with-access",
  title: "Suspended, not removed",
  severity: "medium",
  asks: "person",
  controls: ["SOC 2 CC6.2", "SOC 2 CC6.3", "ISO 27001 A.5.18"],
  needs: ["accounts", "suspension"],
  judge({ account }, scene) {
    if (account.suspended === null) return "unknown";
    if (!account.suspended) return "pass";
    return {
      expected: "active, or removed",
      observed: "suspended",
      message: `is suspended but keeps its role${account.seated ? " and its paid seat" : ""}`,
      fixes: [`if it is no longer needed, downgrade it in ${scene.name}`, "if it was suspended by mistake, lift the suspension"],
    };
  },
});
