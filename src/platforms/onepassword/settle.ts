import type { KeptRows, Source } from "../../model/source.ts";
import type { MemberRow, ScimUserRow } from "./shapes.ts";
import { isPending } from "./states.ts";

/**
 * Neither `op` nor a SCIM bridge counts what it lists, so the lists are held against each other: whoever is in the group is among
 * the users, and where users say which groups they are in, the group has them too. A list that lacks somebody was cut, or moved.
 */
export function settleOnepassword(sources: Source[], rows: KeptRows): Source[] {
  const isComplete = (name: string) => sources.some((source) => source.name === name && source.status === "complete");
  const wrong = new Map<string, string>();
  if (isComplete("group-members")) {
    for (const name of ["users", "provisioned-users"].filter(isComplete)) {
      // The Users API and `op` name everybody by the same ids; a bridge has its own.
      if (name === "users" && isComplete("provisioned-users")) continue;
      const lost = strangers(rows, name);
      if (lost > 0) wrong.set(name, `${lost} members of the group are not among them`);
    }
    const cut = isComplete("provisioned-users") ? missingMembers(rows) : 0;
    if (cut > 0) wrong.set("group-members", `${cut} users say that they are in the group and are not in its list`);
  }
  return sources.map((source) => {
    const why = wrong.get(source.name);
    if (why === undefined) return source;
    const reason = `${why}: the list was cut, or moved while it was read; run the audit again`;
    return { ...source, status: "failed", rows: 0, sha256: null, reason };
  });
}

/** Members that are nobody of a list of users. Service accounts, guests and the invited are in some of them and not in others. */
function strangers(rows: KeptRows, users: string): number {
  const known = new Set<string>();
  for (const { id } of rows.of(users)) known.add(id);
  let lost = 0;
  for (const row of rows.of("group-members")) {
    const { id, type, state } = row as unknown as MemberRow;
    const isListed = type !== "SERVICE_ACCOUNT" && type !== "GUEST" && state !== "DELETED" && !isPending(state);
    if (isListed && !known.has(id)) lost += 1;
  }
  return lost;
}

function missingMembers(rows: KeptRows): number {
  const [group] = rows.of("group");
  const members = new Set<string>();
  for (const { id } of rows.of("group-members")) members.add(id);
  let missing = 0;
  for (const row of rows.of("provisioned-users")) {
    const { id, groups } = row as unknown as ScimUserRow;
    if (group && groups?.some(({ value }) => value === group.id) && !members.has(id)) missing += 1;
  }
  return missing;
}
