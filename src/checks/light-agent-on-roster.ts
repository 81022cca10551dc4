import { normalName } from "../model/identity.ts";
import { accountCheck, isService } from "./subjects.ts";
import { inRoster } from "./words.ts";

export const lightAgentOnRoster = accountCheck({
  id: "light-agent-on-roster",
  title: "Only a light agent",
  severity: "medium",
  asks: "person",
  controls: ["SOC 2 CC6.2", "ISO 27001 A.5.18"],
  needs: ["accounts", "light-agents"],
  among: (one, scene) => one.person?.expected === true && !isService(one, scene),
  judge({ account, person: one }, scene) {
    if (!one || account.class !== "light") return "pass";
    // "Merely" a light agent: with a seat besides, the second account is what is wrong (`duplicate-account`).
    if (one.accounts.some((other) => other.account.seated)) return "pass";
    const named = one.expectation?.role;
    const role = account.role?.name ?? "Light agent";
    if (named && normalName(named) === normalName(role)) return "pass";
    return {
      expected: named ?? "a seat",
      observed: role,
      message: "is only a light agent, the roster names a seat for this person",
      fixes: [
        `give the account ${named ? `the role ${JSON.stringify(named)}` : "a full seat"} in ${scene.name}`,
        `if a light agent is enough, take ${one.expectation?.path} out ${inRoster(scene, one.person, one.expectation?.path ?? "")}`,
      ],
      rosterPath: one.expectation?.path,
    };
  },
});
