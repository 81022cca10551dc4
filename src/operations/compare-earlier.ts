import { changesTable, changesText } from "../core/changes-table.ts";
import { compareAccounts } from "../core/compare.ts";
import type { Compared } from "../core/listing-changes.ts";
import type { Account } from "../model/account.ts";
import type { SystemConfig } from "../model/config.ts";
import type { AuditView } from "../model/report.ts";
import type { StoredSnapshot } from "../store/store.ts";
import type { Context } from "./context.ts";
import { markChanges } from "./derive-sealed.ts";
import type { Audited } from "./remember.ts";

/** Says of each finding whether it was there in an earlier audit, and tells what became of the accounts since. */
export function compareWithEarlier(
  context: Pick<Context, "platform">,
  view: AuditView,
  { earlier, audited }: { earlier: StoredSnapshot | null; audited: Pick<Audited, "system" | "auditId"> },
): Compared & { notes: string[] } {
  if (!earlier) return { ...nothingBefore, notes: [] };
  if (earlier.audit !== audited.auditId) markChanges(view.audit.findings, earlier.findings);
  // What was not read would look gone.
  const incomplete = "this reading is not complete: an account that was not read would look gone";
  if (view.audit.status !== "complete") return { earlier, comparison: null, note: incomplete, notes: [] };
  const before = accountsOf(earlier, { context, system: audited.system });
  if (!before) {
    const note = `accounts were not compared: those of ${earlier.takenAt} are kept in a form this version cannot read`;
    return { earlier, comparison: null, note, notes: [note] };
  }
  const after = view.accounts.map(({ account }) => account);
  const comparison = compareAccounts(before, after);
  const table = changesTable(comparison, earlier.takenAt);
  if (table) view.tables.push(table);
  return { earlier, comparison, note: null, notes: [changesText(comparison, earlier)] };
}

/** Of a reading nothing is known to compare with. */
export const nothingBefore: Compared = { earlier: null, comparison: null, note: "there is no earlier reading to compare with" };

/** The platform's shapes grow over the years; rows of long ago must not end a run of today. */
function accountsOf(
  earlier: StoredSnapshot,
  { context, system }: { context: Pick<Context, "platform">; system: SystemConfig },
): Account[] | null {
  try {
    return context.platform(system.platform).normalise(earlier.rows, system).accounts;
  } catch {
    return null;
  }
}
