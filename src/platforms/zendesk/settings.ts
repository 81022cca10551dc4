import { z } from "zod";
import { secretText, webAddress } from "../../core/setting-types.ts";

const numericId = z.union([z.string().regex(/^\d+$/, "expected a number"), z.number().int()]).transform(String);

/** How we sign in: an OAuth client (the way Zendesk wants), an OAuth token, or e-mail + API token until 2027-04-30. */
const auth = z.union([
  z.strictObject({ client_id: z.string().min(1), client_secret: secretText, scope: z.string().min(1).default("read") }),
  z.strictObject({ token: secretText }),
  z.strictObject({ email: z.string().min(3), api_token: secretText }),
]);

/** The keys of a system in rollcall.yaml that only Zendesk has. */
export const zendeskSettings = z.strictObject({
  url: webAddress,
  auth,
  /** Custom role ids that decide the class where an account has several roles of one type. */
  roles: z.strictObject({ light_agent: numericId.optional(), admin: numericId.optional() }).default({}),
});

export type ZendeskSettings = z.infer<typeof zendeskSettings>;
export type ZendeskAuth = ZendeskSettings["auth"];
