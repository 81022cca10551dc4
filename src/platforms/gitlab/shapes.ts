import { z } from "zod";
import { isDay } from "../../core/setting-types.ts";
import { toInstant } from "../../model/time.ts";

/**
 * The fields of each listing that are kept, and nothing else: an invitation's token and the addresses a token was used from never
 * reach the disk. Which may be missing follows the REST documentation; GitLab's generated document declares numbers as text here
 * and there, so that both are taken.
 */
/** A number, as it goes into further addresses: nothing else may. */
const id = z.union([z.string().regex(/^\d+$/, "is no number"), z.number().int().nonnegative()]).transform(String);
const text = z.string().nullish();
const flag = z.boolean().nullish();
const time = z
  .string()
  .refine((value) => toInstant(value) !== null, "is not a time")
  .nullish();
/** Days where GitLab says days; of a time only the day counts. */
const day = z
  .string()
  .transform((value) => value.slice(0, 10))
  .refine(isDay, "is not a day")
  .nullish();
const level = z.union([z.number().int(), z.string().regex(/^\d+$/, "is no access level").transform(Number)]);

const share = z.object({
  group_id: id,
  group_name: text,
  group_full_path: text,
  group_access_level: level.nullish(),
  expires_at: day,
});

export const group = z.object({
  id,
  name: text,
  full_path: z.string().min(1),
  web_url: text,
  visibility: text,
  parent_id: id.nullish(),
  marked_for_deletion_on: day,
  shared_with_groups: z.array(share).nullish(),
});

export const member = z.object({
  id,
  username: text,
  name: text,
  state: text,
  public_email: text,
  email: text,
  web_url: text,
  access_level: level,
  created_at: time,
  expires_at: day,
  membership_state: text,
  created_by: z.object({ id, username: text, name: text }).nullish(),
  member_role: z.object({ id, name: text, base_access_level: level.nullish() }).nullish(),
});

export const invitedGroup = z.object({ id, name: text, full_path: z.string().min(1), web_url: text });

export const invitation = z.object({
  invite_email: text,
  access_level: level,
  created_at: time,
  expires_at: day,
  user_name: text,
  created_by_name: text,
});

export const billable = z.object({
  id,
  username: text,
  email: text,
  last_activity_on: day,
  last_login_at: time,
  membership_type: text,
});

export const accessToken = z.object({
  id,
  name: text,
  revoked: flag,
  active: flag,
  created_at: time,
  scopes: z.array(z.string()).nullish(),
  user_id: id.nullish(),
  last_used_at: time,
  expires_at: day,
  access_level: level.nullish(),
});

export const project = z.object({
  id,
  path_with_namespace: z.string().min(1),
  web_url: text,
  archived: flag,
  marked_for_deletion_on: day,
});

/** A row of a group or project, and whose it is. */
export type Of<T> = T & { id: string; group: string };

export type GroupRow = z.infer<typeof group>;
/** `user` is GitLab's id of them: in the list of one group somebody may stand twice. */
export type MemberRow = Of<Omit<z.infer<typeof member>, "id"> & { user: string }>;
export type InvitedGroupRow = Of<Omit<z.infer<typeof invitedGroup>, "id"> & { invited: string }>;
export type InvitationRow = Of<z.infer<typeof invitation>>;
export type BillableRow = Of<Omit<z.infer<typeof billable>, "id"> & { user: string }>;
export type AccessTokenRow = Omit<z.infer<typeof accessToken>, "id"> & { id: string; of: string };
export type ProjectRow = Of<Omit<z.infer<typeof project>, "id"> & { project: string }>;
