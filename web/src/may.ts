import type { Session } from "../../src/model/api/session.ts";

/** Whether whoever is signed in sees systems at all; who is only asked sees their own items. */
export function seesSystems({ who }: Session): boolean {
  return who.roles.some((role) => role !== "person");
}

/** Whether they decide, start, run and close. */
export function isInCharge({ who }: Session): boolean {
  return who.roles.includes("manager") || who.roles.includes("auditor");
}
