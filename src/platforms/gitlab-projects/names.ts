import type { KeptRows } from "../../model/source.ts";
import type { GitlabProjectsSettings } from "./settings.ts";
import type { GroupRow, ProjectRow, UserRow } from "./shapes.ts";

/** Numbers that rules name people and groups by → names, as far as the lists that were read give them. */
export interface Names {
  /** User id → username. */
  users: ReadonlyMap<string, string>;
  /** Group id → full path. */
  groups: ReadonlyMap<string, string>;
  /** Names of the configuration no number was found for: whoever a rule names by number alone may be one of them. */
  usersMissing: boolean;
  groupsMissing: boolean;
}

/** A rule can name only groups the project was shared with, and those stand in the rows of groups and projects. */
export function namesIn(rows: KeptRows, { merge, push }: Pick<GitlabProjectsSettings, "merge" | "push">): Names {
  const users = new Map<string, string>();
  for (const row of rows.of("named-users")) {
    const { id, username } = row as unknown as UserRow;
    users.set(id, username);
  }
  const groups = groupPaths(rows);
  const isKnown = (map: ReadonlyMap<string, string>, name: string) => [...map.values()].some((known) => isSameName(known, name));
  const named = [...merge, ...push];
  return {
    users,
    groups,
    usersMissing: named.some((who) => who.kind === "user" && !isKnown(users, who.username)),
    groupsMissing: named.some((who) => who.kind === "group" && !isKnown(groups, who.path)),
  };
}

/** Usernames and paths are the same in any case. */
export function isSameName(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

function groupPaths(rows: KeptRows): Map<string, string> {
  const paths = new Map<string, string>();
  const add = (id: string, path: string | null | undefined) => {
    if (path) paths.set(id, path);
  };
  for (const row of [...rows.of("group"), ...rows.of("projects")]) {
    const { shared_with_groups } = row as unknown as GroupRow;
    for (const share of shared_with_groups ?? []) add(share.group_id, share.group_full_path);
  }
  for (const row of rows.of("group")) add(row.id, (row as unknown as GroupRow).full_path);
  for (const row of rows.of("projects")) {
    const { namespace } = row as unknown as ProjectRow;
    if (namespace?.kind === "group") add(namespace.id, namespace.full_path);
  }
  return paths;
}
