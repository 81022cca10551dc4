import { usageError } from "../model/errors.ts";
import type { FollowUpReport, PlanReport } from "../model/follow-up-report.ts";
import { addDays, dayIn } from "../model/period.ts";
import type { Context } from "../operations/context.ts";
import { type Followed, followAudits } from "../operations/follow-audits.ts";
import type { App } from "./app-contract.ts";
import { exitCodes, worstExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { auditsNamed, type CommonOptions, withOpened } from "./opened.ts";
import { rebuilt } from "./rebuilt.ts";
import { refuseClaims, speakerOf } from "./speaker.ts";
import { plain, tellEach } from "./tell.ts";

export interface FollowUpOptions extends CommonOptions {
  audits: string[];
  start?: string[];
  as?: string;
  dryRun?: boolean;
  until?: string;
  format: "table" | "json";
}

/** `rollcall follow-up`: one round over the audits that are not ended, or what would be sent. @returns the exit code */
export async function followUpCommand(options: FollowUpOptions, app: App, io: Io): Promise<number> {
  if (options.until !== undefined && !options.dryRun) throw usageError("--until goes with --dry-run");
  return withOpened(options, { app, io }, (context) =>
    options.dryRun ? planned(options, { context, io }) : followed(options, { context, io }),
  );
}

interface At {
  context: Context;
  io: Io;
}

async function followed(options: FollowUpOptions, { context, io }: At): Promise<number> {
  const named = auditsNamed(context, [...options.audits, ...(options.start ?? [])]);
  const owed = named.length === 0 ? await rebuilt(context, io) : [];
  await start(options, { context, io });
  const rounds = await followAudits(context, { audits: named.length === 0 ? null : named });
  tellUnknown(named, rounds);
  const report = reportOf(rounds, context.now);
  const { followUpJson, followUpTable } = await import("../reports/follow-up.ts");
  io.out(options.format === "json" ? followUpJson(report) : followUpTable(report, { width: io.width, colour: io.colour }));
  const errors = rounds.flatMap(({ audit, errors: all }) => all.map((error) => ({ system: audit, error })));
  const codes = tellEach(errors, { what: "not everything could be done", io });
  // Whoever must act: what was due is owed still, and the next round makes it.
  return worstExitCode([...owed, ...codes.map((code) => (code === exitCodes.fault ? code : exitCodes.incomplete))]);
}

async function start({ start: names = [], as }: FollowUpOptions, { context, io }: At): Promise<void> {
  if (names.length === 0) return;
  refuseClaims(context, "start a follow-up");
  const speaker = speakerOf(as, { context, io });
  const { startAudit } = await import("../operations/start-audit.ts");
  for (const audit of auditsNamed(context, names)) {
    const { refusal } = await startAudit(context, audit, speaker);
    if (refusal !== null) throw usageError(refusal, "the auditor starts it, or the ops manager: say who you are with --as");
  }
}

function tellUnknown(named: readonly string[], rounds: readonly Followed[]): void {
  const missing = named.find((id) => !rounds.some(({ audit }) => audit === id));
  if (missing)
    throw usageError(`there is no audit ${missing}`, "rollcall status lists those there are; rollcall audit opens this period's");
}

function reportOf(rounds: readonly Followed[], at: string): FollowUpReport {
  const audits = rounds.map(({ made, errors: _, ...round }) => ({
    ...round,
    made: made.map(({ act, by, sent, where, remarks }) => ({
      step: act.step,
      to: act.to,
      refs: act.items.map(({ ref }) => ref),
      channel: by,
      sent,
      where,
      remarks,
    })),
  }));
  return { schema: "rollcall.follow-up/1", at, audits };
}

const daysAhead = 14;

async function planned(options: FollowUpOptions, { context, io }: At): Promise<number> {
  const { planFollowUp } = await import("../operations/plan-follow-up.ts");
  const store = await context.store();
  const started = auditsNamed(context, options.start ?? []);
  const named = auditsNamed(context, [...options.audits, ...(options.start ?? [])]);
  const audits = named.length > 0 ? named : (await store.audits({ ended: false })).map(({ id }) => id);
  const until = options.until ?? new Date(`${addDays(dayIn(context.now, "UTC"), daysAhead)}T00:00:00Z`).toISOString();
  const plans = await planFollowUp(context, { audits, until, started });
  const report: PlanReport = { schema: "rollcall.follow-up-plan/1", at: context.now, until, audits: plans };
  const { followUpJson, planTable } = await import("../reports/follow-up.ts");
  io.out(options.format === "json" ? followUpJson(report) : planTable(report, { width: io.width, colour: io.colour }));
  for (const line of await draftsOf(context, { audits, started })) io.err(`${plain(line)}\n`);
  return exitCodes.done;
}

/** What a draft would send is not sent before somebody says so. */
async function draftsOf(
  context: Context,
  { audits, started }: { audits: readonly string[]; started: readonly string[] },
): Promise<string[]> {
  const drafts = (await (await context.store()).audits({})).filter(
    ({ id, state }) => state === "draft" && audits.includes(id) && !started.includes(id),
  );
  return drafts.map(
    ({ id }) => `${id} is a draft: nobody is asked before it is started (--start ${id} shows what would be sent then)`,
  );
}
