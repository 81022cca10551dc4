import type { Severity } from "../model/severity.ts";
import type { Context } from "../operations/context.ts";
import { type RunResult, runAudits } from "../operations/run-audits.ts";
import type { App } from "./app-contract.ts";
import { chooseSystems } from "./choose-systems.ts";
import { exitCodeOfReport, exitCodes, worstExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { type CommonOptions, withOpened } from "./opened.ts";
import { checkOutput, printReports, type ReportFormat } from "./print-reports.ts";
import { plain, tellEach, tellError, tellWarnings } from "./tell.ts";

export interface AuditOptions extends CommonOptions {
  systems: string[];
  format: ReportFormat;
  accounts?: boolean;
  output?: string;
  publish: boolean;
  dryRun?: boolean;
  reopen?: boolean;
  failOn?: Severity;
}

/** `rollcall audit`: the result on stdout (or in `--output`), everything else on stderr. @returns the exit code */
export async function auditCommand(options: AuditOptions, app: App, io: Io): Promise<number> {
  checkOutput(options, io);
  return withOpened(options, { app, io }, async (context, display) => {
    const result = await audited(context, options).finally(display.end);
    return tellResult(result, options, io);
  });
}

async function audited(context: Context, options: AuditOptions): Promise<RunResult> {
  const systems = chooseSystems(options.systems, context.config.systems);
  const publish = options.dryRun ? "dry-run" : options.publish ? "yes" : "no";
  return runAudits(context, systems, { publish, reopen: options.reopen ?? false });
}

/** The report is printed whatever became of the writing: a tracker that is away loses nothing of what was read. */
async function tellResult(result: RunResult, options: AuditOptions, io: Io): Promise<number> {
  for (const note of result.notes) io.err(`${plain(note)}\n`);
  tellWarnings(result.warnings, io);
  await printReports(result.view, options, io);
  for (const line of result.planned) io.err(`would write: ${plain(line)}\n`);
  const codes = [
    ...tellEach(result.faults, { what: "it could not be audited", io }),
    ...tellEach(result.errors, { what: "its audit issue was not brought up to date", io }),
  ];
  for (const { systems, error } of result.unremembered) {
    io.err(`${systems.join(", ")}: not compared with earlier audits, or not remembered for later ones:\n`);
    tellError(error, io);
    // Whoever must act, what is owed is a write: the reading is whole.
    codes.push(exitCodes.incomplete);
  }
  codes.push(exitCodeOfReport(result.view.report, { failOn: options.failOn ?? null, refused: result.refused }));
  return worstExitCode(codes);
}
