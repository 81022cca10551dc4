import { normalName } from "../model/identity.ts";
import type { MatchedPerson } from "../model/matching.ts";
import type { Scene } from "../model/scene.ts";
import { accountCheck, isMatchedSeat } from "./subjects.ts";
import { inRoster } from "./words.ts";

export const nameMismatch = accountCheck({
  id: "name-mismatch",
  title: "Name is not the roster's",
  severity: "low",
  asks: "person",
  controls: ["SOC 2 CC6.1", "ISO 27001 A.5.16"],
  needs: ["accounts", "names"],
  among: isMatchedSeat,
  judge({ account, person: one }, scene) {
    if (!one || account.name === null) return "unknown";
    const alias = one.expectation?.alias ?? null;
    const expected = alias ?? one.person.name;
    if (expected === null) return "unknown";
    if (normalName(account.name) === normalName(expected)) return "pass";
    const path = alias === null ? "name" : `${one.expectation?.path}.alias`;
    return {
      expected,
      observed: account.name,
      message: `is named ${JSON.stringify(account.name)}, the roster ${alias === null ? "says" : "gives the display name"} ${JSON.stringify(expected)}`,
      fixes: [`rename the account to ${JSON.stringify(expected)} in ${scene.name}`, otherName(one, scene)],
      rosterPath: path,
    };
  },
});

/** What to do where the name on the platform is right. */
function otherName({ person, expectation }: MatchedPerson, scene: Scene): string {
  if (expectation?.path === "") return "if they go by another name there, say so in an answer, to be accepted";
  if (expectation?.alias != null) return `or correct the alias ${inRoster(scene, person, `${expectation.path}.alias`)}`;
  return `if they go by another name there, add it as ${expectation?.path ?? "the platform's"}.alias ${inRoster(scene, person, expectation?.path ?? "")}`;
}
