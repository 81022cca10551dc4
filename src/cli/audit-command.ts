import type { Severity } from "../model/severity.ts";
import { type RunResult, runAudits } from "../operations/run-audits.ts";
import type { App, Opened } from "./app-contract.ts";
import { chooseSystems } from "./choose-systems.ts";
import { exitCodeOfReport, exitCodes, worstExitCode } from "./exit-codes.ts";
import { interruptible } from "./interrupt.ts";
import type { Io } from "./io.ts";
import { checkOutput, printReports, type ReportFormat } from "./print-reports.ts";
import { progressDisplay } from "./progress.ts";
import { plain, tellEach, tellError, tellWarnings } from "./tell.ts";

export interface AuditOptions {
  systems: string[];
  config: string;
  format: ReportFormat;
  accounts?: boolean;
  output?: string;
  publish: boolean;
  dryRun?: boolean;
  reopen?: boolean;
  allowEmptyRoster?: boolean;
  failOn?: Severity;
  now?: string;
}

/** `rollcall audit`: the result on stdout (or in `--output`), everything else on stderr. @returns the exit code */
export async function auditCommand(options: AuditOptions, app: App, io: Io): Promise<number> {
  checkOutput(options, io);
  return interruptible(async (signal) => {
    const display = progressDisplay(io);
    const opened = await app.open({
      config: options.config,
      cwd: io.cwd,
      env: io.env,
      now: options.now,
      allowEmptyRoster: options.allowEmptyRoster ?? false,
      signal,
      progress: display.tell,
    });
    try {
      tellWarnings(opened.warnings, io);
      const result = await audited(opened, options).finally(display.end);
      return await tellResult(result, options, io);
    } finally {
      await opened.close();
    }
  });
}

async function audited(opened: Opened, options: AuditOptions): Promise<RunResult> {
  const systems = chooseSystems(options.systems, opened.context.config.systems);
  const publish = options.dryRun ? "dry-run" : options.publish ? "yes" : "no";
  return runAudits(opened.context, systems, { publish, reopen: options.reopen ?? false });
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
