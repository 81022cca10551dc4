import type { Level, ReadEntitlement } from "../model/account.ts";
import type { Scene } from "../model/scene.ts";
import { canBeFound, type DuePerson, dueCheck, ownAccounts } from "./subjects.ts";
import { inRoster } from "./words.ts";

export const entitlementMissing = dueCheck({
  id: "entitlement-missing",
  title: "Entitlement missing",
  severity: "medium",
  asks: "person",
  controls: ["SOC 2 CC6.2", "ISO 27001 A.5.15", "ISO 27001 A.5.18"],
  needs: ["entitlements"],
  judge(one, scene) {
    const { due, entitlement } = one;
    // Nobody looked into it, so nobody knows.
    if (!entitlement) return "unknown";
    const held = heldLevels(one, scene);
    // Invited to it and not yet there: `pending-invitation` says so when it has been open for too long.
    if (held.length === 0 && isInvitedTo(entitlement, one)) return "pass";
    if (held.length === 0 && !canBeFound(one)) return "unknown";
    if (held.some((level) => due.level === null || (level !== null && level.value >= due.level.value))) return "pass";
    const name = entitlement.name ?? entitlement.id;
    return {
      expected: due.level?.name ?? true,
      observed: best(held)?.name ?? null,
      message: `should ${due.level ? `have ${due.level.name} in` : "be in"} ${name} and ${held.length === 0 ? "is not in it" : `has ${best(held)?.name ?? "another level"}`}`,
      fixes: [
        `${held.length === 0 ? "add them to" : "raise their level in"} ${name}${due.level ? ` as ${due.level.name}` : ""}`,
        `if they need it no longer, correct what they are due ${inRoster(scene, one.person, one.expectation?.path ?? "")}, or in rollcall.yaml`,
      ],
      rosterPath: one.expectation?.path,
    };
  },
});

/** An invitation that does not say what it is to may be to this. */
function isInvitedTo({ id, name }: ReadEntitlement, { invitations }: DuePerson): boolean {
  return invitations.some(({ invitation: { to } }) => to === undefined || to.includes(name ?? id));
}

/** Their levels in the entitlement, over all of their accounts; `null` where it has no degrees. Empty = they do not hold it. */
function heldLevels(one: DuePerson, scene: Scene): (Level | null)[] {
  const grants = ownAccounts(one, scene).flatMap(({ account }) => account.grants);
  return grants.filter((grant) => grant.entitlement.id === one.entitlement?.id).map(({ level = null }) => level);
}

function best(levels: readonly (Level | null)[]): Level | null {
  return levels.reduce<Level | null>((so, level) => (level && (!so || level.value > so.value) ? level : so), null);
}
