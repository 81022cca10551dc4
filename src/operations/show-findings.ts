import { contactsByEmail } from "../core/contacts.ts";
import { isOpen, versionOf } from "../core/finding-version.ts";
import { type Asker, mayNotDecide } from "../core/may-decide.ts";
import { peopleOf } from "../core/people.ts";
import type { Finding, FindingsPage } from "../model/api/finding.ts";
import type { Finding as Found } from "../model/finding.ts";
import type { FollowedFinding, Roles, Standing } from "../model/follow-up.ts";
import { normalEmail } from "../model/identity.ts";
import { compareIds, compareText } from "../model/json.ts";
import type { Roster } from "../model/person.ts";
import { compareSeverity } from "../model/severity.ts";
import type { Context } from "./context.ts";
import { standingOf } from "./list-findings.ts";
import type { LookedAt } from "./look-at-audits.ts";
import { paged } from "./paged.ts";

export interface FindingsAsked {
  person?: string | undefined;
  account?: string | undefined;
  check?: string | undefined;
  severity?: string | undefined;
  standing: "open" | "explained" | "settled" | "unsettled" | "all";
  sort: "worst" | "person" | "check" | "found";
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Findings of these audits as they stand. */
export function showFindings(
  context: Context,
  audits: readonly LookedAt[],
  { asked, by }: { asked: FindingsAsked; by: Asker },
): FindingsPage {
  const all = audits.flatMap((audit) => findingsOf(context, audit, by)).filter((one) => isWanted(one, asked));
  return paged(all.sort(orders[asked.sort]), asked);
}

/** Every finding of an audit. */
export function findingsOf(context: Context, looked: LookedAt, by: Asker): Finding[] {
  const followed = new Map(looked.state?.findings.map((one) => [one.key, one]));
  const made = actsByKey(looked);
  return looked.memory.findings.map(({ finding, foundAt }) =>
    shown(context, looked, {
      finding,
      foundAt,
      by,
      followed: followed.get(finding.key) ?? null,
      asked: made.get(finding.key) ?? [],
    }),
  );
}

interface One {
  finding: Found;
  foundAt: string;
  by: Asker;
  followed: FollowedFinding | null;
  asked: Finding["asked"];
}

function shown(context: Context, looked: LookedAt, { finding, foundAt, by, followed, asked }: One): Finding {
  const { memory, system, state, standings } = looked;
  const standing = standings.get(finding.key) ?? isOpen;
  const { expected, observed, answers_to: to, person, ...rest } = finding;
  const barred = state && followed ? notDecidedBy(by, followed, state.roles) : "its system is in rollcall.yaml no more";
  return {
    audit: memory.audit.id,
    system: memory.audit.system,
    system_name: system?.name ?? memory.audit.system,
    audit_state: memory.audit.state,
    ...rest,
    ...{ expected, observed, found_at: foundAt, standing: standingOf(standing) },
    person: person && namedBy(person.email, context) && { ...namedBy(person.email, context), name: person.name },
    answers_to: to.email === null ? null : namedBy(to.email, context),
    asked,
    waits_for: waitsFor(standing, { asked, owner: to.email }),
    version: versionOf(finding, standing),
    may: { answer: mayAnswer(by, { owner: to.email, followed }), decide: barred === null, why_not: barred },
  };
}

/** Whoever is asked, whom it is about, and those in charge for anybody. */
function mayAnswer(
  { email, inCharge }: Asker,
  { owner, followed }: { owner: string | null; followed: FollowedFinding | null },
): boolean {
  const own = [...(owner === null ? [] : [owner]), ...(followed?.subjects ?? [])].map(normalEmail);
  return inCharge || own.includes(normalEmail(email));
}

function notDecidedBy({ email, inCharge, isListed }: Asker, followed: FollowedFinding, roles: Roles): string | null {
  const barred = mayNotDecide(email, followed, { ...roles, isListed });
  return barred ?? (inCharge ? null : "whoever only claims to be somebody decides nothing here");
}

function waitsFor(standing: Standing, { asked, owner }: { asked: Finding["asked"]; owner: string | null }): Finding["waits_for"] {
  const last = asked.at(-1);
  if (standing.is === "settled" || !last || owner === null) return null;
  return { email: standing.is === "explained" ? (last.to[0] ?? owner) : owner, next: null };
}

/** Somebody by name, with the id their page is found by. */
export function namedBy(
  email: string | null,
  { roster, config }: Pick<Context, "roster" | "config">,
): { id: string | null; name: string | null; email: string | null } {
  const person = email === null ? null : (peopleOf(roster).byEmail.get(normalEmail(email)) ?? null);
  const contact = email === null ? null : contactsOf(config, roster).get(normalEmail(email));
  return { id: person?.id ?? null, name: person?.name ?? contact?.name ?? null, email: person?.email ?? email };
}

const indexed = new WeakMap<Roster, ReturnType<typeof contactsByEmail>>();

function contactsOf(config: Context["config"], roster: Roster): ReturnType<typeof contactsByEmail> {
  const known = indexed.get(roster) ?? contactsByEmail(config, roster);
  indexed.set(roster, known);
  return known;
}

function actsByKey({ memory }: LookedAt): Map<string, Finding["asked"]> {
  const acts = new Map<string, Finding["asked"]>();
  for (const event of memory.events) {
    if (event.kind !== "act-made") continue;
    const { step, at, to, items } = event.act;
    for (const { key } of items) acts.set(key, [...(acts.get(key) ?? []), { step, at, to: [...to], where: event.where }]);
  }
  return acts;
}

function isWanted(one: Finding, asked: FindingsAsked): boolean {
  const { is } = one.standing;
  if (asked.standing === "unsettled" ? is === "settled" : asked.standing !== "all" && is !== asked.standing) return false;
  if (asked.check !== undefined && one.check !== asked.check) return false;
  if (asked.severity !== undefined && one.severity !== asked.severity) return false;
  if (asked.account !== undefined && one.account?.id !== asked.account) return false;
  if (asked.person !== undefined && one.person?.id !== asked.person && one.answers_to?.id !== asked.person) return false;
  return hasWords(wordsOf(one), asked.q);
}

/** Whether all words of a search are in a text. */
export function hasWords(text: string, q: string | undefined): boolean {
  const wanted = (q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return wanted.every((word) => text.includes(word));
}

function wordsOf({ ref, check, message, account, person, credential, resource, system_name: system }: Finding): string {
  const parts = [ref, check, message, account?.name, account?.email, account?.id, person?.name, person?.email, credential?.name];
  return [...parts, resource?.name, system].join(" ").toLowerCase();
}

type Order = (a: Finding, b: Finding) => number;

const worst: Order = (a, b) =>
  compareSeverity(a.severity, b.severity) || compareText(a.audit, b.audit) || compareIds(a.ref, b.ref);
const byText =
  (of: (finding: Finding) => string): Order =>
  (a, b) =>
    compareText(of(a), of(b)) || worst(a, b);

/** Worst first. */
const orders: Record<FindingsAsked["sort"], Order> = {
  worst,
  person: byText(({ person, account }) => (person?.name ?? person?.email ?? account?.name ?? "\uffff").toLowerCase()),
  check: byText(({ check }) => check),
  found: byText(({ found_at: at }) => at),
};
