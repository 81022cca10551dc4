import { emailsOf } from "../core/people.ts";
import { normalEmail } from "../model/identity.ts";
import type { MatchedAccount } from "../model/matching.ts";
import type { Scene } from "../model/scene.ts";
import { perScene } from "./per-scene.ts";

const admins = perScene((scene: Scene) => new Set(scene.admins.map(normalEmail)));

/** Whether the system's `admins` name this account: by its own e-mail, or by any of its person. */
export function mayBeAdmin({ account, person }: MatchedAccount, scene: Scene): boolean {
  const emails = [account.email === null ? "" : normalEmail(account.email), ...(person ? emailsOf(person.person) : [])];
  return emails.some((email) => email !== "" && admins(scene).has(email));
}
