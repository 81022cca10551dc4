import type { PlatformContract } from "../../testing/contract.ts";

export const contract: PlatformContract = {
  system: "lab-directory",
  server: "lab-directory",
  lists: [
    { source: "users", requests: "^/scim/v2/Users", paged: true, about: { requests: "^/scim/v2/Users/", nobody: "nobody-42" } },
    { source: "groups", requests: "^/scim/v2/Groups" },
  ],
  throttled: () => ({ "Retry-After": "1" }),
};
