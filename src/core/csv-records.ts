import type { Problem } from "./problem.ts";

/** One record of a CSV file. */
export interface CsvRecord {
  /** The line it starts at: a quoted field may hold line ends. */
  line: number;
  /** Its row as a spreadsheet counts them: the first is 1, blank ones count. */
  row: number;
  cells: string[];
}

export const separators = [",", ";", "\t", "|"] as const;

export interface CsvOptions {
  file: string;
  problems: Problem[];
  /** Instead of the one the first line has most of. */
  separator?: string;
}

/**
 * RFC 4180, with `,` `;` tab or `|` as separator (whichever the first line has most of, outside quotes) and any line ends. Blank
 * lines are left out. Quotes that do not close, or close too early, are a problem with the line they open at, and end the reading.
 */
export function* parseCsv(text: string, { file, problems, separator }: CsvOptions): Generator<CsvRecord> {
  const ends = new RegExp(`[${separator ?? separatorOf(text)}\\r\\n]`, "g");
  let record: CsvRecord = { line: 1, row: 1, cells: [] };
  let line = 1;
  for (let at = 0; at <= text.length; ) {
    const field = readField(text, { at, ends });
    if (field.fault !== null) {
      problems.push({ file, line, message: field.fault });
      return;
    }
    record.cells.push(field.value);
    line += field.value === "" ? 0 : countLineEnds(field.value);
    const end = text[field.end];
    at = field.end + (end === "\r" && text[field.end + 1] === "\n" ? 2 : 1);
    if (end !== undefined && end !== "\r" && end !== "\n") continue;
    if (record.cells.some((cell) => cell.trim() !== "")) yield record;
    line += 1;
    record = { line, row: record.row + 1, cells: [] };
  }
}

interface Field {
  value: string;
  /** Index of the separator or line end behind it, or the length of the text. */
  end: number;
  fault: string | null;
}

function readField(text: string, { at, ends }: { at: number; ends: RegExp }): Field {
  if (text[at] !== '"') {
    const end = nextEnd(text, { at, ends });
    return { value: text.slice(at, end), end, fault: null };
  }
  let close = text.indexOf('"', at + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) return { value: "", end: at, fault: "the quotes opened here are never closed" };
  const end = nextEnd(text, { at: close + 1, ends });
  const fault = text.slice(close + 1, end).trim() === "" ? null : "text after closing quotes: write quotes inside quotes twice";
  return { value: text.slice(at + 1, close).replaceAll('""', '"'), end, fault };
}

function nextEnd(text: string, { at, ends }: { at: number; ends: RegExp }): number {
  ends.lastIndex = at;
  return ends.exec(text)?.index ?? text.length;
}

function separatorOf(text: string): string {
  const first = /^(?:"[^"]*"|[^"\r\n])*/.exec(text.slice(0, 100_000))?.[0].replace(/"[^"]*"/g, "") ?? "";
  const counts = separators.map((separator) => first.split(separator).length);
  return separators[counts.indexOf(Math.max(...counts))] ?? ",";
}

function countLineEnds(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
