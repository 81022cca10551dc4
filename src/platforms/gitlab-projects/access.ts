import { compareText } from "../../model/json.ts";
import type { BranchAccess } from "../../model/project.ts";
import { isSameName, type Names } from "./names.ts";
import type { AccessRow, RuleRow } from "./shapes.ts";
import { levelName, type Who, whoName } from "./who.ts";

/** What a row lets in. Numbers come first: a row of a person, group or deploy key has a level besides that says nothing. */
type Holder =
  | { kind: "user" | "group" | "deploy key"; id: string; description: string | null }
  | { kind: "level"; level: number }
  | { kind: "nobody-knows" };

/**
 * Who the rules that decide let merge or push, held against who may: of several rules all rows count together, as the most
 * permissive rule applies (docs.gitlab.com, "Protection rules and permissions").
 * @returns `null` where a rule does not say
 */
export function accessOf(
  rules: readonly RuleRow[],
  of: { action: "merge" | "push"; expected: readonly Who[]; names: Names },
): BranchAccess | null {
  const { action, expected, names } = of;
  const access: BranchAccess = { expected: expected.map(whoName), who: [], unexpected: [], unsure: [] };
  for (const rule of rules) {
    const rows = rule[`${action}_access_levels`];
    if (!rows) return null;
    for (const row of rows) add(access, holderOf(row), { expected, names });
  }
  for (const list of [access.who, access.unexpected, access.unsure]) list.sort(compareText);
  return access;
}

function add(access: BranchAccess, holder: Holder, around: { expected: readonly Who[]; names: Names }): void {
  // "No one" lets nobody in, whatever another row does.
  if (holder.kind === "level" && holder.level === 0) return;
  const name = holderName(holder, around.names);
  if (access.who.includes(name)) return;
  access.who.push(name);
  const verdict = isExpected(holder, around);
  if (verdict === false) access.unexpected.push(name);
  if (verdict === null) access.unsure.push(name);
}

function holderOf({ access_level, access_level_description, user_id, group_id, deploy_key_id }: AccessRow): Holder {
  const description = access_level_description ?? null;
  if (user_id != null) return { kind: "user", id: user_id, description };
  if (group_id != null) return { kind: "group", id: group_id, description };
  if (deploy_key_id != null) return { kind: "deploy key", id: deploy_key_id, description };
  return access_level == null ? { kind: "nobody-knows" } : { kind: "level", level: access_level };
}

/** A higher role than one that may is part of it. `null` = nobody can tell. */
function isExpected(holder: Holder, { expected, names }: { expected: readonly Who[]; names: Names }): boolean | null {
  if (holder.kind === "nobody-knows") return null;
  if (holder.kind === "level") return expected.some((who) => who.kind === "level" && who.level <= holder.level);
  const byNumber = `${holder.kind.replace(" ", "-")}-id`;
  if (expected.some((who) => who.kind === byNumber && "id" in who && who.id === holder.id)) return true;
  if (holder.kind === "user") {
    const username = names.users.get(holder.id);
    if (expected.some((who) => who.kind === "user" && isSameName(username, who.username))) return true;
    return names.usersMissing ? null : false;
  }
  if (holder.kind === "group") {
    const path = names.groups.get(holder.id);
    if (expected.some((who) => who.kind === "group" && isSameName(path, who.path))) return true;
    return path === undefined && names.groupsMissing ? null : false;
  }
  return false;
}

/** By its own name where a list gave it; what GitLab describes it as is shown beside the number, never compared. */
function holderName(holder: Holder, names: Names): string {
  if (holder.kind === "nobody-knows") return "somebody GitLab does not name";
  if (holder.kind === "level") return levelName(holder.level);
  const { kind, id, description } = holder;
  const own = kind === "user" ? names.users.get(id) : kind === "group" ? names.groups.get(id) : undefined;
  if (own !== undefined) return kind === "user" ? `@${own}` : own;
  return description ? `${kind} #${id} (${description})` : `${kind} #${id}`;
}
