import { checks } from "../checks/index.ts";
import type { Unjudged } from "../checks/run.ts";
import { exemptionFinder } from "../core/exempt.ts";
import { isThere, judgeRecheck, type Rechecked, toldAfter } from "../core/recheck.ts";
import { planReread } from "../core/reread.ts";
import type { SystemConfig } from "../model/config.ts";
import type { Finding } from "../model/finding.ts";
import type { AuditMemory, RememberedFinding } from "../model/memory.ts";
import { dayIn } from "../model/period.ts";
import type { AuditView } from "../model/report.ts";
import type { Reread, Rests } from "../model/rests.ts";
import type { Scene } from "../model/scene.ts";
import type { Source } from "../model/source.ts";
import type { Connection } from "../platforms/platform.ts";
import type { Store } from "../store/store.ts";
import type { Context } from "./context.ts";
import { deriveAudit } from "./derive-audit.ts";
import { type Base, connectTo, costsOf, type Overlay, type RereadSnapshot, rereadListings } from "./reread-listings.ts";

export type LastRead = Omit<NonNullable<Awaited<ReturnType<Store["lastRead"]>>>, "last">;

export interface ToRecheck {
  memory: AuditMemory;
  /** `null` where no rows of it are kept any more: then everything is read. */
  read: LastRead | null;
}

export interface RereadOpen {
  /** The audit as it is now: kept rows, with what was read again laid over them. */
  view: AuditView;
  scene: Scene;
  snapshot: RereadSnapshot;
  reread: Reread[];
  judged: Rechecked;
}

/**
 * Reads again what the findings of an audit rest on, and nothing else, and judges them with today's roster, configuration and
 * exemptions. Those that are gone are looked at as well: what was granted again is back. Exempt ones are settled, and are not.
 * @param context its exemptions are those that hold today, decisions too @returns `null` where there is nothing to look at
 */
export async function rereadOpen(context: Context, system: SystemConfig, of: ToRecheck): Promise<RereadOpen | null> {
  const open = openOf(context, system, of.memory.findings);
  if (open.length === 0) return null;
  const connection = connectTo(context, system);
  const base = baseOf(of.read);
  const rests = restsOf(context, { system, connection, base, open });
  const plan = of.read ? planReread(rests.values(), costsOf(connection, base.sources)) : everything(connection);
  const overlay = await rereadListings(context, { system, connection, plan, base });
  return judged(context, { system, memory: of.memory, open, rests, overlay, plan });
}

function openOf(context: Context, system: SystemConfig, findings: readonly RememberedFinding[]): RememberedFinding[] {
  const { exemptions, roster, config, now } = context;
  const exemptionOf = exemptionFinder({ exemptions, roster, system: system.id, today: dayIn(now, config.timeZone) });
  return findings.filter(({ finding }) => exemptionOf(finding) === null);
}

/** What was read, as it stands. */
export function baseOf(read: LastRead | null): Base {
  if (!read) return { rows: { of: () => [] }, sources: [] };
  const at = read.takenAt;
  const more = { query: "", startedAt: at, finishedAt: at, notFound: false, refused: false };
  return { rows: read.rows, sources: read.sources.map((source): Source => ({ ...more, ...source })) };
}

function everything({ listings }: Connection): Reread[] {
  return listings.map(({ name }) => ({ source: name, subjects: null }));
}

interface Resting {
  system: SystemConfig;
  connection: Connection;
  base: Base;
  open: readonly RememberedFinding[];
}

/** What each finding rests on, by key. What the platform says it has no such thing of is not asked for again. */
function restsOf(context: Context, { system, connection, base, open }: Resting): Map<string, Rests> {
  const platform = context.platform(system.platform);
  const facts = platform.facts(system);
  const listed = new Set(connection.listings.map(({ name }) => name));
  const absent = new Set(base.sources.filter(({ status }) => status === "absent").map(({ name }) => name));
  const needed = (finding: Finding): string[] => {
    const needs = checks.find(({ id }) => id === finding.check)?.needs ?? [];
    const all = new Set([...needs.flatMap((need) => facts[need]?.sources ?? []), finding.source]);
    return [...all].filter((name) => listed.has(name) && !absent.has(name));
  };
  const whole = (_: Finding, sources: readonly string[]): Rests => new Map(sources.map((name) => [name, "whole"]));
  const narrow = base.sources.length > 0 ? (platform.restsOn?.(base.rows, system) ?? whole) : whole;
  return new Map(open.map(({ finding }) => [finding.key, narrow(finding, needed(finding))]));
}

interface Looked {
  system: SystemConfig;
  memory: AuditMemory;
  open: readonly RememberedFinding[];
  rests: ReadonlyMap<string, Rests>;
  overlay: Overlay;
  plan: Reread[];
}

function judged(context: Context, of: Looked): RereadOpen {
  const { system, memory, open, overlay, plan } = of;
  const { rows, sources, snapshot } = overlay;
  const verdict: { judged: Rechecked | null } = { judged: null };
  const told = (found: readonly Finding[], unjudged: Unjudged): Finding[] => {
    const byKey = new Map(found.map((finding) => [finding.key, finding]));
    const now = judgeRecheck({ remembered: open, found: byKey, unseen: (finding) => unseen(finding, { ...of, unjudged }) });
    verdict.judged = now;
    return toldAfter([...now.there, ...untouched(of, byKey)], now.unlooked, open);
  };
  const earlierRefs = new Map(memory.findings.map(({ finding }) => [finding.key, finding.ref]));
  const { view, scene } = deriveAudit(context, { system, rows, sources: [...sources], earlierRefs, told });
  if (!verdict.judged) throw new Error("nothing was judged");
  const { gone, settled } = verdict.judged;
  view.audit.state = memory.audit.state;
  view.audit.issue = memory.audit.issue;
  view.audit.resolved = [...gone, ...settled].map(({ key }) => ({ key }));
  return { view, scene, snapshot, reread: plan, judged: verdict.judged };
}

/** Exempt findings that were there: as they are shown now, else as they were. */
function untouched({ memory, open }: Looked, found: ReadonlyMap<string, Finding>): Finding[] {
  const looked = new Set(open.map(({ finding }) => finding.key));
  return memory.findings.flatMap((one) => {
    const { key, ref, change } = one.finding;
    if (looked.has(key) || !isThere(one)) return [];
    return [{ ...(found.get(key) ?? one.finding), ref, change }];
  });
}

/** Why nobody can tell whether a finding is there; `null` = everything it rests on was looked at. */
function unseen({ key, check }: Finding, { rests, overlay, unjudged }: Looked & { unjudged: Unjudged }): string | null {
  const sources = [...(rests.get(key) ?? [])];
  for (const [source] of sources) {
    const reason = overlay.unread.get(source);
    if (reason !== undefined) return `${source} could not be read: ${reason}`;
  }
  if (sources.length === 0) return "nothing it rests on is read any more";
  if (!unjudged.listed.has(check)) return "the check is off, or has no meaning here any more";
  const blind = unjudged.blind.get(check);
  if (blind !== undefined) return blind;
  return unjudged.keys.has(key) ? "the platform gave no signal" : null;
}
