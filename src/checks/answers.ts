import { normalEmail } from "../model/identity.ts";
import type { MatchedPerson } from "../model/matching.ts";
import type { Person } from "../model/person.ts";
import type { Scene } from "../model/scene.ts";
import type { Asks, Subject } from "./check.ts";
import { perScene } from "./per-scene.ts";

/** The person a subject is about: whose account, who it is, who owns the credential. */
export function personOf(subject: Subject): Person | null {
  if (subject.kind === "account") return subject.account.person?.person ?? null;
  return subject.kind === "person" ? subject.person.person : subject.credential.owner;
}

/**
 * E-mail of who is asked. Somebody who is nobody, has no e-mail or has left cannot answer: then the auditor does. For a manager
 * it is the ops manager first, where the manager is unknown, has left, or is the very person it is about.
 */
export function answersTo(asks: Asks, subject: Subject, scene: Scene): string {
  const person = personOf(subject);
  if (asks === "auditor" || !person) return scene.auditor.email;
  return (asks === "manager" ? managerEmail(person, scene) : reachable(person.id, scene)) ?? scene.auditor.email;
}

function managerEmail(person: Person, scene: Scene): string | null {
  return (
    [reachable(person.manager, scene), scene.opsManager.email].find((email) => email !== null && !isTheirs(email, person)) ?? null
  );
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
