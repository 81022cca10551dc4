import { accountCheck, isMatchedSeat } from "./subjects.ts";
import { inRoster } from "./words.ts";

export const idMissing = accountCheck({
  id: "id-missing",
  title: "Id missing in the roster",
  severity: "low",
  asks: "person",
  controls: ["ISO 27001 A.5.16"],
  needs: ["accounts", "ids"],
  among: isMatchedSeat,
  judge({ account, person: one, by }, scene) {
    if (!one || one.expectation?.id) return "pass";
    const { person, expectation } = one;
    const found = `was found by ${by === "email" ? "e-mail" : by} only`;
    const place = inRoster(scene, person, expectation?.path ?? "");
    if (expectation) {
      return {
        expected: account.id,
        observed: null,
        message: `${found}: the roster gives no id under ${expectation.path}`,
        fixes: [`put id: ${account.id} under ${expectation.path} ${place}`],
        rosterPath: expectation.path,
      };
    }
    return {
      expected: account.id,
      observed: null,
      message: `${found}: the roster names no seat here for this person`,
      fixes: [
        `if they should have the seat, add it with id: ${account.id} ${place}`,
        `otherwise remove the account's access in ${scene.name}`,
      ],
      rosterPath: "",
    };
  },
});
