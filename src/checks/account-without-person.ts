import type { LostClaim, MatchedAccount } from "../model/matching.ts";
import type { Person } from "../model/person.ts";
import type { Scene } from "../model/scene.ts";
import { perScene } from "./per-scene.ts";
import { accountCheck, isSeated, isService } from "./subjects.ts";
import { inRoster, listed, whoIs } from "./words.ts";

export const accountWithoutPerson = accountCheck({
  id: "account-without-person",
  title: "Account without a person",
  severity: "high",
  asks: "auditor",
  controls: ["SOC 2 CC6.2", "SOC 2 CC6.3", "ISO 27001 A.5.16", "ISO 27001 A.5.18", "PCI DSS 7.2.4"],
  needs: ["accounts", "team-only"],
  among: (one, scene) => isSeated(one) && !isService(one, scene),
  judge(one, scene) {
    if (one.person) return "pass";
    const claims = claimsOn(scene).get(one) ?? [];
    return {
      expected: "a person of the roster",
      observed: null,
      message: `matches nobody in the roster by ${scene.facts.ids ? "id or " : ""}e-mail${hint(one, claims)}`,
      fixes: [
        ...claims.map((claim) => wrongIdFix(claim, scene)),
        ...one.namesakes.map((person) => namesakeFix(person, one, scene)),
        "if it is somebody of the team, add them to the roster; if it is an integration, list it under service_accounts with an owner",
        `otherwise remove its access in ${scene.name}`,
      ],
    };
  },
});

/** Accounts that several roster ids claim while their e-mail is nobody's: they were given to none of them. */
const claimsOn = perScene(({ matching }: Scene) => Map.groupBy(matching.lostClaims, ({ account }) => account));

function namesakeFix(person: Person, { account }: MatchedAccount, scene: Scene): string {
  const what = scene.facts.ids ? `put its id ${account.id}` : "add its e-mail under aliases";
  return `if it is ${whoIs(person)}'s, ${what} ${inRoster(scene, person, "")}`;
}

function hint({ namesakes }: MatchedAccount, claims: readonly LostClaim[]): string {
  if (claims.length > 0) return `; the roster ids of ${claims.length} people claim it, and its e-mail is none of theirs`;
  return namesakes.length === 0 ? "" : `; only its name is that of ${listed(namesakes.map(whoIs))}`;
}

function wrongIdFix({ id, person: { person, expectation } }: LostClaim, scene: Scene): string {
  return `check the id ${id} of ${whoIs(person)} ${inRoster(scene, person, `${expectation?.path}.id`)}`;
}
