import type { Config, ConfiguredContact } from "../model/config.ts";
import type { Finding } from "../model/finding.ts";
import type { FollowedPerson, Roles } from "../model/follow-up.ts";
import { normalEmail } from "../model/identity.ts";
import type { Person, Roster } from "../model/person.ts";
import { resolveContact } from "./contacts.ts";
import { emailsOf, findPeople, peopleOf } from "./people.ts";

type Team = Pick<Config, "people" | "pauses">;

/** E-mails of those who audit and manage, as the roster writes them where it knows them. */
export function rolesOf({ people }: Pick<Config, "people">, roster: Roster): Roles {
  const emailOf = (contact: ConfiguredContact) => resolveContact(contact, roster).email;
  return {
    auditor: emailOf(people.auditor),
    opsManager: emailOf(people.opsManager),
    deputy: people.deputy && emailOf(people.deputy),
  };
}

/**
 * Everybody of the roster by every address of theirs, and those who audit and manage where they are not in it: for them only what
 * the configuration says of absences is known. @param today YYYY-MM-DD in the configured time zone
 */
export function followedPeople(config: Team, roster: Roster, today: string): Map<string, FollowedPerson> {
  const byId = new Map(roster.people.map((person) => [person.id, person]));
  const away = Map.groupBy(config.pauses.absences, ({ email }) => normalEmail(email));
  const absencesOf = (emails: readonly string[]) =>
    emails.flatMap((email) => away.get(email) ?? []).map(({ from, to }) => ({ from, to }));
  const followed = new Map<Person, FollowedPerson>();
  const found = new Map<string, FollowedPerson>();
  for (const [email, person] of peopleOf(roster).byEmail) {
    const one = followed.get(person) ?? followedPerson(person, { byId, today, absences: absencesOf(emailsOf(person)) });
    followed.set(person, one);
    found.set(email, one);
  }
  const { auditor, opsManager, deputy } = config.people;
  for (const contact of [auditor, opsManager, deputy]) {
    const email = contact && normalEmail(contact.email);
    if (!email || found.has(email)) continue;
    found.set(email, { email: contact.email, manager: null, left: false, absences: absencesOf([email]) });
  }
  return found;
}

function followedPerson(
  person: Person,
  of: { byId: ReadonlyMap<string, Person>; today: string; absences: FollowedPerson["absences"] },
): FollowedPerson {
  const manager = person.manager === null ? undefined : of.byId.get(person.manager);
  return {
    email: addressOf(person) ?? person.id,
    manager: manager ? addressOf(manager) : null,
    left: person.endDate !== null && person.endDate < of.today,
    absences: of.absences,
  };
}

function addressOf({ email, aliases }: Person): string | null {
  return email ?? aliases[0] ?? null;
}

/**
 * Every e-mail of whom a finding is about, as compared: the person's, the account's, and all others of whoever has one of those.
 * Somebody without an e-mail is looked up by name; where several have it, it may be about any of them.
 */
export function subjectsOf({ person, account }: Pick<Finding, "person" | "account">, roster: Roster): string[] {
  const named = [person?.email, account?.email].filter((email) => email != null);
  const people = peopleOf(roster);
  const known = named.flatMap((email) => people.byEmail.get(normalEmail(email)) ?? []);
  const namesakes =
    person && person.email === null && person.name !== null
      ? findPeople(people, person.name).filter(({ email }) => email === null)
      : [];
  return [...new Set([...named.map(normalEmail), ...[...known, ...namesakes].flatMap(emailsOf)])];
}
