import { usageError } from "../model/errors.ts";
import type { Finding } from "../model/finding.ts";
import type { RecheckedFinding, RecheckReport } from "../model/recheck-report.ts";
import type { Context } from "../operations/context.ts";
import { type RecheckedAudit, recheckAudits } from "../operations/recheck-audits.ts";
import { subjectName } from "../reports/wording.ts";
import type { App } from "./app-contract.ts";
import { exitCodes, worstExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { auditsNamed, type CommonOptions, withOpened } from "./opened.ts";
import { rebuilt } from "./rebuilt.ts";
import { plain, tellEach, tellWarnings } from "./tell.ts";

export interface RecheckOptions extends CommonOptions {
  audits: string[];
  dryRun?: boolean;
  format: "table" | "json";
}

/** `rollcall recheck`: reads again what is open, and says what is fixed. @returns the exit code */
export async function recheckCommand(options: RecheckOptions, app: App, io: Io): Promise<number> {
  return withOpened(options, { app, io }, async (context, display) => {
    const named = auditsNamed(context, options.audits);
    const owed = named.length === 0 && !options.dryRun ? await rebuilt(context, io) : [];
    const publish = options.dryRun ? "dry-run" : "yes";
    const rechecked = await recheckAudits(context, { audits: named.length === 0 ? null : named, publish });
    display.end();
    await tellUnknown(context, named, rechecked);
    await print(rechecked, options, { context, io });
    return worstExitCode([...owed, ...told(rechecked, io)]);
  });
}

async function tellUnknown(context: Context, named: readonly string[], rechecked: readonly RecheckedAudit[]): Promise<void> {
  const missing = named.find((id) => !rechecked.some(({ audit }) => audit === id));
  if (missing === undefined) return;
  const known = (await (await context.store()).audits({})).find(({ id }) => id === missing);
  if (known) throw usageError(`${missing} is ${known.state}: there is nothing to recheck`, "rollcall audit looks at the whole");
  throw usageError(`there is no audit ${missing}`, "rollcall status lists those there are; rollcall audit opens this period's");
}

async function print(
  rechecked: readonly RecheckedAudit[],
  { format }: RecheckOptions,
  { context, io }: { context: Context; io: Io },
): Promise<void> {
  const report: RecheckReport = { schema: "rollcall.recheck/1", at: context.now, audits: rechecked.map(reported) };
  const { recheckJson, recheckTable } = await import("../reports/recheck.ts");
  io.out(format === "json" ? recheckJson(report) : recheckTable(report, { width: io.width, colour: io.colour }));
}

function reported(one: RecheckedAudit): RecheckReport["audits"][number] {
  const { audit, name, state, status, requests, reread, fixed, back, open, unlooked } = one;
  return {
    ...{ audit, name, state, status, requests },
    reread: reread.map(({ source, subjects }) => ({ source, asked: subjects?.length ?? null })),
    fixed: fixed.map(named),
    back: back.map(named),
    open: open.map(named),
    unlooked: unlooked.map(({ finding, reason }) => ({ ...named(finding), reason })),
  };
}

function named(finding: Finding): RecheckedFinding {
  const { key, ref, severity, message } = finding;
  return { key, ref, severity, subject: subjectName(finding), message };
}

/** @returns the exit codes of what happened */
function told(rechecked: readonly RecheckedAudit[], io: Io): number[] {
  for (const { audit, planned, warnings } of rechecked) {
    tellWarnings(
      warnings.map((line) => `${audit}: ${line}`),
      io,
    );
    for (const line of planned) io.err(`would write: ${plain(audit)}: ${plain(line)}\n`);
  }
  const errors = rechecked.flatMap(({ audit, errors: all }) => all.map((error) => ({ system: audit, error })));
  const codes = tellEach(errors, { what: "not everything could be done", io });
  return [
    ...codes.map((code) => (code === exitCodes.fault ? code : exitCodes.incomplete)),
    ...rechecked.map(({ refused, status, unlooked }) => {
      if (refused) return exitCodes.credentials;
      const isWhole = (status === null || status === "complete") && unlooked.length === 0;
      return isWhole ? exitCodes.done : exitCodes.incomplete;
    }),
  ];
}
