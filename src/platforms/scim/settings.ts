import { z } from "zod";
import { secretText, webAddress } from "../../core/setting-types.ts";

const someText = z.string({ error: "expected text" }).trim().min(1, "expected text");
const groupNames = z
  .array(someText, { error: "expected names or ids of groups, [Support]" })
  .min(1, "expected at least one group");

/** The keys of a system in rollcall.yaml that only a SCIM service has. */
export const scimSettings = z
  .strictObject({
    /** What stands before /Users, with its prefix: https://example.test/scim/v2. */
    url: webAddress,
    /** A bearer token. */
    auth: z.strictObject({ token: secretText }),
    /** Groups that are compared, by displayName or id; without it all. `false`: the service has none. */
    groups: z.union([z.literal(false), groupNames], { error: "expected names or ids of groups, or false" }).optional(),
    /** Whoever is in one of these is an administrator. */
    admin_groups: groupNames.optional(),
    /** Which accounts are audited: all the service lists, or the members of `groups`. */
    accounts: z.enum(["all", "members"], { error: "expected all or members" }).default("all"),
    /** A filter of RFC 7644, sent as it is: `userType eq "Employee"`. */
    user_filter: someText.optional(),
    /** The attribute that holds the role; without it roles are not compared. */
    role: z.enum(["roles", "entitlements", "userType"], { error: "expected roles, entitlements or userType" }).optional(),
    /** Whether ids under `roster_key` are ids of this service. */
    ids: z.boolean({ error: "expected true or false" }).default(true),
  })
  .refine(({ accounts, groups }) => accounts === "all" || Array.isArray(groups), {
    path: ["accounts"],
    message: "members are those of groups: name the groups, too",
  })
  .refine(({ groups, admin_groups }) => groups !== false || admin_groups === undefined, {
    path: ["admin_groups"],
    message: "groups: false says that there are none",
  });

export type ScimSettings = z.infer<typeof scimSettings>;
