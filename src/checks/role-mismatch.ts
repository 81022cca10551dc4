import type { AccountRole } from "../model/account.ts";
import { normalName } from "../model/identity.ts";
import type { MatchedAccount } from "../model/matching.ts";
import type { Scene } from "../model/scene.ts";
import { accountCheck, isMatchedSeat } from "./subjects.ts";
import { inRoster } from "./words.ts";

export const roleMismatch = accountCheck({
  id: "role-mismatch",
  title: "Role is not the roster's",
  severity: "high",
  asks: "person",
  controls: ["SOC 2 CC6.3", "ISO 27001 A.5.15", "ISO 27001 A.5.18", "PCI DSS 7.2.4"],
  needs: ["accounts", "roles"],
  among: isJudged,
  judge(one, scene) {
    const { account, person } = one;
    const expected = roleExpected(one, scene);
    if (!person || !account.role || expected === null) return "unknown";
    if (isRole(account.role, expected)) return "pass";
    if (account.role.name === null) return "unknown";
    const path = person.expectation?.role ? `${person.expectation.path}.role` : person.expectation?.path;
    return {
      expected,
      observed: account.role.name,
      message: `has the role ${JSON.stringify(account.role.name)}, ${path?.endsWith(".role") ? "the roster" : "the configuration"} says ${JSON.stringify(expected)}`,
      fixes: [
        `give the account the role ${JSON.stringify(expected)} in ${scene.name}`,
        `if ${JSON.stringify(account.role.name)} is right, correct the role ${inRoster(scene, person.person, path ?? "")}`,
      ],
      rosterPath: path,
    };
  },
});

/** Admins and roles nobody knows are other checks' findings, never two for one wrong role. */
function isJudged(one: MatchedAccount, scene: Scene): boolean {
  const { admin, role } = one.account;
  return isMatchedSeat(one, scene) && roleExpected(one, scene) !== null && admin !== true && role?.known !== false;
}

function roleExpected({ person }: MatchedAccount, scene: Scene): string | null {
  return person?.expectation?.role ?? scene.defaultRole;
}

function isRole(role: AccountRole, expected: string): boolean {
  return role.id === expected.trim() || (role.name !== null && normalName(role.name) === normalName(expected));
}
