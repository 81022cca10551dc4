import { type CsvRecord, parseCsv, separators } from "../../core/csv-records.ts";
import { didYouMean } from "../../core/did-you-mean.ts";
import { type Problem, problemText } from "../../core/problem.ts";
import { configurationError } from "../../model/errors.ts";
import { accountOf, type CsvRow } from "./accounts.ts";
import type { CsvColumn, CsvSettings } from "./settings.ts";

/** Faults an error names; the rest is counted. */
const named = 5;

type Mapped = [CsvColumn, string];

/**
 * Every row of an export, cut down to the mapped columns. Nothing is left out: one row that cannot be read refuses the whole file.
 * @param file its name in messages
 * @throws configuration error naming rows (as a spreadsheet counts them) and columns
 */
export function readTable(text: string, file: string, settings: CsvSettings): CsvRow[] {
  const mapped = Object.entries(settings.columns).filter(([, name]) => name !== undefined) as Mapped[];
  const problems: Problem[] = [];
  const [header, ...records] = [...parseCsv(withoutHint(text), { file, problems, separator: separatorOf(text, mapped) })];
  const [broken] = problems;
  if (broken) throw configurationError(`${problemText(broken)}`, "export again: was the file cut, or edited by hand?");
  const names = header?.cells.map((cell) => cell.trim()) ?? [];
  const places = placesOf(names, { mapped, file });
  if (records.length === 0) {
    throw configurationError(`${file} has a first row and no accounts below it`, "export again, with everybody in it");
  }
  const read = records.map((record) => rowOf(record, { names, places, settings }));
  const faults = [...read.flatMap((one) => one.faults), ...repeated(read, settings)];
  if (faults.length > 0) throw faultsError(file, faults);
  return read.map(({ row }) => row);
}

function faultsError(file: string, faults: readonly string[]) {
  const rest = faults.length > named ? `; and ${faults.length - named} more` : "";
  return configurationError(`${file}: ${faults.slice(0, named).join("; ")}${rest}`, "nothing of the file was used");
}

/** Excel's own first line, `sep=;`, becomes a blank one: rows keep their numbers. */
const hint = /^sep=(.)[ \t]*(?=\r?\n|\r)/i;

function withoutHint(text: string): string {
  return text.replace(hint, "");
}

/** The separator by which most of the mapped columns are there; a file where none are is left to the parser. */
function separatorOf(text: string, mapped: readonly Mapped[]): string | undefined {
  const hinted = hint.exec(text)?.[1];
  if (hinted !== undefined && separators.some((separator) => separator === hinted)) return hinted;
  let best: { separator: string; found: number } | undefined;
  for (const separator of separators) {
    const first = parseCsv(text, { file: "", problems: [], separator }).next().value;
    const names = new Set(first ? first.cells.map(compared) : []);
    const found = mapped.filter(([, name]) => names.has(compared(name))).length;
    if (found > (best?.found ?? 0)) best = { separator, found };
  }
  return best?.separator;
}

function compared(name: string): string {
  return name.normalize("NFC").trim().replace(/\s+/gu, " ").toLowerCase();
}

/** Where each mapped column stands. */
function placesOf(
  names: readonly string[],
  { mapped, file }: { mapped: readonly Mapped[]; file: string },
): [CsvColumn, number][] {
  const known = names.map(compared);
  const faults: string[] = [];
  const places = mapped.map(([column, name]): [CsvColumn, number] => {
    const at = known.indexOf(compared(name));
    if (at < 0) faults.push(missing(name, column, names));
    else if (known.indexOf(compared(name), at + 1) >= 0) faults.push(`the column ${quoted(name)} stands twice`);
    return [column, at];
  });
  if (faults.length === 0) return places;
  const there = names.filter((name) => name !== "").slice(0, 40);
  throw configurationError(
    `${file}: ${faults.join("; ")}. Its first row has: ${there.map(quoted).join(", ") || "nothing"}`,
    "correct columns: of this system in rollcall.yaml",
  );
}

function missing(name: string, column: CsvColumn, names: readonly string[]): string {
  const near = didYouMean(
    name,
    names.filter((other) => other !== ""),
  );
  return `there is no column ${quoted(name)} (columns.${column})${near === null ? "" : `: did you mean ${quoted(near)}?`}`;
}

interface ReadRow {
  row: CsvRow;
  faults: string[];
}

function rowOf(
  record: CsvRecord,
  of: { names: readonly string[]; places: readonly [CsvColumn, number][]; settings: CsvSettings },
): ReadRow {
  const { cells, row: number } = record;
  const fields = Object.fromEntries(of.places.map(([column, at]) => [column, cells[at] ?? ""]));
  const id = of.settings.columns.id === undefined ? (fields.email ?? "").toLowerCase() : (fields.id ?? "");
  const row = { ...fields, id: id.trim(), row: number } as CsvRow;
  if (cells.length < of.names.length || cells.slice(of.names.length).some((cell) => cell.trim() !== "")) {
    return { row, faults: [`row ${number} has ${cells.length} fields, the first row ${of.names.length}`] };
  }
  const faults = accountOf(row, of.settings).faults.map(
    ({ column, message }) => `row ${number}, column ${quoted(of.settings.columns[column] ?? column)}: ${message}`,
  );
  return { row, faults };
}

/** Two rows of one account (one a group, say) are no list of accounts. */
function repeated(read: readonly ReadRow[], { columns }: CsvSettings): string[] {
  const seen = new Map<string, number>();
  return read.flatMap(({ row }) => {
    const before = seen.get(row.id);
    seen.set(row.id, before ?? row.row);
    if (before === undefined || row.id === "") return [];
    return [
      `row ${row.row}, column ${quoted(columns.id ?? columns.email ?? "")}: ${quoted(row.id)} stands in row ${before} too; one row an account is expected`,
    ];
  });
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
