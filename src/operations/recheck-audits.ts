import { exemptionsFrom } from "../core/carry.ts";
import type { SystemConfig } from "../model/config.ts";
import type { RollcallError } from "../model/errors.ts";
import { type AuditState, endedStates } from "../model/event.ts";
import type { Finding } from "../model/finding.ts";
import { canonicalJson, type Json } from "../model/json.ts";
import type { AuditMemory, StoredAudit } from "../model/memory.ts";
import type { AuditStatus } from "../model/report.ts";
import type { Reread } from "../model/rests.ts";
import type { Store } from "../store/store.ts";
import { basisOf } from "./basis-of.ts";
import { compareWithEarlier } from "./compare-earlier.ts";
import type { Context } from "./context.ts";
import { refsOf, systemOf } from "./desk.ts";
import { faultOf } from "./fault.ts";
import { keepListing } from "./keep-listing.ts";
import { publishAudit } from "./publish-audit.ts";
import { recallSettled } from "./recall-decisions.ts";
import { type RereadOpen, rereadOpen } from "./reread-open.ts";
import type { Earlier } from "./run-audits.ts";
import { statusOf, wasRefused } from "./source-outcomes.ts";
import { toldLive } from "./told-live.ts";

/** What one audit's recheck came to. */
export interface RecheckedAudit {
  audit: string;
  /** "Zendesk Global". */
  name: string;
  state: AuditState;
  /** Of what was read again; `null` = nothing had to be. */
  status: AuditStatus | null;
  reread: Reread[];
  requests: number;
  fixed: Finding[];
  back: Finding[];
  open: Finding[];
  unlooked: { finding: Finding; reason: string }[];
  /** Nothing could be read, for want of rights. */
  refused: boolean;
  /** With a dry run: each write that would be made, a line. */
  planned: string[];
  warnings: string[];
  /** What went wrong; the rest stands. */
  errors: RollcallError[];
}

export interface RecheckOptions {
  /** Ids; null = every audit that is not ended. */
  audits: readonly string[] | null;
  /** `dry-run`: the platform is read, and nothing is written or remembered. */
  publish?: "yes" | "dry-run";
}

/**
 * Reads again what is open, in each audit that is not ended: closes what is fixed, opens again what came back. Side by side; one that
 * fails never stops another. @throws interrupted; what the database throws before any is begun
 */
export async function recheckAudits(context: Context, { audits, publish = "yes" }: RecheckOptions): Promise<RecheckedAudit[]> {
  const store = await context.store();
  const stored = (await store.audits(audits === null ? { ended: false } : {})).filter(
    ({ id, state }) => !endedStates.includes(state) && (audits?.includes(id) ?? true),
  );
  return Promise.all(stored.map((audit) => recheckAlone(context, { store, audit, publish })));
}

interface One {
  store: Store;
  audit: StoredAudit;
  publish: "yes" | "dry-run";
}

async function recheckAlone(context: Context, one: One): Promise<RecheckedAudit> {
  const { id, system: systemId, state } = one.audit;
  const name = context.config.systems.find((known) => known.id === systemId)?.name ?? systemId;
  const result: RecheckedAudit = {
    audit: id,
    name,
    state,
    status: null,
    ...{ reread: [], requests: 0, fixed: [], back: [], open: [], unlooked: [], refused: false },
    ...{ planned: [], warnings: [], errors: [] },
  };
  try {
    const held = { ...one, system: systemOf(context, one.audit), result };
    const alone = (told: Context) => one.store.locked(id, context.signal, () => recheck(told, held));
    await (one.publish === "yes" ? toldLive(context, { audit: id, system: systemId, what: "recheck" }, alone) : alone(context));
  } catch (error) {
    result.errors.push(faultOf(error, context.signal));
  }
  return result;
}

type Held = One & { system: SystemConfig; result: RecheckedAudit };

