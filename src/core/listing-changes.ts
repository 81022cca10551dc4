import type { Changes } from "../model/api/account.ts";
import type { Finding } from "../model/finding.ts";
import type { Comparison } from "./compare.ts";

/** Lines that are kept: who has more reads the accounts. */
const mostRows = 5_000;

export interface Compared {
  /** `null` where there is no earlier reading to compare with. */
  earlier: { takenAt: string; audit: string } | null;
  /** `null` where it could not be compared; then `note` says why. */
  comparison: Comparison | null;
  note: string | null;
}

/** What became of accounts and findings since the reading before. */
export function changesOf(
  { earlier, comparison, note }: Compared,
  { findings, resolved }: { findings: readonly Finding[]; resolved: number },
): Omit<Changes, "audit"> {
  const rows = comparison ? rowsOf(comparison) : [];
  const left = rows.length - mostRows;
  const count = (change: Finding["change"]) => findings.filter((finding) => finding.change === change).length;
  return {
    since: earlier?.takenAt ?? null,
    compared_with: earlier?.audit ?? null,
    added: comparison?.added.length ?? 0,
    changed: comparison?.changed.length ?? 0,
    gone: comparison?.gone.length ?? 0,
    rows: rows.slice(0, mostRows),
    findings: { new: count("new"), persisting: count("persisting"), changed: count("changed"), resolved },
    note: note ?? (left > 0 ? `${left} more lines are not shown` : null),
  };
}

function rowsOf({ added, changed, gone }: Comparison): Changes["rows"] {
  const named = ({ id, name, email }: { id: string; name: string | null; email: string | null }) => ({ id, name, email });
  const whole = { field: null, before: null, after: null };
  return [
    ...added.map((account) => ({ change: "new" as const, account: named(account), ...whole })),
    ...changed.flatMap(({ account, fields }) =>
      fields.map((field) => ({ change: "changed" as const, account: named(account), ...field })),
    ),
    ...gone.map((account) => ({ change: "gone" as const, account: named(account), ...whole })),
  ];
}
