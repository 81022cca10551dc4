import { type CsvRecord, parseCsv } from "../core/csv-records.ts";
import type { Problem } from "../core/problem.ts";
import { quoted } from "../core/problem.ts";
import type { YamlMap, YamlNode } from "../core/yaml.ts";
import type { RosterEntry } from "./person.ts";

const listColumn = /^(?:aliases|pagerduty\.rotations|(?:zendesk\.)?[^.]+\.groups)$/;

/**
 * Rows of a CSV roster as the entries a YAML roster has: the first row names the keys (`zendesk.main.groups`), an empty cell is a
 * missing key, lists are separated by `;`, focuses are written `Self-Managed: 60; SaaS: 40`.
 */
export function* csvEntries(text: string, { file, problems }: { file: string; problems: Problem[] }): Generator<RosterEntry> {
  let columns: string[] | null = null;
  for (const row of parseCsv(text, { file, problems })) {
    const wrong = columns ? rowProblems(row, columns) : headerProblems(row.cells.map(trimmed));
    for (const message of wrong) problems.push({ file, line: row.line, message });
    if (columns && wrong.length === 0) yield { file, node: entryOf(row, columns) };
    if (!columns && wrong.length > 0) return;
    columns ??= row.cells.map(trimmed);
  }
}

function trimmed(cell: string): string {
  return cell.trim();
}

function headerProblems(columns: readonly string[]): string[] {
  if (!columns.includes("name") && !columns.includes("email")) {
    return [`the first row names the columns: expected name or email among them, found ${quoted(columns.join(", "))}`];
  }
  const named = columns.filter((column) => column !== "");
  const twice = named.filter((column, index) => named.indexOf(column) !== index);
  const both = named.filter((column) => named.some((other) => other.startsWith(`${column}.`)));
  return [
    ...twice.map((column) => `the column ${quoted(column)} stands twice`),
    ...both.map((column) => `the column ${quoted(column)} stands beside columns of its parts`),
  ];
}

function rowProblems({ cells }: CsvRecord, columns: readonly string[]): string[] {
  if (cells.length !== columns.length) return [`expected ${columns.length} fields as in the first row, found ${cells.length}`];
  const stray = cells.findIndex((cell, index) => columns[index] === "" && cell.trim() !== "");
  return stray < 0 ? [] : [`field ${stray + 1} stands in a column without a name`];
}

function entryOf({ line, cells }: CsvRecord, columns: readonly string[]): YamlMap {
  const entry: YamlMap = { kind: "map", line, entries: new Map() };
  for (const [index, column] of columns.entries()) {
    const cell = cells[index]?.trim() ?? "";
    if (cell === "" || column === "") continue;
    const path = column.split(".");
    const key = path.pop() ?? "";
    mapAt(entry, path).entries.set(key, { line, value: cellNode(cell, { column, line }) });
  }
  return entry;
}

function mapAt(map: YamlMap, path: readonly string[]): YamlMap {
  let at = map;
  for (const key of path) {
    const below = at.entries.get(key)?.value;
    const next: YamlMap = below?.kind === "map" ? below : { kind: "map", line: map.line, entries: new Map() };
    at.entries.set(key, { line: map.line, value: next });
    at = next;
  }
  return at;
}

function cellNode(cell: string, { column, line }: { column: string; line: number }): YamlNode {
  if (column === "focuses") return { kind: "list", line, items: partsOf(cell).map((part) => focusNode(part, line)) };
  if (!listColumn.test(column)) return { kind: "text", line, text: cell };
  return { kind: "list", line, items: partsOf(cell).map((text) => ({ kind: "text", line, text })) };
}

function partsOf(cell: string): string[] {
  return cell.split(";").flatMap((part) => part.trim() || []);
}

function focusNode(part: string, line: number): YamlMap {
  const colon = part.lastIndexOf(":");
  const name = (colon < 0 ? part : part.slice(0, colon)).trim();
  const percentage = colon < 0 ? "100" : part.slice(colon + 1).trim();
  const text = (value: string) => ({ line, value: { kind: "text" as const, line, text: value } });
  return {
    kind: "map",
    line,
    entries: new Map([
      ["name", text(name)],
      ["percentage", text(percentage)],
    ]),
  };
}
