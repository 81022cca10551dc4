import { findPeople, indexPeople, peopleOf } from "../core/people.ts";
import { type Identifiers, identifiersOf, pseudonymised, replacer } from "../core/pseudonym.ts";
import { configurationError, usageError } from "../model/errors.ts";
import { normalEmail } from "../model/identity.ts";
import { addDays, dayIn } from "../model/period.ts";
import type { Person, Roster } from "../model/person.ts";
import type { Forgotten } from "../store/forget.ts";
import type { Store } from "../store/store.ts";
import type { Context } from "./context.ts";

export interface ForgottenPerson {
  /** What stands in their place from now on. */
  pseudonym: string;
  /** What was, or would be, rewritten. */
  counts: Forgotten;
  /** Audits that are not ended: they keep what they have until they are. */
  openAudits: string[];
  /** Sealed bundles: they stay as they are. */
  bundles: number;
}

/**
 * Puts a pseudonym in the place of somebody who left, once the time their data is kept is over: in everything the store keeps of ended
 * audits. @param of `who`: e-mail or name @throws usage error where nobody is called so, they have not left, or it is too early
 */
export async function forgetPerson(context: Context, of: { who: string; dryRun: boolean }): Promise<ForgottenPerson> {
  const store = await context.store();
  const known = await whoIs(context, store, of.who);
  checkTime(context, of.who, known.lastDay);
  const signer = await context.evidence.signer();
  const pseudonym = `forgotten-${signer.pseudonym(known.id)}`;
  const replace = replacer(known.identifiers, pseudonym);
  const counts = await store.forget({ rewrite: (value) => pseudonymised(value, replace), at: context.now, dryRun: of.dryRun });
  if (!of.dryRun) for (const email of known.identifiers.emails) await store.signIn.forget(normalEmail(email));
  const open = await store.audits({ ended: false });
  const bundles = await store.evidence.bundles({});
  return { pseudonym, counts, openAudits: open.map(({ id }) => id), bundles: bundles.length };
}

interface Known {
  /** The same whenever they are asked about. */
  id: string;
  identifiers: Identifiers;
  /** YYYY-MM-DD; `null` = nothing tells. */
  lastDay: string | null;
}

/** In today's roster, else in the newest one any reading was derived with. */
async function whoIs(context: Context, store: Store, who: string): Promise<Known> {
  const today = oneOf(findPeople(peopleOf(context.roster), who), who);
  if (today) return known(today, today.endDate ?? "");
  for await (const text of store.evidence.rosters()) {
    const roster = JSON.parse(text) as Roster;
    const found = oneOf(findPeople(indexPeople(roster.people), who), who);
    if (found) return known(found, found.endDate);
  }
  throw usageError(`nobody is called ${who} in the roster, or in any roster an audit was made with`, "name them by their e-mail");
}

function known(person: Person, lastDay: string | null): Known {
  return { id: normalEmail(person.email ?? person.id), identifiers: identifiersOf(person), lastDay };
}

function oneOf(people: readonly Person[], who: string): Person | undefined {
  if (people.length > 1) throw usageError(`${people.length} people are called ${who}`, "name them by their e-mail");
  return people[0];
}

function checkTime({ config, now }: Context, who: string, lastDay: string | null): void {
  if (lastDay === "") throw usageError(`${who} is in the roster and has no last day there`, "only who has left is forgotten");
  if (lastDay === null)
    throw configurationError(
      `the roster never gave a last day of ${who}`,
      "put them back into the roster with their end_date, and run it again",
    );
  const until = addDays(lastDay, config.keepPersonalData);
  if (dayIn(now, config.timeZone) <= until)
    throw usageError(
      `${who} left on ${lastDay}: who they were is kept until ${until} (retention.personal_data)`,
      `run it again after that day`,
    );
}
