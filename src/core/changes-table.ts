import type { Account } from "../model/account.ts";
import type { Cell, Table } from "../model/report.ts";
import type { Comparison } from "./compare.ts";

/** What became of the accounts, a line each, as one of the Notes' tables; `null` where all is as it was. */
export function changesTable({ added, changed, gone }: Comparison, since: string): Table | null {
  const rows = [
    ...added.map((account) => line("new", account)),
    ...changed.flatMap(({ account, fields }) =>
      fields.map(({ field, before, after }) => line("changed", account, [field, before, after])),
    ),
    ...gone.map((account) => line("gone", account)),
  ];
  if (rows.length === 0) return null;
  const columns = ["Change", "Account", "Name", "E-mail", "What", "Before", "After"];
  return { id: "changes", title: `Changed since ${since.slice(0, 10)}`, columns, rows };
}

function line(change: string, { id, name, email }: Account, what: readonly Cell[] = [null, null, null]): Cell[] {
  return [change, id, name, email, ...what];
}

/** One line: how much has changed, and since when. */
export function changesText({ added, changed, gone }: Comparison, since: { takenAt: string; audit: string }): string {
  const counts = `${added.length} new, ${changed.length} changed, ${gone.length} gone`;
  return `accounts since ${since.takenAt.slice(0, 10)} (${since.audit}): ${counts}`;
}
