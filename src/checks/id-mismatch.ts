import type { LostClaim } from "../model/matching.ts";
import { perScene } from "./per-scene.ts";
import { accountCheck, isMatchedSeat } from "./subjects.ts";
import { inRoster, whoIs } from "./words.ts";

export const idMismatch = accountCheck({
  id: "id-mismatch",
  title: "Id is not the roster's",
  severity: "medium",
  asks: "person",
  controls: ["SOC 2 CC6.1", "ISO 27001 A.5.16"],
  needs: ["accounts", "ids"],
  among: (one, scene) => isMatchedSeat(one, scene) && Boolean(one.person.expectation?.id),
  judge({ account, person: one, by }, scene) {
    const lost = one && lostBy(scene).get(one.person.id);
    if (!lost) return "pass";
    const path = `${one.expectation?.path}.id`;
    return {
      expected: lost.id,
      observed: account.id,
      message: `was found by ${by === "email" ? "e-mail" : by}: the roster's id ${lost.id} is ${whose(lost)}`,
      fixes: [
        `put id: ${account.id} instead of ${lost.id} ${inRoster(scene, one.person, path)}`,
        ...(lost.account ? [`if ${lost.id} is right, settle which of the two accounts should stay`] : []),
      ],
      rosterPath: path,
    };
  },
});

const lostBy = perScene(({ matching }) => new Map(matching.lostClaims.map((lost) => [lost.person.person.id, lost])));

function whose({ account }: LostClaim): string {
  if (account === null) return "no account's";
  if (account.account.kind === "shared") return "an account shared from another company's platform";
  return account.person ? `the account of ${whoIs(account.person.person)}` : "claimed by several people";
}
