import type { SeatsReport } from "../model/seats.ts";
import { runSeats, type SeatsRun } from "../operations/run-seats.ts";
import type { App } from "./app-contract.ts";
import { chooseSystems } from "./choose-systems.ts";
import { exitCodes, worstExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { type CommonOptions, withOpened } from "./opened.ts";
import { tellEach } from "./tell.ts";
import { checkOneFile, printText } from "./write-file.ts";

export interface SeatsOptions extends CommonOptions {
  systems: string[];
  format: "table" | "json" | "csv";
  output?: string;
}

/** `rollcall seats`: the numbers on stdout (or in `--output`), everything else on stderr. @returns the exit code */
export async function seatsCommand(options: SeatsOptions, app: App, io: Io): Promise<number> {
  if (options.output !== undefined) checkOneFile(options.output, io);
  // Who should be there changes nothing in how many are.
  return withOpened({ ...options, allowEmptyRoster: true }, { app, io }, async (context, display) => {
    const systems = chooseSystems(options.systems, context.config.systems);
    const run = await runSeats(context, systems).finally(display.end);
    printText(await rendered(run.report, options, io), options.output, io);
    return worstExitCode([...tellEach(run.faults, { what: "its seats could not be counted", io }), exitCodeOf(run)]);
  });
}

async function rendered(report: SeatsReport, { format, output }: SeatsOptions, io: Io): Promise<string> {
  const { seatsCsv, seatsJson, seatsTable } = await import("../reports/seats.ts");
  if (format === "json") return seatsJson(report);
  if (format === "csv") return seatsCsv(report);
  return seatsTable(report, { width: io.width, colour: output === undefined && io.colour });
}

/** A number nobody could count is no success. */
function exitCodeOf({ report, refused }: SeatsRun): number {
  return worstExitCode(
    report.systems.map(({ system, status }) => {
      if (refused.has(system)) return exitCodes.credentials;
      return status === "complete" ? exitCodes.done : exitCodes.incomplete;
    }),
  );
}
