import { visibleText } from "./text.ts";

/**
 * One record of RFC 4180, ended by CRLF. Control characters are written out (`visibleText`), so a record is always one line;
 * what a spreadsheet would take for a formula gets an apostrophe before it. `null` is an empty field.
 */
export function csvRecord(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(field).join(",")}\r\n`;
}

function field(cell: string | number | boolean | null): string {
  // A number is no formula, whatever its sign.
  if (typeof cell === "number") return String(cell);
  const text = neutralCell(cell === null ? "" : typeof cell === "boolean" ? (cell ? "yes" : "no") : cell);
  return /[",;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A cell as it is read back. Formulas start with `= + - @` (and their full-width forms, where the spreadsheet speaks Japanese);
 * also behind a `;`, because a spreadsheet of a country with decimal commas splits there (OWASP, "CSV Injection"). Tab and
 * line breaks, which start one too, are already spaces.
 */
export function neutralCell(text: string): string {
  return visibleText(text).replace(/(^|;)(?=\s*['"]*[=+\-@＝＋－＠])/gu, "$1'");
}
