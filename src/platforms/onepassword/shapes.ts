import { z } from "zod";
import { toInstant } from "../../model/time.ts";

/**
 * The fields of each listing that are kept, and nothing else. Which may be missing follows the types of the official wrapper of
 * `op` and the examples of the Users API; unknown words in them are for `states.ts` to judge, never a reason to drop a row.
 */
const id = z.string().regex(/^\w[\w-]{0,127}$/, "is not an id of 1Password");
const text = z.string().nullish();
const time = z
  .string()
  .refine((value) => toInstant(value) !== null, "is not a time")
  .nullish();

export const group = z.object({ id, name: text, state: text, created_at: time });

/** Somebody in the group, with the role they have in it. */
export const member = z.object({ id, name: text, email: text, type: text, state: text, role: text });

/** Anybody of the account: only what a member is compared with. */
export const user = z.object({ id, email: text, type: text, state: text });

/** A member as `op user get` has it. Year 1 in `last_auth_at` says that they never signed in. */
export const signIn = z.object({ id, created_at: time, last_auth_at: time });

export const vault = z.object({ id, name: text });

/** A user of the Users API. */
export const apiUser = z
  .object({ id, email: text, state: text, create_time: time })
  .transform(({ create_time, ...row }) => ({ ...row, created_at: create_time }));

/** A user of a SCIM bridge; without `active` nobody knows whether they are suspended. */
export const scimUser = z.object({
  id,
  userName: text,
  displayName: text,
  name: z.object({ formatted: text }).nullish(),
  emails: z.array(z.object({ value: text, primary: z.boolean().nullish() })).nullish(),
  active: z.boolean().nullish(),
  groups: z.array(z.object({ value: text })).nullish(),
  meta: z.object({ created: time }).nullish(),
});

export const scimGroup = z
  .object({ id, displayName: text })
  .transform((row) => ({ id: row.id, name: row.displayName, state: null, created_at: null }));

/** What a group says of one member. */
export const scimMember = z.object({ value: id, display: text }).transform(({ value, display }) => ({ id: value, display }));

export type GroupRow = z.infer<typeof group>;
export type MemberRow = z.infer<typeof member>;
export type UserRow = z.infer<typeof user> & { created_at?: string | null };
export type SignInRow = z.infer<typeof signIn>;
export type VaultRow = z.infer<typeof vault>;
export type ScimUserRow = z.infer<typeof scimUser>;
export type ScimMemberRow = z.infer<typeof scimMember>;
