import { z } from "zod";
import { toInstant } from "../../model/time.ts";

/**
 * The fields of each listing that are kept, and nothing else. Everything at Calendly is named by a full URI; its last part is the
 * id, whatever host stands in front. Which may be missing follows the API's OpenAPI documents of 2024-04 and 2026.
 */
const uri = z.string().refine((text) => idIn(text) !== null, "is not a URI with an id");
const text = z.string().nullish();
const time = z
  .string()
  .refine((value) => toInstant(value) !== null, "is not a time")
  .nullish();

function idIn(text: string): string | null {
  return URL.canParse(text) ? (/\/([^/?#]+)\/?$/.exec(new URL(text).pathname)?.[1] ?? null) : null;
}

/** The id a URI ends with. The URI itself where it has none, which no kept row has. */
export function idOf(text: string): string {
  return idIn(text) ?? text;
}

const person = z.object({
  uri,
  name: text,
  slug: text,
  email: text,
  scheduling_url: text,
  timezone: text,
  created_at: time,
  updated_at: time,
});

export const me = person.extend({ current_organization: uri }).transform((row) => ({ id: idOf(row.uri), ...row }));

const membership = z.object({
  uri,
  role: text,
  user: person,
  organization: uri,
  created_at: time,
  updated_at: time,
});

/** A membership by its user: who is invited again gets a new membership, and stays the same user. */
export const member = membership.transform((row) => ({ id: idOf(row.user.uri), ...row }));

const invited = z.object({
  uri,
  organization: uri,
  email: text,
  status: text,
  created_at: time,
  updated_at: time,
  last_sent_at: time,
});

export const invitation = invited.transform((row) => ({ id: idOf(row.uri), ...row }));

export const group = z
  .object({ uri, name: text, organization: uri, created_at: time, updated_at: time, member_count: z.number().nullish() })
  .transform((row) => ({ id: idOf(row.uri), ...row }));

/** Who is in a group: a membership (then with its user), or an invitation. */
const owner = z.object({
  uri,
  type: text,
  email: text,
  user: z.object({ uri, email: text }).nullish(),
});

export const groupMember = z
  .object({ uri, role: text, owner, group: uri, organization: uri, created_at: time, updated_at: time })
  .transform((row) => ({ id: idOf(row.uri), ...row }));

export type MeRow = z.infer<typeof me>;
export type MemberRow = z.infer<typeof member>;
export type InvitationRow = z.infer<typeof invitation>;
export type GroupRow = z.infer<typeof group>;
export type GroupMemberRow = z.infer<typeof groupMember>;
