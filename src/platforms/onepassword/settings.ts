import { z } from "zod";
import { secretText, webAddress } from "../../core/setting-types.ts";

const someText = z.string({ error: "expected text" }).trim().min(1, "expected text");

/** Users and their state by the Users API for Partners, in place of `op user list`. */
const usersApi = z.strictObject({
  url: webAddress.prefault("https://api.1password.com"),
  /** Id of the 1Password account, as its address in the API has it. */
  account: z
    .string({ error: "expected the id of the 1Password account" })
    .trim()
    .regex(/^[A-Za-z0-9]+$/, "expected the id of the 1Password account: letters and digits"),
  client_id: someText,
  client_secret: secretText,
});

/** The group and its members by a SCIM bridge, in place of `op`. */
const scim = z.strictObject({
  url: webAddress,
  token: secretText,
  /** What stands before `/Groups` and `/Users`: some bridges have `/scim/v2`. */
  prefix: z
    .string({ error: "expected a path such as /scim" })
    .trim()
    .regex(/^(?:\/[\w.~-]+)*\/?$/, "expected a path such as /scim")
    .default("/scim")
    .transform((path) => path.replace(/\/$/, "")),
});

/** Keys that are about the program `op`, and mean nothing where the group is read by SCIM. */
const opKeys = ["command", "account", "service_account_token", "timeout"] as const;

/** The keys of a system in rollcall.yaml that only 1Password has. */
export const onepasswordSettings = z
  .strictObject({
    /** Name or id of the group that is audited. */
    group: someText,
    /** The program `op`: a name found by PATH, or a path; never a command line. */
    command: someText.optional(),
    /** Which of the accounts `op` knows: sign-in address or id. */
    account: someText.optional(),
    service_account_token: secretText.optional(),
    /** Seconds `op` may go without a word. */
    timeout: z
      .number({ error: "expected seconds as a whole number" })
      .int("expected seconds as a whole number")
      .min(1, "expected at least 1 second")
      .max(86_400, "expected at most 86400 seconds")
      .optional(),
    users_api: usersApi.optional(),
    scim: scim.optional(),
  })
  .superRefine((settings, context) => {
    const { scim: bridge, account, service_account_token } = settings;
    for (const key of bridge ? opKeys.filter((one) => settings[one] !== undefined) : [])
      context.addIssue({
        code: "custom",
        path: [key],
        message: `expected no ${key} beside scim: with scim the group is read from the bridge, and op is not run. Take ${key} away, or scim`,
      });
    if (account !== undefined && service_account_token !== undefined && !bridge)
      context.addIssue({
        code: "custom",
        path: ["account"],
        message:
          "expected no account beside service_account_token: a service account belongs to one account. Take one of them away",
      });
  });

export type OnepasswordSettings = z.infer<typeof onepasswordSettings>;
export type UsersApiSettings = NonNullable<OnepasswordSettings["users_api"]>;
export type ScimSettings = NonNullable<OnepasswordSettings["scim"]>;
