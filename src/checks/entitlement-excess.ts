import type { Due } from "../model/matching.ts";
import type { Scene } from "../model/scene.ts";
import { entitlementOf, grantCheck, type HeldGrant, isService } from "./subjects.ts";
import { inRoster } from "./words.ts";

export const entitlementExcess = grantCheck({
  id: "entitlement-excess",
  title: "More than the entitlement",
  severity: "high",
  asks: "person",
  controls: ["SOC 2 CC6.3", "ISO 27001 A.5.15", "ISO 27001 A.8.2", "PCI DSS 7.2.2"],
  needs: ["accounts", "entitlements"],
  // Of a machine or of nobody no baseline says anything; whoever administers a group is `unexpected-admin`, or may.
  among: (one, scene) =>
    one.person?.expected === true && one.grant.admin !== true && !isService(one, scene) && isAudited(one, scene),
  judge(one, scene) {
    const { grant, person } = one;
    const due = dueOf(one, scene);
    const { level = null } = grant;
    if (due && (due.level === null || level === null || level.value <= due.level.value)) return "pass";
    const name = grant.entitlement.name ?? grant.entitlement.id;
    const through = grant.via === null ? "" : ` through ${grant.via}`;
    return {
      expected: due?.level?.name ?? null,
      observed: level?.name ?? true,
      message: `${level ? `has ${level.name} in` : "is in"} ${name}${through} and is due ${due?.level ? `${due.level.name} only` : "nothing there"}`,
      fixes: [
        grant.via === null ? lower(name, due) : `it comes through ${grant.via}: change their level there, or take them out of it`,
        ...(person
          ? [`if they need it, correct title ${inRoster(scene, person.person, "title")}, or what it is due in rollcall.yaml`]
          : []),
      ],
      rosterPath: "title",
    };
  },
});

function isAudited({ grant }: HeldGrant, scene: Scene): boolean {
  return scene.entitlements.some(({ id, audited }) => audited && id === grant.entitlement.id);
}

function dueOf({ grant, person }: HeldGrant, scene: Scene): Due | null {
  const dues = person?.expectation?.dues ?? [];
  return dues.find((due) => entitlementOf(due, scene)?.id === grant.entitlement.id) ?? null;
}

function lower(name: string, due: Due | null): string {
  return due?.level ? `lower their level in ${name} to ${due.level.name}` : `take them out of ${name}`;
}
