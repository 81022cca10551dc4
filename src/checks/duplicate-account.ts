import type { MatchedAccount } from "../model/matching.ts";
import { ownAccounts, personCheck } from "./subjects.ts";
import { inRoster, listed } from "./words.ts";

export const duplicateAccount = personCheck({
  id: "duplicate-account",
  title: "More than one account",
  severity: "medium",
  asks: "person",
  controls: ["SOC 2 CC6.1", "ISO 27001 A.5.16", "PCI DSS 8.2.1"],
  needs: ["accounts"],
  among: (one, scene) => ownAccounts(one, scene).length > 0,
  judge(one, scene) {
    const active = ownAccounts(one, scene).filter(({ account }) => account.suspended !== true);
    if (active.length < 2) return "pass";
    const { person, expectation } = one;
    const kept = active.find(({ account }) => account.id === expectation?.id);
    return {
      expected: "one account",
      observed: active.map(({ account }) => account.id),
      message: `has ${active.length} active accounts: ${listed(active.map(described))}`,
      fixes: [
        `keep ${kept ? described(kept) : "one"} and remove the access of the other${active.length > 2 ? "s" : ""} in ${scene.name}`,
        ...(scene.facts.ids
          ? [`put the id of the one that stays ${inRoster(scene, person, expectation ? `${expectation.path}.id` : "")}`]
          : []),
      ],
      rosterPath: expectation?.path ?? "",
    };
  },
});

function described({ account, by }: MatchedAccount): string {
  return `${account.id} (${[account.email, account.class, `found by ${by === "email" ? "e-mail" : by}`].filter(Boolean).join(", ")})`;
}
