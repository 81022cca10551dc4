import type { Duty, Paged } from "../model/paged.ts";
import type { Scene } from "../model/scene.ts";
import type { Check, Fault, Subject } from "./check.ts";
import { perScene } from "./per-scene.ts";
import { isService } from "./subjects.ts";
import { listed, whoIs } from "./words.ts";

export const pagedWithoutPerson: Check = {
  id: "paged-without-person",
  title: "Can be paged and is nobody in the roster",
  severity: "high",
  asks: "auditor",
  controls: ["SOC 2 CC6.2", "SOC 2 CC7.4", "ISO 27001 A.5.18", "ISO 27001 A.5.24"],
  needs: ["accounts", "paging"],
  *scope(scene): Generator<Subject> {
    for (const paged of scene.paged) yield { kind: "paged", paged, account: accounts(scene).get(paged.id) ?? null };
  },
  run(subject, scene) {
    if (subject.kind !== "paged") return "pass";
    const { paged, account } = subject;
    // Somebody who has left is a person too: `leaver-with-access` says so.
    if (account && (account.person || isService(account, scene))) return "pass";
    return paged.deleted ? deletedFault(paged, scene) : { ...faultOf(paged), fixes: fixesFor(subject, scene) };
  },
};

const accounts = perScene(({ matching }: Scene) => new Map(matching.accounts.map((one) => [one.account.id, one])));

function faultOf({ duties }: Paged): Omit<Fault, "fixes"> {
  return {
    expected: "a person of the roster",
    observed: duties.map(({ as, resource: { id, name } }) => ({ as, id, name })),
    message: `matches nobody in the roster, and can be paged: ${listed(duties.map(described))}`,
  };
}

function deletedFault(paged: Paged, scene: Scene): Fault {
  return {
    ...faultOf(paged),
    message: `is a user who was deleted, and would still be paged: ${listed(paged.duties.map(described))}`,
    fixes: [`take the deleted user out of ${listed(resourcesOf(paged))} in ${scene.name}, and see who answers instead`],
  };
}

function fixesFor({ paged, account }: Extract<Subject, { kind: "paged" }>, scene: Scene): string[] {
  return [
    `take them out of ${listed(resourcesOf(paged))} in ${scene.name}`,
    ...(account?.namesakes ?? []).map((person) => `if it is ${whoIs(person)}, put the id ${paged.id} in the roster`),
    `if it is somebody of the team, add them to the roster with the id ${paged.id}; if it is an integration, list it under service_accounts with an owner`,
  ];
}

const ways: Readonly<Record<Duty["as"], string>> = {
  layer: "in a layer of",
  override: "by an override in",
  "final schedule": "in the final schedule of",
  policy: "directly by the escalation policy",
};

function described({ as, resource: { id, name } }: Duty): string {
  return `${ways[as]} ${name ?? id}`;
}

function resourcesOf({ duties }: Paged): string[] {
  return [...new Set(duties.map(({ resource: { id, name } }) => name ?? id))];
}
