import { exemptionsFrom } from "../core/carry.ts";
import type { Basis } from "../model/basis.ts";
import type { SystemConfig } from "../model/config.ts";
import { type RollcallError, usageError } from "../model/errors.ts";
import { type AuditState, endedStates } from "../model/event.ts";
import { dayIn, periodOf } from "../model/period.ts";
import type { AuditView, ReportView } from "../model/report.ts";
import type { TrackedIssue, Tracker } from "../tracker/tracker.ts";
import { basisOf } from "./basis-of.ts";
import { compareWithEarlier } from "./compare-earlier.ts";
import type { Context } from "./context.ts";
import { deriveAudit } from "./derive-audit.ts";
import { failedView } from "./failed-system.ts";
import { endsTheRun, faultOf } from "./fault.ts";
import { keepListing, type ToList } from "./keep-listing.ts";
import { type Publication, publishAudit } from "./publish-audit.ts";
import { readSystem, type Snapshot } from "./read-system.ts";
import { alone, type Opened, type Recalled, recall, remember, rememberIssue, reopened } from "./remember.ts";
import { wasRefused } from "./source-outcomes.ts";
import { toldLive } from "./told-live.ts";

export interface RunOptions {
  /** `remember`: into the store, and not into the issue. */
  publish: "yes" | "no" | "dry-run" | "remember";
  reopen: boolean;
  /** Of the audit; left out = the one `now` is in. */
  period?: string;
}

export interface RunResult {
  view: ReportView;
  /** Systems of which nothing could be read because credentials were refused. */
  refused: ReadonlySet<string>;
  /** What stopped a system as a whole; the others stand. */
  faults: { system: string; error: RollcallError }[];
  /** What went wrong in writing; the reading stands all the same. */
  errors: { system: string; error: RollcallError }[];
  /** What could not be compared with earlier audits or kept for later ones, and why. */
  unremembered: { systems: string[]; error: RollcallError }[];
  planned: string[];
  warnings: string[];
  notes: string[];
}

interface AuditRun extends Publication {
  view: AuditView;
  refused: boolean;
  unremembered: RollcallError | null;
  storeNote: string | null;
  fault: RollcallError | null;
}

/** Audits each system side by side. One that fails never stops another. @throws interrupted, or where rows cannot be kept */
export async function runAudits(context: Context, systems: readonly SystemConfig[], options: RunOptions): Promise<RunResult> {
  const { id: today } = periodOf(dayIn(context.now, context.config.timeZone), context.config.fiscalYearStarts);
  const { period = today } = options;
  const runs = await Promise.all(systems.map((system) => auditTold(context, system, { ...options, period })));
  const { roster, config, now } = context;
  return {
    view: {
      report: {
        schema: "rollcall.audit/1",
        organization: config.organization,
        period,
        generated_at: now,
        roster: { source: roster.source, revision: roster.revision, people: roster.people.length },
        audits: runs.map(({ view }) => view.audit),
      },
      audits: runs.map(({ view }) => view),
    },
    refused: new Set(runs.filter((run) => run.refused).map(({ view }) => view.audit.system)),
    faults: runs.flatMap(({ view, fault }) => (fault ? [{ system: view.audit.system, error: fault }] : [])),
    errors: runs.flatMap(({ view, error }) => (error ? [{ system: view.audit.system, error }] : [])),
    unremembered: unrememberedOf(runs),
    planned: runs.flatMap(({ view, planned }) => planned.map((line) => `${view.audit.system}: ${line}`)),
    warnings: runs.flatMap(({ view, warnings }) => warnings.map((line) => `${view.audit.system}: ${line}`)),
    notes: [
      ...(remembers(options) ? [] : ["nothing was written, so nothing was remembered or compared with earlier audits"]),
      ...new Set(runs.flatMap(({ storeNote }) => storeNote ?? [])),
      ...runs.flatMap(({ view, notes }) => notes.map((line) => `${view.audit.system}: ${line}`)),
    ],
  };
}

/** One database is one trouble, however many systems it concerns. */
function unrememberedOf(runs: readonly AuditRun[]): RunResult["unremembered"] {
  const byTrouble = new Map<string, { systems: string[]; error: RollcallError }>();
  for (const { view, unremembered: error } of runs) {
    if (!error) continue;
    const one = byTrouble.get(error.message) ?? { systems: [], error };
    one.systems.push(view.audit.system);
    byTrouble.set(error.message, one);
  }
  return [...byTrouble.values()];
}

type RunAudit = RunOptions & { period: string };

/** What is remembered is also told while it is read. */
function auditTold(context: Context, system: SystemConfig, options: RunAudit): Promise<AuditRun> {
  const work = (told: Context) => auditAlone(told, system, options);
  if (!remembers(options)) return work(context);
  return toldLive(context, { audit: `${system.id}/${options.period}`, system: system.id, what: "audit" }, work);
}

/** One system's audit, whatever happens in it. @throws only what ends the whole run */
async function auditAlone(context: Context, system: SystemConfig, options: RunAudit): Promise<AuditRun> {
  try {
    return await runAudit(context, system, options);
  } catch (error) {
    const fault = faultOf(error, context.signal);
    if (endsTheRun(fault)) throw fault;
    context.progress({ kind: "audit-ended", system: system.id, status: "failed", findings: 0 });
    const nothing = { link: null, error: null, planned: [], warnings: [], notes: [], unremembered: null, storeNote: null };
    return { ...nothing, view: failedView(system, fault), refused: fault.actor === "credentials", fault };
  }
}

