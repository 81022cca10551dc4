import type { Scene } from "../model/scene.ts";
import { perScene } from "./per-scene.ts";
import { isRotation } from "./rotations.ts";
import { grantCheck, type HeldGrant, isMatchedSeat } from "./subjects.ts";
import { inRoster } from "./words.ts";

export const rotationUnexpected = grantCheck({
  id: "rotation-unexpected",
  title: "In a rotation the roster does not name",
  severity: "medium",
  asks: "person",
  controls: ["SOC 2 CC6.3", "ISO 27001 A.5.18", "ISO 27001 A.5.24"],
  needs: ["accounts", "rotations"],
  among: isAuditedRotation,
  judge({ grant: { entitlement }, person: one }, scene) {
    const dues = one?.expectation?.dues ?? [];
    if (!one || dues.some((due) => isRotation(due, entitlement))) return "pass";
    const name = entitlement.name ?? entitlement.id;
    const path = `${one.expectation?.path}.rotations`;
    return {
      expected: dues.map((due) => due.entitlement).sort(),
      observed: name,
      message: `stands in the layers of ${JSON.stringify(name)}, which the roster does not name for them`,
      fixes: [
        `take them out of the layers of ${name} in ${scene.name}`,
        `if they belong there, add it to ${path} ${inRoster(scene, one.person, path)}`,
      ],
      rosterPath: path,
    };
  },
});

/** Layers of audited schedules, of people who are expected. An override is cover, and no grant. */
function isAuditedRotation(one: HeldGrant, scene: Scene): boolean {
  return isMatchedSeat(one, scene) && one.person.expected && auditedSchedules(scene).has(one.grant.entitlement.id);
}

const auditedSchedules = perScene(
  ({ entitlements }: Scene) =>
    new Set(entitlements.filter(({ kind, audited }) => kind === "schedule" && audited).map(({ id }) => id)),
);
