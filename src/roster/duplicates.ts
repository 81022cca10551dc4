import { emailsOf } from "../core/people.ts";
import type { Problem } from "../core/problem.ts";
import { normalEmail } from "../model/identity.ts";
import type { Person } from "../model/person.ts";
import { placeText } from "./managers.ts";

/** An e-mail, alias or not, belongs to one person; one person stands once. Each second one is a problem that names both places. */
export function duplicateProblems(people: readonly Person[]): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, Person>();
  const ids = new Map<string, Person>();
  for (const person of people) {
    const clashing = new Set<Person>();
    for (const email of new Set(emailsOf(person))) {
      const owner = owners.get(email);
      if (!owner) owners.set(email, person);
      else if (!clashing.has(owner)) {
        clashing.add(owner);
        problems.push(emailProblem(email, { person, owner }));
      }
    }
    const same = ids.get(person.id);
    if (!same) ids.set(person.id, person);
    else if (!clashing.has(same)) problems.push(personProblem(person, same));
  }
  return problems;
}

function emailProblem(email: string, { person, owner }: { person: Person; owner: Person }): Problem {
  const [key, ownersKey] = [keyOf(person, email), keyOf(owner, email)];
  const place = person.places[key] ?? person.places[""] ?? { file: "", line: 1 };
  const whose = owner.name === person.name ? "the same person stands" : `${owner.name ?? "somebody"} stands with it`;
  return { ...place, message: `${key}: ${email} may stand once, and ${whose} at ${placeText(owner, ownersKey)}` };
}

function keyOf(person: Person, email: string): string {
  return person.email !== null && normalEmail(person.email) === email ? "email" : "aliases";
}

function personProblem(person: Person, same: Person): Problem {
  const place = person.places.name ?? person.places[""] ?? { file: "", line: 1 };
  const message = `name: ${person.name} stands at ${placeText(same, "name")} too, without email: one person twice? give each an email`;
  return { ...place, message };
}
