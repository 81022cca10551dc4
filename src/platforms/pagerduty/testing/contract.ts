import type { PlatformContract } from "../../testing/contract.ts";

export const contract: PlatformContract = {
  system: "pagerduty",
  server: "pagerduty",
  lists: [
    { source: "token-user", requests: "^/users/me" },
    { source: "users", requests: "^/users\\?", paged: true, about: { requests: "^/users/P", nobody: "PNOBODY" } },
    // The list itself, and each schedule of it.
    {
      source: "shift-schedules",
      requests: "^/v3/schedules",
      missing: "absent",
      about: { requests: "^/v3/schedules/", nobody: "PNOBODY" },
    },
    { source: "schedules", requests: "^/schedules", about: { requests: "^/schedules/P", nobody: "PNOBODY" } },
    { source: "escalation-policies", requests: "^/escalation_policies" },
    { source: "on-calls", requests: "^/oncalls" },
    { source: "licence-allocations", requests: "^/license_allocations", paged: true, missing: "absent" },
    { source: "licences", requests: "^/licenses", missing: "absent" },
  ],
  throttled: () => ({ "Ratelimit-Limit": "960", "Ratelimit-Remaining": "0", "Ratelimit-Reset": "1" }),
};
