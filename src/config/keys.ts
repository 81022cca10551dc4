import { z } from "zod";

/** One key of a file as data: what it is for, what it takes, what holds without it. The reference is generated from it. */
export interface Key<S extends z.ZodType = z.ZodType> {
  /** One sentence for the reference. */
  doc: string;
  schema: S;
  /** As written in the file; left out = the key is required, or there is nothing without it. */
  default?: string;
  /** Variable of the environment the value usually comes from, as `${NAME}`. */
  env?: string;
}

export type Keys = Record<string, Key>;

type Shape<K extends Keys> = { [Name in keyof K]: K[Name]["schema"] };

/** The object these keys make; others are errors. */
export function strict<const K extends Keys>(keys: K): z.ZodObject<Shape<K>, z.core.$strict> {
  const shape = Object.fromEntries(Object.entries(keys).map(([name, { schema }]) => [name, schema])) as Shape<K>;
  return z.strictObject(shape);
}

/** Text that is not blank, without white space around it. */
export const someText = z.string({ error: "expected text" }).trim().min(1, "expected text");
