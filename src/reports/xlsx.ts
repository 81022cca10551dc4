import ExcelJS from "exceljs";
import type { EvidenceView } from "../model/evidence-view.ts";
import { evidenceSheets, type Sheet, type SheetCell } from "./evidence-sheets.ts";
import { visibleText } from "./text.ts";

type Options = ExcelJS.stream.xlsx.WorkbookStreamWriterOptions;

/** Where a workbook is written to: a Writable of Node, as the library names it, so that this room needs nothing of Node itself. */
export interface WorkbookSink {
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  readonly writableFinished?: boolean;
}

/** Rows that are written before we look whether whoever reads keeps up. */
const rowsAtOnce = 200;

/**
 * Writes the workbook of one audit into `sink` and ends it, in memory that does not grow with the accounts. The same view gives the
 * same bytes. @param most rows of one sheet below its head; what is more goes into another sheet
 * @throws what the sink, or whoever gives the accounts, throws
 */
export async function writeWorkbook(view: EvidenceView, sink: WorkbookSink, { most = mostRows } = {}): Promise<void> {
  const failed = failureOf(sink);
  const workbook = new DatedWriter(new Date(view.sealedAt), sink);
  try {
    for (const sheet of evidenceSheets(view)) await writeSheet(workbook, sheet, { most, failed });
    await Promise.race([workbook.commit(), failed]);
  } catch (error) {
    workbook.archive.abort();
    throw error;
  }
}

/** Of a worksheet are 1,048,576, and one is the head. */
const mostRows = 1_048_575;

/** Rejects where the sink breaks, whenever that is; without it a full disk is waited for without end. */
function failureOf(sink: WorkbookSink): Promise<never> {
  const failed = new Promise<never>((_, reject) => {
    sink.on("error", reject);
    sink.on("close", () => {
      if (sink.writableFinished === false) reject(new Error("the workbook was cut off before it was whole"));
    });
  });
  // Nobody may be waiting for it at that moment.
  failed.catch(() => {});
  return failed;
}

/** What we use of the zip archive inside the library's writer. */
interface Archive {
  append(source: unknown, entry: { name: string; date?: Date }): unknown;
  abort(): unknown;
}

/** The library stamps each file of the archive with the time it is made; here all have the one given. */
class DatedWriter extends ExcelJS.stream.xlsx.WorkbookWriter {
  // Filled by the library's constructor: an initialiser here would empty it again.
  declare private zip: Archive;

  constructor(date: Date, sink: WorkbookSink) {
    const options = { stream: sink as unknown as Options["stream"], useStyles: true, created: date, modified: date };
    super({ ...options, creator: "Rollcall", lastModifiedBy: "Rollcall" } as Partial<Options>);
  }

  get archive(): Archive {
    return this.zip;
  }

  /** The first file, added while the library's constructor runs: what comes after it is dated too. */
  override addThemes(): Promise<void> {
    const { zip } = this;
    const append = zip.append.bind(zip);
    const self = this as unknown as { created: Date };
    zip.append = (source, entry) => append(source, { ...entry, date: self.created });
    return super.addThemes();
  }
}

async function writeSheet(workbook: DatedWriter, sheet: Sheet, run: { most: number; failed: Promise<never> }): Promise<void> {
  let part = 1;
  let open = openSheet(workbook, sheet, part);
  let written = 0;
  for (const row of sheet.rows) {
    if (written === run.most) {
      closeSheet(open, written);
      part += 1;
      open = openSheet(workbook, sheet, part);
      written = 0;
    }
    writeRow(open, row);
    written += 1;
    if (written % rowsAtOnce === 0) await Promise.race([keptUp(open), run.failed]);
  }
  closeSheet(open, written);
}

function writeRow(sheet: ExcelJS.Worksheet, cells: readonly SheetCell[]): void {
  const row = sheet.addRow(cells.map(cellValue));
  row.eachCell((cell, column) => {
    cell.style = styleOf(cells[column - 1] ?? null);
  });
  row.commit();
}

// One object each, never changed: the library knows again what it has seen, and a style a cell costs it more than the cell.
const plainStyle: Partial<ExcelJS.Style> = { numFmt: "General", alignment: { vertical: "top" } };
const timeStyle: Partial<ExcelJS.Style> = { numFmt: "yyyy-mm-dd hh:mm", alignment: { vertical: "top", horizontal: "left" } };
const dayStyle: Partial<ExcelJS.Style> = { numFmt: "yyyy-mm-dd", alignment: { vertical: "top", horizontal: "left" } };

function styleOf(cell: SheetCell): Partial<ExcelJS.Style> {
  if (cell === null || typeof cell !== "object") return plainStyle;
  return cell.at.includes("T") ? timeStyle : dayStyle;
}

/** Strings are strings here: one that begins like a formula is none. A time the sheet cannot hold stays text. */
function cellValue(cell: SheetCell): string | number | Date | undefined {
  if (cell === null) return undefined;
  if (typeof cell === "number") return cell;
  if (typeof cell === "string") return cell === "" ? undefined : cellText(cell);
  const time = new Date(cell.at);
  return time >= firstDay ? time : cellText(cell.at);
}

/** Before it a sheet knows no dates. */
const firstDay = new Date("1900-03-01T00:00:00Z");

/** What a cell holds at most, in UTF-16 units; and what is left of one that is cut. */
const longest = 32_767;
const kept = 32_700;

/** What would act is written out, what XML cannot hold too, and `_x0041_` stays what it is instead of becoming a letter. */
function cellText(text: string): string {
  const plain = visibleText(text)
    .replace(/[\ufffe\uffff]/g, "\ufffd")
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_");
  return plain.length <= longest ? plain : `${plain.slice(0, kept).toWellFormed()}… (cut: ${plain.length} characters)`;
}

function openSheet(workbook: DatedWriter, { name, columns }: Sheet, part: number): ExcelJS.Worksheet {
  const opened = workbook.addWorksheet(part === 1 ? name : `${name} ${part}`, {
    views: [{ state: "frozen", ySplit: 1, xSplit: 0 }],
    pageSetup: { orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0, paperSize: 9 },
  });
  opened.columns = columns.map(({ title, width }) => ({ header: title, width }));
  const head = opened.getRow(1);
  head.eachCell((cell) => {
    cell.font = { bold: true };
    cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFE9ECEF" } };
    cell.numFmt = "@";
  });
  head.commit();
  return opened;
}

function closeSheet(sheet: ExcelJS.Worksheet, rows: number): void {
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows + 1, column: sheet.columns.length } };
  sheet.commit();
}

/**
 * What we use of the stream a sheet is written to. The library writes into it without asking whether there is room; being of an old
 * kind, it says so only here.
 */
interface Piped {
  stream: { pipes: { _writableState: { needDrain: boolean }; once(event: "drain", heard: () => void): unknown }[] };
}

async function keptUp(sheet: ExcelJS.Worksheet): Promise<void> {
  const [pipe] = (sheet as unknown as Piped).stream.pipes;
  if (pipe?._writableState.needDrain) await new Promise<void>((resolve) => pipe.once("drain", resolve));
}
