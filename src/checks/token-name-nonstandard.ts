import { findPeople, peopleOf } from "../core/people.ts";
import type { OwnedCredential, Scene } from "../model/scene.ts";
import { credentialCheck } from "./subjects.ts";

export const tokenNameNonstandard = credentialCheck({
  id: "token-name-nonstandard",
  title: "Token name not standard",
  severity: "low",
  asks: "owner",
  controls: ["SOC 2 CC6.1", "ISO 27001 A.5.17"],
  needs: ["credentials"],
  among: ({ credential }) => credential.namedByTeam && credential.kind !== "oauth-token",
  judge(one, scene) {
    if (isStandard(one, scene)) return "pass";
    return {
      expected: ["person - request link - expiry date", "Target - name", "person - use"],
      observed: one.credential.name,
      message: "has a name of none of the three forms",
      fixes: [
        "rename it to `person - request link - expiry date`; `Target - name` for a target; `person - use` for the ops team's own",
      ],
    };
  },
});

/** `x - y` is a form only where x is a person: anything with a hyphen in it would be standard otherwise. */
function isStandard({ name }: OwnedCredential, scene: Scene): boolean {
  if (name === null || name.form === "other") return false;
  return name.form !== "person-use" || findPeople(peopleOf(scene.roster), name.holder).length > 0;
}
