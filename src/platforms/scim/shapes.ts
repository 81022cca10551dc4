import { z } from "zod";

/**
 * The attributes of each resource that are kept, and nothing else (RFC 7643 §4). All but the id may be missing, and missing, null and
 * an empty list mean the same there (§2.5): nothing was said. Two liberties servers take are taken as meant: ids as numbers, and
 * true and false as text.
 */
const id = z
  .union([z.string().min(1), z.number()])
  .transform(String)
  // It becomes a part of a path, and these would lead out of it.
  .refine((text) => !/^\.{1,2}$/.test(text), "is no id");
const text = z.string().nullish();
const flag = z.union([z.boolean(), z.string().regex(/^(?:true|false)$/i, "is neither true nor false")]).nullish();

/** A value of an attribute that may have many; written as plain text by servers that keep nothing else of it. */
const value = z.union([
  z.object({ value: text, display: text, type: text, primary: flag }),
  z.string().transform((plain) => ({ value: plain })),
]);
const values = z.array(value).nullish();

export const user = z.object({
  id,
  externalId: text,
  userName: text,
  displayName: text,
  name: z.object({ formatted: text, givenName: text, familyName: text }).nullish(),
  active: flag,
  emails: values,
  roles: values,
  entitlements: values,
  userType: text,
  groups: z.array(z.object({ value: id.nullish() })).nullish(),
  meta: z.object({ created: text }).nullish(),
});

const member = z
  .object({ value: id.nullish(), type: text, $ref: text })
  .refine((one) => memberId(one) !== null, "names nobody: it has neither value nor $ref");

export const group = z.object({ id, externalId: text, displayName: text, members: z.array(member).nullish() });

export type UserRow = z.infer<typeof user>;
export type GroupRow = z.infer<typeof group>;
export type Member = NonNullable<GroupRow["members"]>[number];
export type Value = { value?: string | null; display?: string | null; type?: string | null; primary?: boolean | string | null };

/** Id of a member; where only its address stands there, the last part of that. The address is followed nowhere. */
export function memberId({ value: own, $ref }: { value?: string | null; $ref?: string | null }): string | null {
  return own ?? /([^/?#]+)\/?$/.exec($ref ?? "")?.[1] ?? null;
}

/** `null` where nothing was said. */
export function isTrue(said: boolean | string | null | undefined): boolean | null {
  return said == null ? null : String(said).toLowerCase() === "true";
}
