import type { PlatformContract } from "../../testing/contract.ts";

const group = "^/api/v4/groups/\\d+";

export const contract: PlatformContract = {
  system: "gitlab-com",
  server: "gitlab",
  lists: [
    { source: "groups", requests: "^/api/v4/groups/[^/?]+\\?" },
    // More than a page too, but of several groups: which of them a cut strikes first is chance. gitlab.test.ts leads them astray.
    { source: "members", requests: `${group}/members/all`, about: { requests: `${group}/members/all`, nobody: "42424242" } },
    { source: "direct-members", requests: `${group}/members\\?`, about: { requests: `${group}/members\\?`, nobody: "42424242" } },
    { source: "invitations", requests: `${group}/invitations` },
    { source: "billable-members", requests: `${group}/billable_members`, paged: true, missing: "unavailable" },
    { source: "group-tokens", requests: `${group}/access_tokens` },
    { source: "invited-groups", requests: `${group}/invited_groups` },
    { source: "via-members", requests: "^/api/v4/groups/(?:acme|84|85)/members", missing: "unavailable" },
    { source: "projects", requests: `${group}/projects` },
    {
      source: "project-tokens",
      requests: "^/api/v4/projects/\\d+/access_tokens",
      about: { requests: "^/api/v4/projects/[^/]+%2F[^/]+/access_tokens", nobody: "acme/nowhere", nobodyIs: "unread" },
    },
  ],
  throttled: (now) => ({
    "RateLimit-Limit": "2000",
    "RateLimit-Remaining": "0",
    "RateLimit-Reset": String(Math.ceil(now / 1000) + 1),
    "Retry-After": "1",
  }),
};