async function recheck(context: Context, { store, system, audit, publish, result }: Held): Promise<void> {
  const memory = await store.memory(audit.id);
  // Somebody may have ended it while its lock was waited for.
  if (!memory || endedStates.includes(memory.audit.state)) return;
  const [read, settled] = await Promise.all([
    store.lastRead(audit.id),
    recallSettled(context, { system, auditId: audit.id, store }),
  ]);
  const today = { ...context, exemptions: [...context.exemptions, ...exemptionsFrom(settled, audit.id)] };
  const done = await rereadOpen(today, system, { memory, read });
  if (!done) return;
  tell(result, { memory, done });
  // Remembered before it is published: what the issue says is then never more than what is known.
  const n = publish === "yes" ? await remember(today, { store, system, memory, done }) : null;
  const changed = isChanged(memory, done);
  if (n === null && !changed) return;
  const earlier = await store.lastComplete({ system: system.id, audit: audit.id, until: context.now });
  const compared = compareWithEarlier(context, done.view, { earlier, audited: { system, auditId: audit.id } });
  if (n !== null) {
    const { view, scene } = done;
    const { exemptions } = today;
    const warning = await keepListing(context, { store, n, audit: audit.id, view, scene, exemptions, compared });
    if (warning !== null) result.warnings.push(warning);
  }
  if (changed) await refreshNotes(context, { system, memory, done, publish, result });
}

function tell(result: RecheckedAudit, { memory, done }: { memory: AuditMemory; done: RereadOpen }): void {
  const { judged, snapshot, reread } = done;
  const back = new Set(judged.back);
  Object.assign(result, {
    state: memory.audit.state,
    status: statusOf(snapshot.sources),
    reread,
    requests: snapshot.sources.reduce((sum, { requests }) => sum + requests, 0),
    fixed: judged.gone,
    back: judged.back,
    open: judged.there.filter((finding) => !back.has(finding)),
    unlooked: judged.unlooked,
    refused: wasRefused(snapshot.sources),
  });
}

async function remember(
  context: Context,
  { store, system: audited, memory, done }: Pick<Held, "store" | "system"> & { memory: AuditMemory; done: RereadOpen },
): Promise<number> {
  const { id, system, period } = memory.audit;
  const { snapshot, judged } = done;
  const refs = refsOf({ memory });
  return store.remember(
    {
      scope: "recheck",
      audit: { id, system, period },
      takenAt: context.now,
      status: statusOf(snapshot.sources),
      sources: snapshot.sources,
      asked: snapshot.asked,
      pieces: (source) => snapshot.rows.pieces(source),
      findings: judged.there,
      basis: basisOf(context, { system: audited, exemptions: context.exemptions, refs, comparedWith: null }),
      gone: [...judged.gone, ...judged.settled].map(({ key }) => key),
      carried: new Map(),
      issue: null,
      actor: context.actor,
      counts: {},
      payload: { roster: context.roster.revision },
    },
    context.signal,
  );
}

/** Whether the Notes would say something else. Words alone are no reason: "not used for 91 days" is another text every day. */
function isChanged({ findings }: AuditMemory, { judged }: RereadOpen): boolean {
  if (judged.gone.length + judged.back.length > 0) return true;
  const before = new Map(findings.map(({ finding }) => [finding.key, factsOf(finding)]));
  return judged.there.some((finding) => before.get(finding.key) !== factsOf(finding));
}

function factsOf({ severity, account, person, expected, observed, answers_to, exempt }: Finding): string {
  return canonicalJson({ severity, account, person, expected, observed, answers_to, exempt } as unknown as Json);
}

type ToPublish = Omit<Held, "audit" | "store"> & { memory: AuditMemory; done: RereadOpen };

/** An issue that is not there is not made here: an audit that is published makes it. */
async function refreshNotes(context: Context, of: ToPublish): Promise<void> {
  const { system, memory, done, publish, result } = of;
  const { id: auditId, period } = memory.audit;
  const tracker = context.tracker(system);
  if (!tracker) return;
  const earlier: Earlier = { issue: await tracker.find(auditId, context.signal), error: null };
  if (!earlier.issue) return;
  const options = { system, auditId, period, tracker, earlier, publish, reopen: false };
  const { error, planned, warnings } = await publishAudit(context, done.view, options);
  if (error) result.errors.push(error);
  result.planned.push(...planned);
  result.warnings.push(...warnings);
}
