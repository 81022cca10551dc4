import { isFactRead } from "../model/fact.ts";
import type { Finding } from "../model/finding.ts";
import type { MatchedAccount, MatchedPerson } from "../model/matching.ts";
import type { Cell, Table } from "../model/report.ts";
import type { Scene } from "../model/scene.ts";
import { accountCells, accountColumns } from "./account-cells.ts";
import { type Refs, refsBySubject, refsText } from "./finding-refs.ts";

/**
 * The tables an audit by hand has: the team and what each has there, who is there beside the team, admins, suspended accounts. The
 * last two only where the export says who they are; none where it could not be read.
 */
export function teamNotes(scene: Scene, findings: readonly Finding[]): Table[] {
  if (!isFactRead(scene.facts.accounts, scene.sources)) return [];
  const refs = refsBySubject(findings);
  const table = (id: string, title: string, of: (one: MatchedAccount) => boolean): Table => ({
    id,
    title,
    columns: accountColumns,
    rows: scene.matching.accounts.filter(of).map((one) => accountCells(one, refs)),
  });
  return [
    teamTable(scene, refs),
    table("not-in-the-team", "Not part of the support team", ({ person }) => person === null),
    ...(scene.facts.admins ? [table("admins", "Admins", ({ account }) => account.admin === true)] : []),
    ...(scene.facts.suspension ? [table("suspended", "Suspended accounts", ({ account }) => account.suspended === true)] : []),
  ];
}

const teamColumns = ["Person", "Expected", "Account", "Role", "Groups", "Last sign-in", "Second factor", "Findings"];

function teamTable(scene: Scene, refs: Refs): Table {
  const team = scene.matching.people.filter((one) => one.expected || one.accounts.length > 0);
  return {
    id: "support-team",
    title: "Support team",
    columns: teamColumns,
    rows: team.flatMap((one) => personRows(one, refs)),
  };
}

/** A row an account; one without any for who has none. */
function personRows(one: MatchedPerson, refs: Refs): Cell[][] {
  const own = refsText(refs, `person:${one.person.id}`);
  const head: Cell[] = [one.person.name ?? one.person.email, one.left ? "has left" : one.expected];
  if (one.accounts.length === 0) return [[...head, "none", null, null, null, null, own]];
  return one.accounts.map((matched) => {
    const [, , role = null, groups = null, seen = null, mfa = null, , found = ""] = accountCells(matched, refs);
    const { email, id } = matched.account;
    return [...head, email ?? id, role, groups, seen, mfa, [own, found].filter(Boolean).join(" ")];
  });
}
