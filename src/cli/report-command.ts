import { resolve } from "node:path";
import { usageError } from "../model/errors.ts";
import type { PeriodReport } from "../model/period-report.ts";
import { reportPeriod } from "../operations/report-period.ts";
import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { type CommonOptions, withOpened } from "./opened.ts";
import { checkOneFile, printText, writeWhole } from "./write-file.ts";

export interface ReportOptions extends CommonOptions {
  period?: string;
  format: "table" | "markdown" | "html" | "pdf" | "json";
  output?: string;
}

/** `rollcall report`: one page over all systems of a period, from what is remembered. @returns the exit code */
export async function reportCommand(options: ReportOptions, app: App, io: Io): Promise<number> {
  const { format, output } = options;
  if (output !== undefined) checkOneFile(output, io);
  if (format === "pdf" && output === undefined) {
    throw usageError("a PDF is not printed", "name a file for it: rollcall report --format pdf --output report.pdf");
  }
  return withOpened(options, { app, io }, async (context) => {
    const report = await reportPeriod(context, options.period ?? null);
    if (format === "pdf" && output !== undefined) {
      const { periodPdf } = await import("../reports/period-pdf.ts");
      writeWhole(resolve(io.cwd, output), [await periodPdf(report)]);
      io.err(`wrote ${output}\n`);
    } else printText(await rendered(report, options, io), output, io);
    return exitCodes.done;
  });
}

async function rendered(report: PeriodReport, { format, output }: ReportOptions, io: Io): Promise<string> {
  if (format === "markdown") return (await import("../reports/period-markdown.ts")).periodMarkdown(report);
  if (format === "html") return (await import("../reports/period-html.ts")).periodHtml(report);
  const { periodJson, periodTable } = await import("../reports/period.ts");
  if (format === "json") return periodJson(report);
  return periodTable(report, { width: io.width, colour: output === undefined && io.colour });
}
