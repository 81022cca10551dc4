import type { Clock } from "./clock.ts";
import type { RosterPerson } from "./roster.ts";

/** People of the roster by what a platform must make of them. */
export interface Casting {
  /** Their last day is past. */
  leavers: RosterPerson[];
  /** Their first day is to come. */
  starting: RosterPerson[];
  /** Here today. */
  here: RosterPerson[];
}

export function castingOf(people: readonly RosterPerson[], clock: Clock): Casting {
  const today = clock.day(0);
  const leavers = people.filter(({ end_date }) => end_date !== undefined && end_date < today);
  const starting = people.filter(({ start_date }) => start_date > today);
  return { leavers, starting, here: people.filter((person) => !leavers.includes(person) && !starting.includes(person)) };
}

/** Whoever has more than one address is wanted for a part of their own. */
export function aliasedApart(people: readonly RosterPerson[]): { aliased: RosterPerson[]; rest: RosterPerson[] } {
  const aliased = people.filter(({ aliases }) => aliases !== undefined);
  return { aliased, rest: people.filter((person) => !aliased.includes(person)) };
}

/** A person of their own for each fault. @throws where there is nobody left */
export function nextOf(take: () => RosterPerson | undefined, where: string): () => RosterPerson {
  return () => {
    const person = take();
    if (!person) throw new Error(`the company has too few people for ${where}`);
    return person;
  };
}
