import { isFactRead } from "../../model/fact.ts";
import type { Finding } from "../../model/finding.ts";
import { compareText } from "../../model/json.ts";
import type { Cell, Table } from "../../model/report.ts";
import type { Scene } from "../../model/scene.ts";
import { teamNotes } from "../team-notes.ts";

/** The tables of every audit of a team's accounts, and the groups that are compared with how many of the team are in each. */
export function scimNotes(scene: Scene, findings: readonly Finding[]): Table[] {
  const tables = teamNotes(scene, findings);
  return tables.length > 0 && isFactRead(scene.facts.groups, scene.sources) ? [...tables, groupTable(scene)] : tables;
}

interface Count {
  name: string;
  accounts: number;
  ofTheTeam: number;
  through: Set<string>;
}

function groupTable({ matching }: Scene): Table {
  const counts = new Map<string, Count>();
  for (const { account, person } of matching.accounts) {
    for (const { entitlement, via } of account.grants) {
      const { id, name } = entitlement;
      const count = counts.get(id) ?? { name: name ?? `#${id}`, accounts: 0, ofTheTeam: 0, through: new Set() };
      counts.set(id, count);
      count.accounts += 1;
      if (person && !person.left) count.ofTheTeam += 1;
      if (via !== null) count.through.add(via);
    }
  }
  const sorted = [...counts.values()].sort((a, b) => compareText(a.name, b.name));
  return {
    id: "groups",
    title: "Groups",
    columns: ["Group", "Accounts", "Of the team", "Others", "Also through"],
    rows: sorted.map(({ name, accounts, ofTheTeam, through }): Cell[] => [
      name,
      accounts,
      ofTheTeam,
      accounts - ofTheTeam,
      [...through].sort().join(", "),
    ]),
  };
}
