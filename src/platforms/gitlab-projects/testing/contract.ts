import type { PlatformContract } from "../../testing/contract.ts";

const project = "^/api/v4/projects/8\\d+";

export const contract: PlatformContract = {
  system: "gitlab-projects",
  // It lives on the tracker's GitLab.
  server: "gitlab",
  lists: [
    { source: "group", requests: "^/api/v4/groups/acme%2Fops\\?", missing: "unavailable" },
    { source: "projects", requests: "^/api/v4/groups/acme%2Fops/projects", missing: "unavailable" },
    {
      source: "approvals",
      requests: `${project}/approvals`,
      missing: "unavailable",
      about: { requests: `${project}/approvals`, nobody: "42424242" },
    },
    {
      source: "approval-settings",
      requests: `${project}/merge_request_approval_setting`,
      missing: "unavailable",
      about: { requests: `${project}/merge_request_approval_setting`, nobody: "42424242" },
    },
    {
      source: "protected-branches",
      requests: `${project}/protected_branches`,
      missing: "unavailable",
      about: { requests: `${project}/protected_branches`, nobody: "42424242" },
    },
    { source: "named-users", requests: "^/api/v4/users\\?username=" },
  ],
  throttled: () => ({ "RateLimit-Limit": "2000", "RateLimit-Remaining": "0", "Retry-After": "1" }),
};
