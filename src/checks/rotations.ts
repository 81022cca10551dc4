import { nameKey } from "../core/people.ts";
import type { Entitlement } from "../model/account.ts";
import type { Due } from "../model/matching.ts";

/** Whether the roster's word for a rotation means this schedule: its id, or its name in any case. Two schedules may share a name. */
export function isRotation({ entitlement: word }: Due, { kind, id, name }: Entitlement): boolean {
  return kind === "schedule" && (word === id || (name !== null && nameKey(word) === nameKey(name)));
}
