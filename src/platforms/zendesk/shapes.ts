import { z } from "zod";
import { toInstant } from "../../model/time.ts";

/**
 * The fields of each listing that are kept, and nothing else: signatures, phone numbers, notes and token prefixes never reach
 * the disk. Which may be missing follows the Support API reference and what accounts on other plans were seen to answer.
 */
/** How Zendesk nearly always writes a time; anything else is looked at more closely. */
const usualTime = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const id = z.union([z.string().min(1), z.number().int()]).transform(String);
const optionalId = id.nullish();
const text = z.string().nullish();
const flag = z.boolean().nullish();
const time = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((value) => usualTime.test(value) || toInstant(value) !== null, "is not a time")
  .nullish();

export const user = z.object({
  id,
  url: text,
  name: text,
  email: text,
  role: text,
  role_type: z.number().int().nullish(),
  custom_role_id: optionalId,
  active: flag,
  suspended: flag,
  verified: flag,
  restricted_agent: flag,
  chat_only: flag,
  shared: flag,
  shared_agent: flag,
  two_factor_auth_enabled: flag,
  last_login_at: time,
  created_at: time,
  updated_at: time,
  default_group_id: optionalId,
});

export const customRole = z.object({
  id,
  name: text,
  role_type: z.number().int().nullish(),
  team_member_count: z.number().nullish(),
  created_at: time,
  updated_at: time,
});

export const group = z.object({
  id,
  name: text,
  default: flag,
  is_public: flag,
  deleted: flag,
  created_at: time,
  updated_at: time,
});

export const groupMembership = z.object({ id, user_id: id, group_id: id, default: flag, created_at: time, updated_at: time });

export const apiToken = z.object({
  id,
  description: text,
  active: flag,
  user_id: optionalId,
  user_name: text,
  user_email: text,
  assigned_user_id: optionalId,
  created_at: time,
  updated_at: time,
  last_used: time,
  // The name an older script reads; both are accepted.
  last_used_at: time,
});

export const oauthToken = z.object({
  id,
  client_id: optionalId,
  user_id: optionalId,
  scopes: z.array(z.string()).nullish(),
  created_at: time,
  expires_at: time,
  refresh_token_expires_at: time,
  used_at: time,
});

export const oauthClient = z.object({
  id,
  identifier: text,
  name: text,
  company: text,
  kind: text,
  global: flag,
  user_id: optionalId,
  created_at: time,
  updated_at: time,
});

export type UserRow = z.infer<typeof user>;
export type CustomRoleRow = z.infer<typeof customRole>;
export type GroupRow = z.infer<typeof group>;
export type GroupMembershipRow = z.infer<typeof groupMembership>;
export type ApiTokenRow = z.infer<typeof apiToken>;
export type OauthTokenRow = z.infer<typeof oauthToken>;
export type OauthClientRow = z.infer<typeof oauthClient>;
