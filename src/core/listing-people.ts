import type { PersonOnSystem } from "../model/api/person.ts";
import { isFactRead } from "../model/fact.ts";
import { type ListedPerson, searchable } from "../model/listing.ts";
import type { MatchedInvitation, MatchedPerson } from "../model/matching.ts";
import { rosterAt } from "../model/person.ts";
import type { Scene } from "../model/scene.ts";
import { levelOf } from "./listing-accounts.ts";
import type { ListedKindOf } from "./listing-kind.ts";
import { orderOf, ranksByText, ranksByTime, worstFirst } from "./listing-ranks.ts";

/** Everybody of the roster as a list, with what they should have and do have. */
export function peopleList(scene: Scene): ListedKindOf<"person"> {
  const order = orderOf(scene.matching.people.map(({ person }) => person.name));
  const key = ({ person }: MatchedPerson) => ({ worst: null, title: person.name, id: person.id });
  const items = worstFirst(scene.matching.people, key, order);
  const entries = (index: number) => entryOf(at(index), scene);
  return {
    kind: "person",
    size: items.length,
    sorted: {
      by_name: ranksByText(
        items.map(({ person }) => person.name),
        order,
      ),
      by_email: ranksByText(items.map(({ person }) => person.email)),
      by_role: ranksByText(items.map(({ accounts }) => levelOf(accounts))),
      by_sign_in: ranksByTime(items.map(({ accounts }) => lastSignIn(accounts))),
    },
    facets: (index) => facetsOf(entries(index)),
    listed: (index) => {
      const entry = entries(index);
      return { person: entry.id, words: wordsIn(at(index)), entry };
    },
  };

  function at(index: number): MatchedPerson {
    const one = items[index];
    if (!one) throw new Error(`nobody at ${index}`);
    return one;
  }
}

/** The latest over their accounts. */
function lastSignIn(accounts: MatchedPerson["accounts"]): string | null {
  const times = accounts.flatMap(({ account }) => account.lastSignIn ?? []);
  return times.reduce<string | null>(
    (so, time) => (so === null || so === "never" || (time !== "never" && time > so) ? time : so),
    null,
  );
}

function facetsOf({ base, expected, left, skipped }: ListedPerson): string[] {
  const facets = [`base:${base}`];
  if (expected) facets.push("only:expected");
  if (left) facets.push("only:left");
  if (skipped) facets.push("only:skipped");
  return facets;
}

function wordsIn({ person }: MatchedPerson): string {
  const { name, email, aliases, title, region } = person;
  return searchable([...new Set([name, email, ...aliases, title, region])].filter((word) => word).join("\n"));
}

function entryOf(one: MatchedPerson, scene: Scene): ListedPerson {
  const { person, expected, left, skipped, accounts, invitations } = one;
  return {
    ...{ id: person.id, name: person.name, email: person.email },
    ...{ expected, left, skipped },
    expectation: expectationOf(one, scene),
    invitations: invitations.map(invitationOf),
    accounts: accounts.map(({ account }) => account.id),
    base: baseOf(one, scene),
    level: levelOf(accounts),
  };
}

/** Law 1: where the accounts were not read as a whole, having none there means that nobody could look. */
function baseOf({ accounts }: MatchedPerson, { facts, sources }: Scene): ListedPerson["base"] {
  if (accounts.length > 0) return "o";
  return facts.accounts === undefined || isFactRead(facts.accounts, sources) ? "n" : "u";
}

function expectationOf({ person, expectation, expected }: MatchedPerson, { roster }: Scene): PersonOnSystem["expectation"] {
  if (expectation === null) return null;
  const { path, id, username, alias, role, groups, dues = [] } = expectation;
  const at = rosterAt(roster, person, path);
  const due = dues.map(({ entitlement, level }) => ({ name: entitlement, level: level?.name ?? null }));
  return { expected, at, id, username, alias, role, groups, dues: due };
}

function invitationOf({ invitation }: MatchedInvitation): ListedPerson["invitations"][number] {
  const { id, email, createdAt, to = [] } = invitation;
  return { id, email, created_at: createdAt, to };
}
