import { nameKey } from "../core/people.ts";
import type { MatchedPerson } from "../model/matching.ts";
import type { Scene } from "../model/scene.ts";
import { perScene } from "./per-scene.ts";
import { canBeFound, ownAccounts, personCheck } from "./subjects.ts";
import { inRoster } from "./words.ts";

export const personWithoutAccount = personCheck({
  id: "person-without-account",
  title: "Person without an account",
  severity: "medium",
  asks: "person",
  controls: ["SOC 2 CC6.2", "ISO 27001 A.5.16", "ISO 27001 A.5.18"],
  needs: ["accounts", "accounts-expected"],
  among: (one) => one.expected,
  judge(one, scene) {
    // Invited and not yet there: `pending-invitation` says so when it has been open for too long.
    if (ownAccounts(one, scene).length > 0 || one.invitations.length > 0) return "pass";
    const { person, expectation } = one;
    if (!canBeFound(one)) return "unknown";
    const alike = namesakeAccounts(scene).get(nameKey(person.name ?? "")) ?? [];
    return {
      expected: expectation?.id ?? person.email,
      observed: null,
      message: `should have an account and has none${reason(one)}${alike.length > 0 ? `; account ${alike.join(", ")} has the same name` : ""}`,
      fixes: [
        ...alike.map((id) => theirsFix(id, one, scene)),
        `give them an account in ${scene.name}`,
        expectation?.path
          ? `if they need none, take ${expectation.path} out ${inRoster(scene, person, expectation.path)}`
          : "if they need none, say why in an answer, to be accepted",
      ],
      rosterPath: expectation?.path,
    };
  },
});

function theirsFix(id: string, { person, expectation }: MatchedPerson, scene: Scene): string {
  return scene.facts.ids
    ? `if account ${id} is theirs, put that id ${inRoster(scene, person, `${expectation?.path}.id`)}`
    : `if account ${id} is theirs, add its e-mail under aliases ${inRoster(scene, person, "email")}`;
}

function reason({ expectation }: MatchedPerson): string {
  return expectation?.id ? `: the roster's id ${expectation.id} is no account of theirs, and none has their e-mail` : "";
}

/** Ids of accounts of nobody by the name they have, as a hint and nothing more. */
const namesakeAccounts = perScene((scene: Scene) => {
  const ids = new Map<string, string[]>();
  for (const { account, namesakes } of scene.matching.accounts) {
    if (account.name === null || namesakes.length === 0) continue;
    const key = nameKey(account.name);
    ids.set(key, [...(ids.get(key) ?? []), account.id]);
  }
  return ids;
});
