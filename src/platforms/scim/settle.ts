import type { KeptRows, Source } from "../../model/source.ts";
import { adminGroups, comparedGroups, grantsOf, groupsIn } from "./groups.ts";
import type { ScimSettings } from "./settings.ts";
import type { GroupRow, UserRow } from "./shapes.ts";

/**
 * Some servers cut long lists of members and do not say so. A user who says to be in a group whose members do not hold them gives
 * that away: then nobody knows who else is missing, and the groups count as unread.
 */
export function settleScim(sources: Source[], rows: KeptRows, settings: ScimSettings): Source[] {
  const isComplete = (name: string) => sources.some((source) => source.name === name && source.status === "complete");
  const missing = isComplete("users") && isComplete("groups") ? missingMember(rows, settings) : null;
  if (!missing) return sources;
  const { group, user } = missing;
  const reason =
    `user ${JSON.stringify(user.userName ?? user.id)} is in group ${JSON.stringify(group.displayName ?? group.id)}, and its list of ` +
    `${group.members?.length ?? 0} members does not hold them: the list was cut, or moved; run again, and if it stays, leave that ` +
    "group out of groups: or read it by hand (platform: csv)";
  return sources.map((source) =>
    source.name === "groups" ? { ...source, status: "failed", rows: 0, sha256: null, reason } : source,
  );
}

function missingMember(rows: KeptRows, settings: ScimSettings): { group: GroupRow; user: UserRow } | null {
  const groups = groupsIn(rows);
  const looked = [...new Set([...comparedGroups(settings, groups), ...adminGroups(settings, groups)])];
  const held = grantsOf(looked, groups);
  for (const row of rows.of("users")) {
    const user = row as unknown as UserRow;
    const holds = new Set(held.get(user.id)?.map(({ entitlement }) => entitlement.id));
    const group = looked.find(({ id }) => !holds.has(id) && user.groups?.some(({ value }) => value === id));
    if (group) return { group, user };
  }
  return null;
}
