import type { PlatformContract } from "../../testing/contract.ts";

export const contract: PlatformContract = {
  system: "pagerduty",
  server: "pagerduty",
  lists: [
    { source: "token-user", requests: "^/users/me" },
    { source: "users", requests: "^/users\\?", paged: true },
    // The list itself, and each schedule of it.
    { source: "shift-schedules", requests: "^/v3/schedules", missing: "absent" },
    { source: "schedules", requests: "^/schedules" },
    { source: "escalation-policies", requests: "^/escalation_policies" },
    { source: "on-calls", requests: "^/oncalls" },
    { source: "licence-allocations", requests: "^/license_allocations", paged: true, missing: "absent" },
    { source: "licences", requests: "^/licenses", missing: "absent" },
  ],
  throttled: () => ({ "Ratelimit-Limit": "960", "Ratelimit-Remaining": "0", "Ratelimit-Reset": "1" }),
};
