import { emailsOf, peopleOf } from "../../core/people.ts";
import { viewers } from "../../model/api/endpoint.ts";
import type { Role } from "../../model/api/session.ts";
import type { Config, SystemConfig } from "../../model/config.ts";
import { normalEmail } from "../../model/identity.ts";
import { dayIn } from "../../model/period.ts";
import type { Person, Roster } from "../../model/person.ts";
import type { SignedIn } from "../../model/sign-in.ts";
import type { Who } from "../who.ts";
import type { Standing } from "./options.ts";

type Somebody = Pick<SignedIn, "email" | "groups">;

/** Somebody by every address of theirs, as compared: lists may name any of them. */
type Known = Pick<SignedIn, "groups"> & { emails: readonly string[] };

/** With every address the roster has of them. */
export function knownBy<T extends Somebody>(who: T, roster: Roster): T & Known {
  const person = personOf(who, roster);
  return { ...who, emails: [...new Set([who.email, ...(person ? emailsOf(person) : [])])] };
}

/** The address somebody is asked by: that of the roster, whichever of theirs they came in with. */
export function mainEmail(email: string, roster: Roster): string {
  return normalEmail(personOf({ email }, roster)?.email ?? email);
}

/** Best first; empty for a stranger, and for whoever has left by the roster, whatever lists still name them. @param now ISO 8601 */
export function rolesOf(who: Somebody, { config, roster }: Standing, now: string): Role[] {
  const { opsManager, deputy, auditor } = config.people;
  const person = personOf(who, roster);
  if (person && hasLeft(person, dayIn(now, config.timeZone))) return [];
  const { emails, groups: claimed } = knownBy(who, roster);
  const groups = groupsOf({ emails, groups: claimed }, config);
  const is = (one: { email: string } | null) => one !== null && emails.includes(normalEmail(one.email));
  const listed = (role: "manager" | "auditor" | "viewer") => isNamed(config.serve.roles[role], { emails, groups });
  return [
    ...(is(opsManager) || is(deputy) || listed("manager") ? (["manager"] as const) : []),
    ...(is(auditor) || listed("auditor") ? (["auditor"] as const) : []),
    ...(listed("viewer") ? (["viewer"] as const) : []),
    ...(person ? (["person"] as const) : []),
  ];
}

/** Whether a list or group of `serve.roles` makes somebody auditor or manager. */
export function isListed({ emails, groups }: Known, config: Pick<Config, "serve">): boolean {
  const { manager, auditor } = config.serve.roles;
  return isNamed([...manager, ...auditor], { emails, groups: groupsOf({ emails, groups }, config) });
}

/**
 * Those the provider named, and those of `serve.groups` they are in. A name of `serve.groups` means who stands there and nobody else:
 * at many providers anybody can make a group, and call it `federal`.
 */
export function groupsOf({ emails, groups }: Known, { serve }: Pick<Config, "serve">): string[] {
  const theirs = groups.filter((name) => !Object.hasOwn(serve.groups, name));
  const ours = Object.entries(serve.groups).filter(([, entries]) => isNamed(entries, { emails, groups }));
  return [...theirs, ...ours.map(([name]) => name)];
}

/** The person of the roster with that e-mail. */
export function personOf({ email }: Pick<SignedIn, "email">, roster: Roster): Person | null {
  return peopleOf(roster).byEmail.get(email) ?? null;
}

/** Those whoever asks may know of, in the order of rollcall.yaml. Who audits, reviews or stands in sees all of them; who is only asked, none. */
export function visibleSystems(
  { emails, groups, roles }: Pick<Who, "emails" | "groups" | "roles">,
  config: Pick<Config, "people" | "systems">,
): SystemConfig[] {
  if (!roles.some((role) => viewers.includes(role))) return [];
  const { opsManager, deputy, auditor } = config.people;
  const isConfigured = [opsManager, deputy, auditor].some((one) => one && emails.includes(normalEmail(one.email)));
  return config.systems.filter(
    ({ visibleTo }) => isConfigured || visibleTo.length === 0 || visibleTo.some((group) => groups.includes(group)),
  );
}

function isNamed(entries: readonly string[], { emails, groups }: Known): boolean {
  return entries.some((entry) => groups.includes(entry) || (entry.includes("@") && emails.includes(normalEmail(entry))));
}

function hasLeft({ endDate }: Person, today: string): boolean {
  return endDate !== null && endDate < today;
}
