import type { PlatformContract } from "../../testing/contract.ts";

export const contract: PlatformContract = {
  system: "zendesk-us-federal",
  server: "zendesk-us-federal",
  lists: [
    {
      source: "users",
      requests: "^/api/v2/users(\\.json)?\\?",
      paged: true,
      about: { requests: "^/api/v2/users/show_many", nobody: "42" },
    },
    { source: "custom-roles", requests: "^/api/v2/custom_roles" },
    { source: "groups", requests: "^/api/v2/groups" },
    {
      source: "group-memberships",
      requests: "^/api/v2/group_memberships",
      paged: true,
      about: { requests: "^/api/v2/users/\\d+/group_memberships", nobody: "42" },
    },
    { source: "api-tokens", requests: "^/api/v2/api_tokens", missing: "absent" },
    { source: "oauth-tokens", requests: "^/api/v2/oauth/tokens\\?", grows: true },
    { source: "oauth-clients", requests: "^/api/v2/oauth/clients" },
    { source: "global-oauth-clients", requests: "^/api/v2/oauth/global_clients" },
  ],
  throttled: () => ({ "Retry-After": "1" }),
  posts: ["/oauth/tokens"],
};