function remembers({ publish }: RunOptions): boolean {
  return publish === "yes" || publish === "remember";
}

/** The platform is read while the audit's lock is waited for: whoever comes second has read in vain, and nobody waits in vain. */
async function runAudit(context: Context, system: SystemConfig, options: RunAudit): Promise<AuditRun> {
  const auditId = `${system.id}/${options.period}`;
  const reading = readSystem(context, system);
  // Whatever it comes to is looked at below.
  reading.catch(() => {});
  const work = (store: Opened) => auditRead(context, { ...options, system, auditId, reading, store });
  return remembers(options) ? alone(context, auditId, work) : work({ store: null, error: null });
}

type AuditRead = RunAudit & { system: SystemConfig; auditId: string; reading: Promise<Snapshot>; store: Opened };

async function auditRead(context: Context, { reading, store, ...options }: AuditRead): Promise<AuditRun> {
  const { system, auditId, period } = options;
  const tracker = options.publish === "no" ? null : context.tracker(system);
  const audited = { system, auditId, period };
  const [snapshot, earlier, recalled] = await Promise.all([
    reading,
    findIssue(tracker, { auditId, context }),
    recall(context, audited, store),
  ]);
  const { refs } = recalled.settled;
  const decisions = exemptionsFrom(recalled.settled, auditId);
  const exemptions = [...context.exemptions, ...decisions];
  // An issue may have been deleted, or changed by whoever may edit it: what is remembered goes first.
  const earlierRefs = new Map([...(earlier.issue?.refs ?? []), ...refs]);
  const derived = deriveAudit({ ...context, exemptions }, { system, ...snapshot, earlierRefs });
  const { view } = derived;
  const { state } = recalled.settled;
  view.audit.state = state ?? "draft";
  if (isEnded(state)) {
    if (!options.reopen) return readOnly(view, { recalled, snapshot, derived, error: endedError(auditId, state) });
    view.audit.state = await reopened(context, recalled, { audit: auditId, from: state });
  }
  const compared = compareWithEarlier(context, view, { earlier: recalled.earlier, audited });
  // Remembered before it is published: what the issue says is then never more than what is known.
  const basis = basisOf(context, { system, exemptions, refs: earlierRefs, comparedWith: comparedIn(recalled) });
  const { n, error: unremembered } = await remember(context, view, { recalled, audited, snapshot, basis });
  const unlisted = await list(context, { recalled, n, audit: auditId, view, scene: derived.scene, exemptions, compared });
  const publication = await publishAudit(context, view, { tracker, earlier, ...options });
  view.audit.issue = publication.link ?? earlier.issue?.link ?? null;
  const kept = unremembered ? null : recalled.store;
  const unlinked = await rememberIssue(context, { audit: auditId, issue: view.audit.issue, store: kept });
  const findings = view.audit.findings.filter(({ exempt }) => !exempt).length;
  context.progress({ kind: "audit-ended", system: system.id, status: view.audit.status, findings });
  return {
    ...publication,
    view,
    refused: wasRefused(snapshot.sources),
    fault: null,
    warnings: [...derived.warnings, ...unlisted, ...publication.warnings],
    notes: [...compared.notes, ...publication.notes],
    unremembered: recalled.error ?? unremembered ?? unlinked,
    storeNote: recalled.store?.note ?? null,
  };
}

function comparedIn({ earlier }: Recalled): Basis["comparedWith"] {
  return earlier && { audit: earlier.audit, n: earlier.n };
}

/** @returns a warning where it could not be kept */
async function list(context: Context, of: ToList & { recalled: Recalled; n: number | null }): Promise<string[]> {
  const { recalled, n, ...reading } = of;
  if (!recalled.store || n === null) return [];
  const warning = await keepListing(context, { ...reading, store: recalled.store, n });
  return warning === null ? [] : [warning];
}

function isEnded(state: AuditState | null): state is AuditState {
  return state !== null && endedStates.includes(state);
}

function endedError(audit: string, state: AuditState): RollcallError {
  return usageError(
    `the audit ${audit} is ${state}: what was read is printed, and neither written nor remembered`,
    "--reopen opens it again",
  );
}

/** What was signed is not to be overwritten. */
function readOnly(
  view: AuditView,
  of: { recalled: Recalled; snapshot: Snapshot; derived: { warnings: string[] }; error: RollcallError },
): AuditRun {
  const { recalled, snapshot, derived, error } = of;
  return {
    ...{ view, error, link: null, planned: [], notes: [], warnings: derived.warnings },
    ...{ refused: wasRefused(snapshot.sources), fault: null, unremembered: null, storeNote: recalled.store?.note ?? null },
  };
}

/** The audit's issue as it stands, or why it could not be asked for. */
export interface Earlier {
  issue: TrackedIssue | null;
  error: RollcallError | null;
}

/** Looks for the issue while the platform is read; a tracker that is away must not lose the reading. */
async function findIssue(tracker: Tracker | null, of: { auditId: string; context: Context }): Promise<Earlier> {
  try {
    return { issue: tracker ? await tracker.find(of.auditId, of.context.signal) : null, error: null };
  } catch (error) {
    return { issue: null, error: faultOf(error, of.context.signal) };
  }
}
