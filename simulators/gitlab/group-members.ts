import type { Group, Member } from "./shapes.ts";
import type { World } from "./state.ts";

/** Groups above one, nearest first. */
export function ancestors(world: World, group: Group): Group[] {
  const above = world.groups.filter(
    (each) => each.id !== group.id && `${group.path}/`.toLowerCase().startsWith(`${each.path}/`.toLowerCase()),
  );
  return above.sort((a, b) => b.path.length - a.path.length);
}

/** Groups invited to one, or to one above it. */
export function invitedGroups(world: World, group: Group): { group: Group; level: number }[] {
  return [group, ...ancestors(world, group)].flatMap(({ sharedWith = [] }) =>
    sharedWith.flatMap(({ groupId, accessLevel }) => {
      const found = world.groups.find(({ id }) => id === groupId);
      return found ? [{ group: found, level: accessLevel }] : [];
    }),
  );
}

/**
 * Rows as `members/all` gives them: each user with the highest of its own and inherited memberships, and once more where an invited
 * group brings it at another level. Those awaiting stand among them.
 */
export function effectiveGroupMembers(world: World, group: Group): Member[] {
  const own = highest([group, ...ancestors(world, group)].flatMap(({ members }) => members));
  const shared = highest(
    invitedGroups(world, group).flatMap(({ group: invited, level }) =>
      highest([invited, ...ancestors(world, invited)].flatMap(({ members }) => members)).map((member) => ({
        ...member,
        accessLevel: Math.min(member.accessLevel, level),
      })),
    ),
  );
  const levels = new Map(own.map(({ userId, accessLevel }) => [userId, accessLevel]));
  return [...own, ...shared.filter(({ userId, accessLevel }) => levels.get(userId) !== accessLevel)];
}

function highest(rows: readonly Member[]): Member[] {
  const best = new Map<number, Member>();
  for (const row of rows) {
    const known = best.get(row.userId);
    if (!known || known.accessLevel < row.accessLevel) best.set(row.userId, row);
  }
  return [...best.values()];
}

/** The level that counts for what somebody may do: awaiting and expired memberships give none. */
export function groupLevelOf(world: World, group: Group, userId: number): number {
  const today = world.now().toISOString().slice(0, 10);
  const rows = effectiveGroupMembers(world, group).filter(
    (row) => row.userId === userId && row.awaiting !== true && (row.expiresAt === null || row.expiresAt > today),
  );
  return Math.max(0, ...rows.map(({ accessLevel }) => accessLevel));
}
