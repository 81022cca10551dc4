import { normalEmail } from "../model/identity.ts";
import type { MatchedPerson } from "../model/matching.ts";
import type { Person } from "../model/person.ts";
import type { Scene } from "../model/scene.ts";
import type { Asks, Subject } from "./check.ts";
import { perScene } from "./per-scene.ts";

/** The person a subject is about: whose account, who it is, who is invited, who owns the credential. */
export function personOf(subject: Subject): Person | null {
  if (subject.kind === "account") return subject.account.person?.person ?? null;
  if (subject.kind === "invitation") return subject.invitation.person?.person ?? null;
  if (subject.kind === "paged") return subject.account?.person?.person ?? null;
  if (subject.kind === "project") return null;
  return subject.kind === "person" ? subject.person.person : subject.credential.owner;
}

/**
 * E-mail of who is asked. Somebody who is nobody, has no e-mail or has left cannot answer: then the auditor does. For a manager
 * it is the ops manager first, where the manager is unknown, has left, or is the very person it is about. Nobody is asked to
 * judge themselves: the auditor, the ops manager and the deputy stand in for each other.
 */
export function answersTo(asks: Asks, subject: Subject, scene: Scene): string {
  const person = personOf(subject);
  const always = scene.asksAlways && (scene.asksAlways === "auditor" ? scene.auditor : scene.opsManager).email;
  if (always) return person ? judge(person, [always], scene) : always;
  if (!person) return scene.auditor.email;
  if (asks === "person" || asks === "owner") return reachable(person.id, scene) ?? judge(person, [scene.auditor.email], scene);
  return judge(person, asks === "manager" ? [reachable(person.manager, scene)] : [scene.auditor.email], scene);
}

/** The first of `wanted`, else of the ops manager, the deputy and the auditor, who is not the person it is about. */
function judge(person: Person, wanted: readonly (string | null)[], { opsManager, deputy, auditor }: Scene): string {
  const all = [...wanted, opsManager.email, deputy?.email, auditor.email];
  return all.find((email) => email != null && !isTheirs(email, person)) ?? auditor.email;
}

function reachable(id: string | null, scene: Scene): string | null {
  const one = id === null ? undefined : peopleById(scene).get(id);
  return one && !one.left ? one.person.email : null;
}

const peopleById = perScene(
  (scene): Map<string, MatchedPerson> => new Map(scene.matching.people.map((one) => [one.person.id, one])),
);

function isTheirs(email: string, { email: main, aliases }: Person): boolean {
  return [main, ...aliases].some((own) => own !== null && normalEmail(own) === normalEmail(email));
}
