import { z } from "zod";
import { idText, secretText, webAddress } from "../../core/setting-types.ts";
import { knownRoles, roleNamed } from "./roles.ts";

const roleText = z
  .string({ error: "expected a role of PagerDuty as text" })
  .refine((text) => roleNamed(text) !== null, `expected a role of PagerDuty: ${knownRoles.join(", ")}`)
  .transform((text) => roleNamed(text) ?? text);

/** A REST API key of the account, or the access token of an OAuth app with scopes. */
const auth = z.union([z.strictObject({ token: secretText }), z.strictObject({ bearer: secretText })]);

/** The keys of a system in rollcall.yaml that only PagerDuty has. */
export const pagerdutySettings = z.strictObject({
  /** Accounts of the EU service region have a host of their own. */
  url: webAddress.prefault("https://api.pagerduty.com"),
  auth,
  /** Ids of the audited schedules; left out = all. */
  schedules: z.array(idText).min(1, "expected at least one id; leave schedules out to audit all of them").optional(),
  /** Ids of audited escalation policies, besides those that target an audited schedule. */
  policies: z.array(idText).default([]),
  roles: z.strictObject({ default: roleText.optional() }).default({}),
});

export type PagerdutySettings = z.infer<typeof pagerdutySettings>;
