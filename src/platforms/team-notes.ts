import { isFactRead } from "../model/fact.ts";
import type { Finding } from "../model/finding.ts";
import type { MatchedAccount, MatchedPerson } from "../model/matching.ts";
import type { Cell, Table } from "../model/report.ts";
import type { Scene } from "../model/scene.ts";
import { accountCells, accountColumns, refsBySubject } from "./account-cells.ts";

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
    teamTable(scene, { refs, findings }),
    table("not-in-the-team", "Not part of the support team", ({ person }) => person === null),
    ...(scene.facts.admins ? [table("admins", "Admins", ({ account }) => account.admin === true)] : []),
    ...(scene.facts.suspension ? [table("suspended", "Suspended accounts", ({ account }) => account.suspended === true)] : []),
  ];
}

const teamColumns = ["Person", "Expected", "Account", "Role", "Groups", "Last sign-in", "Second factor", "Findings"];

function teamTable(scene: Scene, of: { refs: ReadonlyMap<string, string[]>; findings: readonly Finding[] }): Table {
  const team = scene.matching.people.filter((one) => one.expected || one.accounts.length > 0);
  const ofPeople = new Map<string, string>();
  for (const { account, person, ref } of of.findings) if (!account && person?.email) ofPeople.set(person.email, ref);
  return {
    id: "support-team",
    title: "Support team",
    columns: teamColumns,
    rows: team.flatMap((one) => personRows(one, { refs: of.refs, ref: ofPeople.get(one.person.email ?? "") ?? "" })),
  };
}

/** A row an account; one without any for who has none. */
function personRows(one: MatchedPerson, of: { refs: ReadonlyMap<string, string[]>; ref: string }): Cell[][] {
  const head: Cell[] = [one.person.name ?? one.person.email, one.left ? "has left" : one.expected];
  if (one.accounts.length === 0) return [[...head, "none", null, null, null, null, of.ref]];
  return one.accounts.map((matched) => {
    const [, , role = null, groups = null, seen = null, mfa = null, , refs = ""] = accountCells(matched, of.refs);
    const { email, id } = matched.account;
    return [...head, email ?? id, role, groups, seen, mfa, [of.ref, refs].filter(Boolean).join(" ")];
  });
}
