import type { Exemption } from "../model/exemption.ts";
import type { Finding } from "../model/finding.ts";
import { normalEmail, normalName } from "../model/identity.ts";
import { canonicalJson } from "../model/json.ts";
import { patternOf } from "./pattern.ts";
import { emailsOf, findPeople, type People } from "./people.ts";

/** A finding as exemptions look at it: worked out once, however many there are. */
export interface Coverable {
  finding: Finding;
  /** In lower case. Of the account; of the project where a finding is about nobody. */
  names: readonly string[];
  /** Every e-mail of its person, as compared. */
  emails: readonly string[];
}

export function coverable(finding: Finding, people: People): Coverable {
  const { account, person, credential, resource } = finding;
  const named = account ? [account.name, account.email] : person || credential || !resource ? [] : [resource.name];
  return {
    finding,
    names: named.flatMap((name) => (name === null ? [] : [name.toLowerCase()])),
    emails: person?.email ? allEmails(person.email, people) : [],
  };
}

function allEmails(email: string, people: People): string[] {
  const [found] = findPeople(people, email);
  return [normalEmail(email), ...(found ? emailsOf(found) : [])];
}

/** Whether an exemption is meant for a finding, as a question that can be asked ten thousand times. */
export function coverOf(exemption: Exemption, people: People): (one: Coverable) => boolean {
  const { key, seen, account, person, credential, match } = exemption;
  if (key !== null) return ({ finding }) => finding.key === key && isAsSeen(finding, seen);
  if (account !== null) return ({ finding }) => finding.account?.id === account;
  if (person !== null) return personCover(person, people);
  if (credential !== null) return credentialCover(credential);
  if (match === null) return () => false;
  const fits = patternOf(match);
  return ({ names }) => names.some(fits);
}

function isAsSeen({ expected, observed }: Finding, seen: Exemption["seen"]): boolean {
  return seen === undefined || canonicalJson([seen.expected, seen.observed]) === canonicalJson([expected, observed]);
}

/** By any e-mail of theirs; one without an e-mail by name. */
export function personCover(text: string, people: People): (one: Coverable) => boolean {
  const email = normalEmail(text);
  const namesakes = new Set(
    findPeople(people, text).flatMap((one) => (one.email === null && one.name !== null ? [one.name] : [])),
  );
  return ({ finding: { person }, emails }) =>
    person !== null && (person.email === null ? person.name !== null && namesakes.has(person.name) : emails.includes(email));
}

function credentialCover(text: string): (one: Coverable) => boolean {
  const name = normalName(text);
  return ({ finding: { credential } }) =>
    credential !== null && (credential.id === text || (credential.name !== null && normalName(credential.name) === name));
}

/**
 * Whether the approver is whom the finding is about, or whoever has the account's address. A name that several people have may be
 * any of them.
 */
export function isOwn(approver: string, one: Coverable, people: People): boolean {
  const { email } = one.finding.account ?? { email: null };
  if (email && allEmails(email, people).includes(normalEmail(approver))) return true;
  const known = findPeople(people, approver).map((person) => person.email ?? person.name ?? "");
  return [approver, ...known].some((text) => personCover(text, people)(one));
}
