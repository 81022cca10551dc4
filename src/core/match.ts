import type { Account, Invitation } from "../model/account.ts";
import { normalEmail } from "../model/identity.ts";
import { compareIds, compareText } from "../model/json.ts";
import type { Expectation, LostClaim, MatchedAccount, MatchedInvitation, MatchedPerson, Matching } from "../model/matching.ts";
import type { Person, Roster } from "../model/person.ts";
import { emailsOf, nameKey, peopleOf, pushTo } from "./people.ts";

export interface MatchOptions {
  /** What the roster says of a person on the audited system; `null` = no seat. */
  expectation(person: Person): Expectation | null;
  /** YYYY-MM-DD in the configured time zone. */
  today: string;
  /** E-mails of `people.skip`. */
  skip: readonly string[];
  /** Pending ones; none by default. */
  invitations?: readonly Invitation[];
}

/**
 * Lays accounts and people side by side: by the id the roster gives, then by username, then by e-mail, never by name. An account
 * goes to one person at most; a person may have any number. An account that several roster ids claim goes to the person whose
 * e-mail it has, and to nobody where it has the e-mail of none: a guess would hide the other. Accounts shared by another
 * company's platform are never anybody's. Takes time in proportion to accounts plus people.
 */
export function matchAccounts(accounts: readonly Account[], roster: Roster, options: MatchOptions): Matching {
  const people = matchedPeople(roster, options);
  const claims = indexClaims(people, roster);
  const matched = [...accounts].sort((a, b) => compareIds(a.id, b.id)).map((account) => matchedAccount(account, claims));
  for (const one of matched) one.person?.accounts.push(one);
  const invitations = matchedInvitations(options.invitations ?? [], claims);
  return { accounts: matched, people, invitations, lostClaims: lostClaims(people, matched) };
}

function matchedPeople(roster: Roster, options: MatchOptions): MatchedPerson[] {
  const skip = new Set(options.skip.map(normalEmail));
  const sorted = [...roster.people].sort((a, b) => compareText(a.id, b.id));
  return sorted.map((person) => {
    const expectation = options.expectation(person);
    const left = person.endDate !== null && person.endDate < options.today;
    const started = person.startDate === null || person.startDate <= options.today;
    return {
      person,
      expectation,
      expected: expectation !== null && started && !left,
      left,
      skipped: emailsOf(person).some((email) => skip.has(email)),
      accounts: [],
      invitations: [],
    };
  });
}

interface Claims {
  byId: Map<string, MatchedPerson[]>;
  byUsername: Map<string, MatchedPerson[]>;
  byEmail: Map<string, MatchedPerson>;
  byName: Map<string, Person[]>;
}

function indexClaims(people: readonly MatchedPerson[], roster: Roster): Claims {
  const claims: Claims = { byId: new Map(), byUsername: new Map(), byEmail: new Map(), byName: new Map() };
  const matchedOf = new Map(people.map((one) => [one.person, one]));
  for (const [email, person] of peopleOf(roster).byEmail) {
    const one = matchedOf.get(person);
    if (one) claims.byEmail.set(email, one);
  }
  for (const one of people) {
    const { person, expectation } = one;
    if (expectation?.id) pushTo(claims.byId, expectation.id, one);
    if (expectation?.username) pushTo(claims.byUsername, expectation.username.toLowerCase(), one);
    const names = [person.name, expectation?.alias].filter((name) => name != null).map(nameKey);
    for (const name of new Set(names)) pushTo(claims.byName, name, person);
  }
  return claims;
}

function matchedAccount(account: Account, claims: Claims): MatchedAccount {
  if (account.kind === "shared") return { account, person: null, by: null, namesakes: [] };
  const match = matchOf(account, claims);
  if (match) return { account, ...match, namesakes: [] };
  const namesakes = account.name === null ? [] : (claims.byName.get(nameKey(account.name)) ?? []);
  return { account, person: null, by: null, namesakes };
}

function matchedInvitations(invitations: readonly Invitation[], { byEmail }: Claims): MatchedInvitation[] {
  const sorted = [...invitations].sort((a, b) => compareIds(a.id, b.id));
  return sorted.map((invitation) => {
    const one = { invitation, person: (invitation.email && byEmail.get(normalEmail(invitation.email))) || null };
    one.person?.invitations.push(one);
    return one;
  });
}

type Match = Pick<MatchedAccount, "person" | "by">;

function matchOf(account: Account, claims: Claims): Match | null {
  const holder = (account.email && claims.byEmail.get(normalEmail(account.email))) || null;
  const byId = claims.byId.get(account.id);
  if (byId) return settleClaims(byId, { holder, by: "id" });
  const byUsername = account.username === null ? undefined : claims.byUsername.get(account.username.toLowerCase());
  if (byUsername) return settleClaims(byUsername, { holder, by: "username" });
  return holder && { person: holder, by: "email" };
}

function settleClaims(
  claimants: readonly MatchedPerson[],
  of: { holder: MatchedPerson | null; by: "id" | "username" },
): Match | null {
  const [only, ...others] = claimants;
  if (only && others.length === 0) return { person: only, by: of.by };
  return of.holder && { person: of.holder, by: claimants.includes(of.holder) ? of.by : "email" };
}

function lostClaims(people: readonly MatchedPerson[], accounts: readonly MatchedAccount[]): LostClaim[] {
  const byId = new Map(accounts.map((one) => [one.account.id, one]));
  const lost: LostClaim[] = [];
  for (const person of people) {
    const id = person.expectation?.id;
    if (!id) continue;
    const account = byId.get(id) ?? null;
    if (account?.person !== person) lost.push({ person, id, account });
  }
  return lost;
}
