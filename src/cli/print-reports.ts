import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { usageError } from "../model/errors.ts";
import type { ReportView } from "../model/report.ts";
import type { Io } from "./io.ts";
import { checkFile, isFolder, orExplain, type Pieces, writeWhole } from "./write-file.ts";

export type ReportFormat = "table" | "json" | "markdown" | "csv" | "html";

export interface PrintOptions {
  format: ReportFormat;
  accounts?: boolean;
  output?: string;
}

/**
 * Before anything is read or written elsewhere: a report that could not be put down would be lost.
 * @throws usage and configuration error as `printReports`
 */
export function checkOutput({ output, format, accounts }: PrintOptions, io: Io): void {
  if (accounts && format !== "csv") throw usageError("--accounts goes with --format csv");
  if (output === undefined) return;
  checkFile(output, io);
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
