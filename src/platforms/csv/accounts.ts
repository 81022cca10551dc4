import type { Account } from "../../model/account.ts";
import type { Row } from "../../model/source.ts";
import { type Read, readCreated, readFlag, readGroups, readSeat, readSignIn } from "./cells.ts";
import type { CsvColumn, CsvSettings } from "./settings.ts";

/** A kept row: the texts of the mapped columns as they stand in the file, under our names for them, and the row's number. */
export type CsvRow = Row & { row: number } & { [Name in CsvColumn]?: string };

export interface CellFault {
  column: CsvColumn;
  message: string;
}

/** The account one row is, and the cells of it that cannot be read. Pure: reading the file and deriving the audit ask the same. */
export function accountOf(row: CsvRow, settings: CsvSettings): { account: Account; faults: CellFault[] } {
  const faults: CellFault[] = [];
  const read = <T>(column: CsvColumn, of: (text: string) => Read<T>): T | null => {
    const text = row[column];
    const result = text === undefined ? null : of(text);
    if (result === null || "value" in result) return result?.value ?? null;
    faults.push({ column, message: `${result.fault}, found ${quoted(text ?? "")}` });
    return null;
  };
  const flag = (column: "admin" | "suspended" | "mfa") => read(column, (text) => readFlag(text, settings, column));
  const [admin, suspended] = [flag("admin"), flag("suspended")];
  const role = textOf(row.role);
  const account: Account = {
    id: row.id,
    name: textOf(row.name),
    email: textOf(row.email),
    username: textOf(row.username),
    url: null,
    kind: "person",
    ...seatOf(row, { settings, admin, suspended }),
    admin,
    role: role === null ? null : { id: null, name: role, known: true },
    suspended,
    mfa: flag("mfa"),
    lastSignIn: read("last_sign_in", (text) => readSignIn(text, settings)),
    createdAt: read("created", (text) => readCreated(text, settings)),
    grants: groupsOf(row, settings),
  };
  return { account, faults: [...faults, ...idFaults(row, settings)] };
}

/** A licence stays with its account until it is taken away; without a column of them, whoever is not suspended takes a seat. */
function seatOf(
  row: CsvRow,
  of: { settings: CsvSettings; admin: boolean | null; suspended: boolean | null },
): Pick<Account, "class" | "seated"> {
  if (row.seat === undefined) return { class: of.admin ? "admin" : "member", seated: of.suspended !== true };
  const seat = readSeat(row.seat, of.settings);
  return { class: seat || (seat === null ? "unknown" : "none"), seated: seat !== "" };
}

function groupsOf(row: CsvRow, settings: CsvSettings): Account["grants"] {
  const names = row.groups === undefined ? [] : readGroups(row.groups, settings);
  return names.map((name) => ({ entitlement: { kind: "group", id: name, name }, direct: true, via: null }));
}

/** 3.6E+11 is what a spreadsheet leaves of 360004984553: two accounts may have become one. */
function idFaults({ id }: CsvRow, { columns }: CsvSettings): CellFault[] {
  const column = columns.id === undefined ? "email" : "id";
  if (id === "") return [{ column, message: "is empty: nothing tells this account from others" }];
  if (column === "email" || !/^\d[.,]\d+E\+\d+$/i.test(id)) return [];
  return [{ column, message: `${quoted(id)} is a number a spreadsheet shortened: export again, and do not save it there` }];
}

function textOf(cell: string | undefined): string | null {
  return cell?.trim() || null;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
