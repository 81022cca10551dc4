import { normalName } from "../model/identity.ts";
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
      fixes: [
        `rename the account to ${JSON.stringify(expected)} in ${scene.name}`,
        alias === null
          ? `if they go by another name there, add it as ${one.expectation?.path ?? "the platform's"}.alias ${inRoster(scene, one.person, one.expectation?.path ?? "")}`
          : `or correct the alias ${inRoster(scene, one.person, path)}`,
      ],
      rosterPath: path,
    };
  },
});
