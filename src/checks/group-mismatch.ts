import type { Entitlement } from "../model/account.ts";
import { normalName } from "../model/identity.ts";
import { compareText } from "../model/json.ts";
import { perScene } from "./per-scene.ts";
import { accountCheck, isMatchedSeat } from "./subjects.ts";
import { inRoster, listed } from "./words.ts";

export const groupMismatch = accountCheck({
  id: "group-mismatch",
  title: "Groups are not the roster's",
  severity: "medium",
  asks: "person",
  controls: ["SOC 2 CC6.3", "ISO 27001 A.5.15", "ISO 27001 A.5.18", "PCI DSS 7.2.4"],
  needs: ["accounts", "groups"],
  among: (one, scene) => isMatchedSeat(one, scene) && Boolean(one.person.expectation?.groups),
  judge({ account, person: one }, scene) {
    const asCompared = comparedNames(scene);
    const named = new Set(one?.expectation?.groups?.map(asCompared));
    const groups = account.grants.map(({ entitlement }) => entitlement).filter(({ kind }) => kind === "group");
    const held = new Set(groups.map((group) => asNamed(group, { named, asCompared })));
    // A group no listing names may be any of those the roster does.
    if (!one?.expectation || held.has(null)) return "unknown";
    const expected = sorted(named);
    const observed = sorted(held);
    const missing = expected.filter((name) => !held.has(name));
    const excess = observed.filter((name) => !named.has(name));
    if (missing.length + excess.length === 0) return "pass";
    const path = `${one.expectation.path}.groups`;
    return {
      expected,
      observed,
      message: listed([
        ...(missing.length > 0 ? [`is not in ${quoted(missing)}`] : []),
        ...(excess.length > 0 ? [`is in ${quoted(excess)}, which the roster does not name`] : []),
      ]),
      fixes: [
        ...(missing.length > 0 ? [`add the account to ${quoted(missing)} in ${scene.name}`] : []),
        ...(excess.length > 0 ? [`take the account out of ${quoted(excess)} in ${scene.name}`] : []),
        `or correct the groups ${inRoster(scene, one.person, path)}`,
      ],
      rosterPath: path,
      source: scene.facts.groups?.sources.at(-1),
    };
  },
});

/** The group as the roster calls it: by name, or by its id as text. `null` where it has neither. */
function asNamed({ id, name }: Entitlement, by: { named: ReadonlySet<string>; asCompared(name: string): string }): string | null {
  return by.named.has(id) ? id : name === null ? null : by.asCompared(name);
}

/** A few names stand in a million memberships: each is normalised once. */
const comparedNames = perScene(() => {
  const known = new Map<string, string>();
  return (name: string): string => {
    const compared = known.get(name) ?? normalName(name);
    known.set(name, compared);
    return compared;
  };
});

function sorted(names: ReadonlySet<string | null>): string[] {
  return [...names].filter((name) => name !== null).sort(compareText);
}

function quoted(names: readonly string[]): string {
  return listed(names.map((name) => JSON.stringify(name)));
}
