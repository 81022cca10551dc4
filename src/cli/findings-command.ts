import type { FindingsReport } from "../model/findings-report.ts";
import { listFindings } from "../operations/list-findings.ts";
import type { App } from "./app-contract.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { auditsNamed, type CommonOptions, withOpened } from "./opened.ts";
import { printText } from "./write-file.ts";

export interface FindingsOptions extends CommonOptions {
  audits: string[];
  all?: boolean;
  check?: string;
  of?: string;
  output?: string;
  format: "table" | "json" | "csv";
}

/** `rollcall findings`: what is open and where it stands, from what is remembered; nothing is read. @returns the exit code */
export async function findingsCommand(options: FindingsOptions, app: App, io: Io): Promise<number> {
  return withOpened(options, { app, io }, async (context) => {
    const named = auditsNamed(context, options.audits);
    const report = await listFindings(context, {
      audits: named.length === 0 ? null : named,
      all: options.all ?? false,
      check: options.check ?? null,
      of: options.of ?? null,
    });
    printText(await rendered(report, options, io), options.output, io);
    return exitCodes.done;
  });
}

async function rendered(report: FindingsReport, { format, output }: FindingsOptions, io: Io): Promise<string> {
  const { findingsJson, findingsTable, standingsCsv } = await import("../reports/findings.ts");
  if (format === "json") return findingsJson(report);
  if (format === "csv") return standingsCsv(report);
  return findingsTable(report, { width: io.width, colour: output === undefined && io.colour });
}
