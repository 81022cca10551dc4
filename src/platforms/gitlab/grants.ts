import type { Grant } from "../../model/account.ts";
import type { KeptRows } from "../../model/source.ts";
import { isOwnerLevel, levelOf } from "./levels.ts";
import type { GroupRow, InvitedGroupRow, MemberRow } from "./shapes.ts";

/** One way somebody may hold a level in a group. */
interface Way {
  direct: boolean;
  via: string | null;
  level: number;
  expiresAt: string | null;
}

type Holders = ReadonlyMap<string, readonly MemberRow[]>;

/**
 * Says of each membership through which group it comes. `members/all` gives the level that counts and loses where it is from: the
 * lists of the group itself, of those above it and of those invited to it tell that.
 */
export class Grants {
  readonly #groups: ReadonlyMap<string, GroupRow>;
  /** Direct members by path, all members by number of the group; each by user. */
  readonly #direct = new Map<string, Holders>();
  readonly #all = new Map<string, Holders>();
  readonly #invited: ReadonlyMap<string, InvitedGroupRow[]>;

  constructor(rows: KeptRows, groups: ReadonlyMap<string, GroupRow>) {
    this.#groups = groups;
    const pathOf = (group: string) => (groups.get(group)?.full_path ?? group).toLowerCase();
    for (const [group, holders] of byGroup(rows, "direct-members")) this.#direct.set(pathOf(group), holders);
    for (const [group, holders] of byGroup(rows, "members")) this.#all.set(group, holders);
    for (const [group, holders] of byGroup(rows, "via-members", "members")) this.#direct.set(group.toLowerCase(), holders);
    for (const [group, holders] of byGroup(rows, "via-members", "members/all")) this.#all.set(group, holders);
    const invited = Array.from(rows.of("invited-groups"), (row) => row as unknown as InvitedGroupRow);
    this.#invited = Map.groupBy(invited, ({ group }) => group);
  }

  /** One grant a group. @param memberships of one user, the highest level first */
  of(memberships: readonly MemberRow[]): Grant[] {
    const highest = new Map<string, MemberRow>();
    for (const row of memberships) if (!highest.has(row.group)) highest.set(row.group, row);
    return [...highest.values()].map((row) => this.#grant(row));
  }

  #grant(row: MemberRow): Grant {
    const level = levelOf(row.access_level);
    const way = longest(this.#ways(row).filter((one) => one.level === row.access_level));
    const name = this.#groups.get(row.group)?.full_path ?? null;
    return {
      entitlement: { kind: "group", id: row.group, name },
      direct: way?.direct ?? false,
      via: way?.via ?? null,
      level,
      expiresAt: way ? way.expiresAt : (row.expires_at ?? null),
      ...(isOwnerLevel(level) ? { admin: true as const } : {}),
    };
  }

  /** Direct ones first, then from above, the nearest first, then through invited groups. */
  #ways({ group, user }: MemberRow): Way[] {
    const row = this.#groups.get(group);
    if (!row) return [];
    const path = row.full_path.toLowerCase();
    const parents = row.full_path.split("/").map((_, index, parts) => parts.slice(0, parts.length - 1 - index).join("/"));
    return [
      ...heldIn(this.#direct.get(path), user).map((one) => wayOf(one, null)),
      ...parents.flatMap((via) => heldIn(this.#direct.get(via.toLowerCase()), user).map((one) => wayOf(one, via))),
      ...(this.#invited.get(group) ?? []).flatMap((invited) => this.#shared(row, { invited, user })),
    ];
  }

  /** Through an invited group nobody has more than that group was given, nor for longer. */
  #shared(row: GroupRow, { invited, user }: { invited: InvitedGroupRow; user: string }): Way[] {
    const share = row.shared_with_groups?.find(({ group_id }) => group_id === invited.invited);
    return heldIn(this.#all.get(invited.invited), user).map((one) => ({
      direct: false,
      via: invited.full_path,
      level: Math.min(one.access_level, share?.group_access_level ?? one.access_level),
      expiresAt: earlier(one.expires_at ?? null, share?.expires_at ?? null),
    }));
  }
}

function byGroup(rows: KeptRows, source: string, list?: string): Map<string, Holders> {
  const wanted = Array.from(rows.of(source)).filter((row) => list === undefined || row.list === list) as unknown as MemberRow[];
  const active = wanted.filter(({ membership_state }) => membership_state !== "awaiting");
  const groups = Map.groupBy(active, ({ group }) => group);
  return new Map([...groups].map(([group, held]) => [group, Map.groupBy(held, ({ user }) => user)]));
}

function heldIn(holders: Holders | undefined, user: string): readonly MemberRow[] {
  return holders?.get(user) ?? [];
}

function wayOf({ access_level: level, expires_at }: MemberRow, via: string | null): Way {
  return { direct: via === null, via, level, expiresAt: expires_at ?? null };
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** Of several ways to the same level the one that lasts longest keeps it; of equal ones the first. */
function longest(ways: readonly Way[]): Way | null {
  return ways.reduce<Way | null>((so, way) => {
    if (so === null) return way;
    if (so.expiresAt === null) return so;
    return way.expiresAt === null || way.expiresAt > so.expiresAt ? way : so;
  }, null);
}
