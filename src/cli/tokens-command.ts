import type { TokensReport } from "../model/tokens.ts";
import { hasTokens, runTokens, type TokensRun } from "../operations/run-tokens.ts";
import type { App } from "./app-contract.ts";
import { chooseSystems } from "./choose-systems.ts";
import { exitCodes, worstExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { type CommonOptions, withOpened } from "./opened.ts";
import { plain, tellEach } from "./tell.ts";
import { checkOneFile, printText } from "./write-file.ts";

export interface TokensOptions extends CommonOptions {
  systems: string[];
  format: "table" | "json" | "csv";
  output?: string;
}

/** `rollcall tokens`: the credentials on stdout (or in `--output`), everything else on stderr. @returns the exit code */
export async function tokensCommand(options: TokensOptions, app: App, io: Io): Promise<number> {
  if (options.output !== undefined) checkOneFile(options.output, io);
  return withOpened(options, { app, io }, async (context, display) => {
    const chosen = chooseSystems(options.systems, context.config.systems);
    const systems = options.systems.length > 0 ? chosen : chosen.filter((system) => hasTokens(context, system));
    const run = await runTokens(context, systems).finally(display.end);
    printText(await rendered(run.report, options, io), options.output, io);
    if (run.unremembered) io.err(`warning: what audits accepted is not known: ${plain(run.unremembered.message)}\n`);
    return worstExitCode([...tellEach(run.faults, { what: "its tokens could not be listed", io }), exitCodeOf(run)]);
  });
}

async function rendered(report: TokensReport, { format, output }: TokensOptions, io: Io): Promise<string> {
  const { tokensCsv, tokensJson, tokensTable } = await import("../reports/tokens.ts");
  if (format === "json") return tokensJson(report);
  if (format === "csv") return tokensCsv(report);
  return tokensTable(report, { width: io.width, colour: output === undefined && io.colour });
}

/** A list nobody could read whole is no success. */
function exitCodeOf({ report, refused }: TokensRun): number {
  return worstExitCode(
    report.systems.map(({ system, status }) => {
      if (refused.has(system)) return exitCodes.credentials;
      return status === "complete" ? exitCodes.done : exitCodes.incomplete;
    }),
  );
}
