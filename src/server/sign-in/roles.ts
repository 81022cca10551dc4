import { peopleOf } from "../../core/people.ts";
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

/** Best first; empty for a stranger, and for whoever has left by the roster, whatever lists still name them. @param now ISO 8601 */
export function rolesOf(who: Somebody, { config, roster }: Standing, now: string): Role[] {
  const { opsManager, deputy, auditor } = config.people;
  const person = personOf(who, roster);
  if (person && hasLeft(person, dayIn(now, config.timeZone))) return [];
  const groups = groupsOf(who, config);
  const is = (one: { email: string } | null) => one !== null && normalEmail(one.email) === who.email;
  const listed = (role: "manager" | "auditor" | "viewer") => isNamed(config.serve.roles[role], { email: who.email, groups });
  return [
    ...(is(opsManager) || is(deputy) || listed("manager") ? (["manager"] as const) : []),
    ...(is(auditor) || listed("auditor") ? (["auditor"] as const) : []),
    ...(listed("viewer") ? (["viewer"] as const) : []),
    ...(person ? (["person"] as const) : []),
  ];
}

/** Whether a list or group of `serve.roles` makes somebody auditor or manager. */
export function isListed(who: Somebody, config: Pick<Config, "serve">): boolean {
  const groups = groupsOf(who, config);
  const { manager, auditor } = config.serve.roles;
  return isNamed([...manager, ...auditor], { email: who.email, groups });
}

/**
 * Those the provider named, and those of `serve.groups` they are in. A name of `serve.groups` means who stands there and nobody else:
 * at many providers anybody can make a group, and call it `federal`.
 */
export function groupsOf({ email, groups }: Somebody, { serve }: Pick<Config, "serve">): string[] {
  const theirs = groups.filter((name) => !Object.hasOwn(serve.groups, name));
  const ours = Object.entries(serve.groups).filter(([, entries]) => isNamed(entries, { email, groups }));
  return [...theirs, ...ours.map(([name]) => name)];
}

/** The person of the roster with that e-mail. */
export function personOf({ email }: Pick<SignedIn, "email">, roster: Roster): Person | null {
  return peopleOf(roster).byEmail.get(email) ?? null;
}

/** Those whoever asks may know of, in the order of rollcall.yaml. Who audits, reviews or stands in sees all of them; who is only asked, none. */
export function visibleSystems(
  { email, groups, roles }: Pick<Who, "email" | "groups" | "roles">,
  config: Pick<Config, "people" | "systems">,
): SystemConfig[] {
  if (!roles.some((role) => viewers.includes(role))) return [];
  const { opsManager, deputy, auditor } = config.people;
  const isConfigured = [opsManager, deputy, auditor].some((one) => one && normalEmail(one.email) === email);
  return config.systems.filter(
    ({ visibleTo }) => isConfigured || visibleTo.length === 0 || visibleTo.some((group) => groups.includes(group)),
  );
}

function isNamed(entries: readonly string[], { email, groups }: Somebody): boolean {
  return entries.some((entry) => groups.includes(entry) || (entry.includes("@") && normalEmail(entry) === email));
}

function hasLeft({ endDate }: Person, today: string): boolean {
  return endDate !== null && endDate < today;
}
