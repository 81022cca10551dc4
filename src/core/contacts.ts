import type { Config, ConfiguredContact } from "../model/config.ts";
import type { Contact } from "../model/contact.ts";
import { normalEmail } from "../model/identity.ts";
import type { Person, Roster } from "../model/person.ts";
import { emailsOf, peopleOf } from "./people.ts";

/**
 * How to reach somebody the configuration names: what it says itself, else what the roster says of the person with that e-mail
 * or alias. Somebody nobody knows stays as configured.
 */
export function resolveContact(contact: ConfiguredContact, roster: Roster): Contact {
  const person = personOf(contact, roster);
  return {
    email: person?.email ?? contact.email,
    name: contact.name ?? person?.name ?? null,
    gitlab: contact.gitlab ?? person?.gitlab?.username ?? null,
    slack: contact.slack ?? person?.slack?.id ?? null,
  };
}

/** A warning for each contact nobody can be mentioned for, each skipped e-mail that skips nobody, and each absence of nobody. */
export function unresolvedContacts({ people, pauses }: Pick<Config, "people" | "pauses">, roster: Roster): string[] {
  const asked = [
    ["ops_manager", people.opsManager],
    ["deputy", people.deputy],
    ["auditor", people.auditor],
  ] as const;
  const unknown = asked.flatMap(([key, contact]) =>
    contact && contact.gitlab === null && !personOf(contact, roster)
      ? [`people.${key}: ${contact.email} is not in the roster and has no gitlab username: mentions will not reach them`]
      : [],
  );
  const skipped = people.skip.filter((contact) => !personOf(contact, roster));
  const known = new Set(asked.flatMap(([, contact]) => (contact ? [normalEmail(contact.email)] : [])));
  const away = new Set(pauses.absences.map(({ email }) => email));
  const strangers = [...away].filter(
    (email) => !known.has(normalEmail(email)) && !peopleOf(roster).byEmail.has(normalEmail(email)),
  );
  return [
    ...unknown,
    ...skipped.map(({ email }) => `people.skip: ${email} is not in the roster: nobody is skipped`),
    ...strangers.map((email) => `follow_up.absences: ${email} is not in the roster: nobody is waited for longer`),
  ];
}

function personOf({ email }: ConfiguredContact, roster: Roster): Person | undefined {
  return peopleOf(roster).byEmail.get(normalEmail(email));
}

/** Everybody a message can be addressed to, by each of their e-mails as compared: the roster, and whom the configuration describes. */
export function contactsByEmail(config: Pick<Config, "people">, roster: Roster): ReadonlyMap<string, Contact> {
  const { auditor, opsManager, deputy } = config.people;
  const contacts = new Map<string, Contact>();
  for (const person of roster.people) {
    if (person.email === null) continue;
    const { name, gitlab, slack } = person;
    const contact = { email: person.email, name, gitlab: gitlab?.username ?? null, slack: slack?.id ?? null };
    for (const email of emailsOf(person)) if (!contacts.has(email)) contacts.set(email, contact);
  }
  for (const one of [auditor, opsManager, deputy]) if (one) contacts.set(normalEmail(one.email), resolveContact(one, roster));
  return contacts;
}
