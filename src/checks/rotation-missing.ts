import { didYouMean } from "../core/did-you-mean.ts";
import { isRotation } from "./rotations.ts";
import { canBeFound, dueCheck, ownAccounts } from "./subjects.ts";
import { inRoster } from "./words.ts";

export const rotationMissing = dueCheck({
  id: "rotation-missing",
  title: "Not in a rotation of the roster",
  severity: "high",
  asks: "person",
  controls: ["SOC 2 CC7.4", "ISO 27001 A.5.2", "ISO 27001 A.5.24"],
  needs: ["accounts", "rotations"],
  judge(one, scene) {
    const { due, entitlement, person, expectation } = one;
    const accounts = ownAccounts(one, scene);
    // Invited and not yet there: `pending-invitation` says it. Who has an account can stand in layers before they accept.
    if (accounts.length === 0 && one.invitations.length > 0) return "pass";
    if (accounts.length === 0 && !canBeFound(one)) return "unknown";
    const grants = accounts.flatMap(({ account }) => account.grants);
    if (grants.some((grant) => isRotation(due, grant.entitlement))) return "pass";
    const path = `${expectation?.path}.rotations`;
    const place = inRoster(scene, person, path);
    const name = entitlement?.name ?? due.entitlement;
    const near = entitlement
      ? null
      : didYouMean(
          due.entitlement,
          scene.entitlements.flatMap((known) => known.name ?? []),
        );
    return {
      expected: name,
      observed: null,
      message: entitlement
        ? `should be in the rotation ${JSON.stringify(name)} and stands in none of its layers`
        : `should be in the rotation ${JSON.stringify(name)}, and no schedule has that name${near === null ? "" : `: is ${JSON.stringify(near)} meant?`}`,
      fixes: entitlement
        ? [`add them to a layer of ${name} in ${scene.name}`, `if they are no longer in it, take it out of ${path} ${place}`]
        : [`correct the name under ${path} ${place}`, `or make the schedule in ${scene.name}`],
      rosterPath: path,
    };
  },
});
