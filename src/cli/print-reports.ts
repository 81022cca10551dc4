import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { configurationError, usageError } from "../model/errors.ts";
import type { ReportView } from "../model/report.ts";
import type { Io } from "./io.ts";

export type ReportFormat = "table" | "json" | "markdown" | "csv" | "html";

export interface PrintOptions {
  format: ReportFormat;
  accounts?: boolean;
  output?: string;
}

/** Text in pieces, so that a list of 100,000 accounts is never one string. */
type Pieces = Iterable<string>;

/**
 * Before anything is read or written elsewhere: a report that could not be put down would be lost.
 * @throws usage and configuration error as `printReports`
 */
export function checkOutput({ output, format, accounts }: PrintOptions, io: Io): void {
  if (accounts && format !== "csv") throw usageError("--accounts goes with --format csv");
  if (output === undefined) return;
  const path = resolve(io.cwd, output);
  const folder = isFolder(path, output) ? path : dirname(path);
  orExplain(path, () => {
    mkdirSync(folder, { recursive: true });
    accessSync(isSpecial(path) ? path : folder, constants.W_OK);
  });
}

/**
 * Prints the report, or writes it: to the file `output` names, or to a folder (there already, or ending in `/`) in every format
 * at once, with the chosen format printed beside. @throws configuration error where a file cannot be written; then none is half written
 */
export async function printReports(view: ReportView, options: PrintOptions, io: Io): Promise<void> {
  checkOutput(options, io);
  const { output } = options;
  if (output === undefined) {
    for (const piece of await rendered(view, options, io)) io.out(piece);
  } else if (isFolder(resolve(io.cwd, output), output)) {
    for (const piece of await rendered(view, options, io)) io.out(piece);
    const files = await writeAll(view, resolve(io.cwd, output), io);
    io.err(`Reports in ${output}: ${files.join(", ")}\n`);
  } else {
    writeWhole(resolve(io.cwd, output), await rendered(view, options, { ...io, colour: false }));
    io.err(`wrote ${output}\n`);
  }
}

async function rendered(view: ReportView, { format, accounts }: PrintOptions, io: Pick<Io, "width" | "colour">): Promise<Pieces> {
  switch (format) {
    case "json":
      return [(await import("../reports/json.ts")).auditJson(view)];
    case "markdown":
      return [(await import("../reports/summary-markdown.ts")).summaryMarkdown(view)];
    case "html":
      return [(await import("../reports/html.ts")).htmlReport(view)];
    case "csv": {
      const { accountsCsv, findingsCsv } = await import("../reports/csv.ts");
      return accounts ? accountsCsv(view) : [findingsCsv(view)];
    }
    case "table":
      return [(await import("../reports/terminal.ts")).auditSummary(view, { width: io.width, colour: io.colour })];
  }
}

const everyReport: Record<string, PrintOptions> = {
  "report.json": { format: "json" },
  "report.md": { format: "markdown" },
  "report.html": { format: "html" },
  "findings.csv": { format: "csv" },
  "accounts.csv": { format: "csv", accounts: true },
};

async function writeAll(view: ReportView, folder: string, io: Io): Promise<string[]> {
  orExplain(folder, () => mkdirSync(folder, { recursive: true }));
  for (const [name, options] of Object.entries(everyReport)) writeWhole(join(folder, name), await rendered(view, options, io));
  return Object.keys(everyReport);
}

function isFolder(path: string, asGiven: string): boolean {
  return /[/\\]$/.test(asGiven) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A device or pipe, such as /dev/stdout: written to, never replaced by a file. */
function isSpecial(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

/** Written beside its place and put there when it is whole: a full disk leaves the old file as it was. */
function writeWhole(path: string, pieces: Pieces): void {
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}.unfinished`);
  orExplain(path, () => {
    if (isSpecial(path)) return writeInto(path, pieces);
    mkdirSync(dirname(path), { recursive: true });
    try {
      writeInto(unfinished, pieces, fsyncSync);
      renameSync(unfinished, path);
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error;
    }
  });
}

function writeInto(path: string, pieces: Pieces, settle: (file: number) => void = () => {}): void {
  const file = openSync(path, "w");
  try {
    for (const piece of pieces) writeFileSync(file, piece);
    settle(file);
  } finally {
    closeSync(file);
  }
}

const diskTroubles: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EACCES: "it may not be written",
  EROFS: "it may not be written",
  EEXIST: "a file stands where a folder is needed",
  ENOTDIR: "a file stands where a folder is needed",
};

function orExplain(path: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw configurationError(
      `cannot write ${path}: ${diskTroubles[code] ?? code}`,
      "free space or choose another place with --output",
      error,
    );
  }
}
