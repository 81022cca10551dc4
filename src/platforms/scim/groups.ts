import type { Grant } from "../../model/account.ts";
import { normalName } from "../../model/identity.ts";
import type { KeptRows } from "../../model/source.ts";
import type { ScimSettings } from "./settings.ts";
import { type GroupRow, type Member, memberId } from "./shapes.ts";

type Groups = ReadonlyMap<string, GroupRow>;

/** All groups that were read, by id. */
export function groupsIn(rows: KeptRows): Map<string, GroupRow> {
  const groups = new Map<string, GroupRow>();
  for (const row of rows.of("groups")) groups.set(row.id, row as unknown as GroupRow);
  return groups;
}

/** Groups by the name or id the configuration writes. A name may be that of more than one. */
export function groupsNamed(name: string, groups: Iterable<GroupRow>): GroupRow[] {
  const all = [...groups];
  const byId = all.filter(({ id }) => id === name);
  return byId.length > 0 ? byId : all.filter(({ displayName }) => displayName != null && isSameName(displayName, name));
}

export function isSameName(one: string, other: string): boolean {
  return normalName(one) === normalName(other);
}

/** The groups that are compared: those named, else all. */
export function comparedGroups({ groups: names }: ScimSettings, groups: Groups): GroupRow[] {
  if (names === false) return [];
  return names ? named(names, groups) : [...groups.values()];
}

export function adminGroups({ admin_groups: names }: ScimSettings, groups: Groups): GroupRow[] {
  return named(names ?? [], groups);
}

function named(names: readonly string[], groups: Groups): GroupRow[] {
  return [...new Set(names.flatMap((name) => groupsNamed(name, groups.values())))];
}

/** A group of another one's members: told by its type, else by its address, else by an id that is a group's. */
export function nestedGroup(member: Member, isGroup: (id: string) => boolean): string | null {
  const id = memberId(member);
  if (id === null || member.type?.toLowerCase() === "user") return null;
  const told = member.type?.toLowerCase() === "group" || /\/Groups\/[^/]+\/?$/i.test(member.$ref ?? "");
  return told || isGroup(id) ? id : null;
}

/**
 * Who is in each of the groups, by account id: one grant a group, direct where there is one, else with the name of the nested group
 * it comes through. Groups within groups are followed as far as they were read, in a circle once.
 */
export function grantsOf(chosen: readonly GroupRow[], groups: Groups): Map<string, Grant[]> {
  const held = new Map<string, Grant[]>();
  for (const group of chosen) {
    for (const [account, grant] of holdersOf(group, groups)) {
      const list = held.get(account);
      if (list) list.push(grant);
      else held.set(account, [grant]);
    }
  }
  return held;
}

function holdersOf(group: GroupRow, groups: Groups): Map<string, Grant> {
  const holders = new Map<string, Grant>();
  const seen = new Set([group.id]);
  const isGroup = (id: string) => groups.has(id);
  // Nearest first: who is in it directly is never said to be in it through another.
  const reached: GroupRow[] = [group];
  for (const one of reached) {
    const grant = grantOf(group, one === group ? null : one);
    for (const member of one.members ?? []) {
      const nested = nestedGroup(member, isGroup);
      const id = memberId(member);
      if (nested === null && id !== null && !holders.has(id)) holders.set(id, grant);
      const child = nested === null ? undefined : groups.get(nested);
      if (!child || seen.has(child.id)) continue;
      seen.add(child.id);
      reached.push(child);
    }
  }
  return holders;
}

function grantOf({ id, displayName }: GroupRow, via: GroupRow | null): Grant {
  const entitlement = { kind: "group" as const, id, name: displayName ?? null };
  return { entitlement, direct: via === null, via: via && (via.displayName ?? via.id) };
}
