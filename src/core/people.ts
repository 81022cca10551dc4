import { normalEmail, normalName } from "../model/identity.ts";
import { compareText } from "../model/json.ts";
import type { Person, Roster } from "../model/person.ts";

/** The roster, ready to be asked who has an e-mail or a name. */
export interface People {
  byEmail: ReadonlyMap<string, Person>;
  /** Real names in lower case; two people may share one. */
  byName: ReadonlyMap<string, readonly Person[]>;
}

/** Every e-mail of a person as compared, the main one first. */
export function emailsOf(person: Person): string[] {
  return [person.email ?? "", ...person.aliases].filter((email) => email !== "").map(normalEmail);
}

/** A name as it is looked up: like a compared name, but case does not count. Only for finding people, never for judging names. */
export function nameKey(name: string): string {
  return normalName(name).toLowerCase();
}

/** Made once a roster: matching, owners, exemptions and several checks ask, and there may be a hundred thousand people. */
const indexed = new WeakMap<Roster, People>();

/** The people of a roster by e-mail and by name. The roster must not change after. */
export function peopleOf(roster: Roster): People {
  const known = indexed.get(roster);
  if (known) return known;
  const people = indexPeople(roster.people);
  indexed.set(roster, people);
  return people;
}

export function indexPeople(people: readonly Person[]): People {
  const sorted = [...people].sort((a, b) => compareText(a.id, b.id));
  const byName = new Map<string, Person[]>();
  for (const person of sorted) if (person.name !== null) pushTo(byName, nameKey(person.name), person);
  return { byEmail: indexEmails(sorted), byName };
}

/** One person an e-mail: a main address goes before an alias, then the order given decides. */
function indexEmails(people: readonly Person[]): Map<string, Person> {
  const byEmail = new Map<string, Person>();
  for (const person of people) for (const email of emailsOf(person)) if (!byEmail.has(email)) byEmail.set(email, person);
  const main = new Set<string>();
  for (const person of people) {
    const email = person.email ? normalEmail(person.email) : "";
    if (email === "" || main.has(email)) continue;
    main.add(email);
    byEmail.set(email, person);
  }
  return byEmail;
}

/** Everybody the text may mean: one by e-mail, or all of that name. */
export function findPeople(people: People, text: string): readonly Person[] {
  const byEmail = people.byEmail.get(normalEmail(text));
  return byEmail ? [byEmail] : (people.byName.get(nameKey(text)) ?? []);
}

export function pushTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
