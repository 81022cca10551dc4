import { usageError } from "../model/errors.ts";
import type { Context } from "./context.ts";

/** Ids of audits there are: those named, or all. @throws usage error where one named is not there */
export async function auditsNamedOrAll(context: Context, named: readonly string[] | null): Promise<string[]> {
  const store = await context.store();
  const there = (await store.audits({})).map(({ id }) => id);
  const missing = named?.find((id) => !there.includes(id));
  if (missing !== undefined) throw usageError(`there is no audit ${missing}`, "rollcall status lists those there are");
  return named === null ? there : [...named];
}
