import type { PlatformContract } from "../../testing/contract.ts";

export const contract: PlatformContract = {
  system: "calendly",
  server: "calendly",
  lists: [
    { source: "token-user", requests: "^/users/me" },
    {
      source: "members",
      requests: "^/organization_memberships",
      paged: true,
      about: { requests: "^/organization_memberships", nobody: "NOBODY0000000000" },
    },
    {
      source: "invitations",
      requests: "^/organizations/[^/]+/invitations",
      about: { requests: "^/organizations/[^/]+/invitations/", nobody: "NOBODY0000000000" },
    },
    { source: "groups", requests: "^/groups" },
    { source: "group-members", requests: "^/group_relationships", paged: true },
  ],
  throttled: () => ({ "X-RateLimit-Limit": "500", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1" }),
};
