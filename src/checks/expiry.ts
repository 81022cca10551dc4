import type { OwnedCredential, Scene } from "../model/scene.ts";

/** Whole lives this short, in days, are a machine's to renew: no person could act before they end. */
export const machineRenewedDays = 21;

const dayMs = 86_400_000;

/** When a credential ends: the platform's time, else the day in its name; `null` where neither says one. */
export function endOf({ credential, name }: OwnedCredential): string | null {
  const { expiresAt } = credential;
  return expiresAt !== null && expiresAt !== "never" ? expiresAt : (name?.expires ?? null);
}

/** Past its time; a day in a name is its last good one. */
export function isPast(end: string, { now, today }: Scene): boolean {
  return end.length === 10 ? end < today : Date.parse(end) <= Date.parse(now);
}

/** Days until the end, with fractions; a day ends as it began, so that today is 0. */
export function daysUntil(end: string, { now, today }: Scene): number {
  return (Date.parse(end) - Date.parse(end.length === 10 ? today : now)) / dayMs;
}

/** Can still be used as far as anybody knows, and is not one that ends and is made anew all the time. */
export function isLasting({ credential }: OwnedCredential, shortest = machineRenewedDays): boolean {
  const { active, createdAt, expiresAt } = credential;
  if (active === false) return false;
  if (expiresAt === null || expiresAt === "never" || createdAt === null) return true;
  return Date.parse(expiresAt) - Date.parse(createdAt) > shortest * dayMs;
}

/** An OAuth client itself never ends: only a day in its name says it should. */
export function canEnd(one: OwnedCredential): boolean {
  return one.credential.kind !== "oauth-client" || endOf(one) !== null;
}
