import type { Account } from "../../model/account.ts";
import type { SystemConfig } from "../../model/config.ts";
import type { Fact, FactSources, Facts } from "../../model/fact.ts";
import type { Platform } from "../platform.ts";
import { ownRosterKey, rosterEntry } from "../roster-entry.ts";
import { teamNotes } from "../team-notes.ts";
import { accountOf, type CsvRow } from "./accounts.ts";
import { type CsvColumn, type CsvSettings, csvSettings } from "./settings.ts";
import { connectFile, sourceName } from "./source.ts";

/**
 * An export made by hand, of anything that can list its accounts in a table. What it tells is what its mapped columns tell: a
 * check that needs another fact does not run.
 */
export const csv: Platform = {
  id: "csv",
  name: "CSV export",
  settings: csvSettings,
  facts,
  connect: (system) => connectFile(system),
  settle: (sources) => sources,
  normalise(rows, system) {
    const settings = system.settings as CsvSettings;
    return { accounts: [...rows.of(sourceName)].map((row) => accountOf(row as CsvRow, settings).account), credentials: [] };
  },
  expectation(person, system) {
    const entry = rosterEntry(person, system);
    // An e-mail address stands in for the id where no column has one: the roster's ids are of something else then.
    return entry && !factColumns(system).id ? { ...entry, id: null } : entry;
  },
  counts: ({ accounts }) => ({
    accounts: accounts.length,
    seated: accounts.filter(({ seated }) => seated).length,
    ...known("admins", accounts, ({ admin }) => admin),
    ...known("suspended", accounts, ({ suspended }) => suspended),
  }),
  notes: teamNotes,
  seatTypes: { admin: "member" },
  rosterBlock: ownRosterKey,
};

const factOf: Partial<Record<CsvColumn, Fact>> = {
  name: "names",
  email: "emails",
  role: "roles",
  groups: "groups",
  admin: "admins",
  suspended: "suspension",
  last_sign_in: "sign-in",
  mfa: "mfa",
};

function facts(system: SystemConfig): Facts {
  const columns = factColumns(system);
  const told: FactSources = { mode: "all", sources: [sourceName] };
  const mapped = Object.entries(factOf).filter(([column]) => columns[column as CsvColumn] !== undefined);
  return {
    accounts: told,
    "team-only": told,
    "accounts-expected": told,
    citizenship: told,
    ...(columns.id !== undefined && system.rosterKey !== null ? { ids: told } : {}),
    ...Object.fromEntries(mapped.map(([, fact]) => [fact, told])),
  };
}

function factColumns(system: SystemConfig): CsvSettings["columns"] {
  return (system.settings as CsvSettings).columns;
}

/** A count of what somebody said; of what nobody said there is none. */
function known(name: string, accounts: readonly Account[], of: (account: Account) => boolean | null): Record<string, number> {
  return accounts.some((one) => of(one) !== null) ? { [name]: accounts.filter((one) => of(one) === true).length } : {};
}
