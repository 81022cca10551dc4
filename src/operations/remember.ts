import { carriedInto } from "../core/carry.ts";
import type { Basis } from "../model/basis.ts";
import type { SystemConfig } from "../model/config.ts";
import { RollcallError } from "../model/errors.ts";
import type { AuditState } from "../model/event.ts";
import type { AuditView, IssueLink } from "../model/report.ts";
import type { Store, StoredSnapshot } from "../store/store.ts";
import type { Context } from "./context.ts";
import type { Snapshot } from "./read-system.ts";
import { nothingSettled, recallSettled, type Settled } from "./recall-decisions.ts";

/** What is remembered of a system from before, or why it could not be asked for. `store: null`: this run remembers nothing. */
export interface Recalled {
  store: Store | null;
  earlier: StoredSnapshot | null;
  settled: Settled;
  error: RollcallError | null;
}

export const nothingRecalled: Recalled = { store: null, earlier: null, settled: nothingSettled, error: null };

export interface Audited {
  system: SystemConfig;
  auditId: string;
  period: string;
}

/** The store, or why it could not be opened; both null = this run is not to remember anything. */
export interface Opened {
  store: Store | null;
  error: RollcallError | null;
}

/** Works on an audit while nobody else does. A store that is away must not lose the reading: then it goes on without. */
export async function alone<T>(context: Context, auditId: string, work: (opened: Opened) => Promise<T>): Promise<T> {
  let begun: Promise<T> | null = null;
  try {
    const store = await context.store();
    return await store.locked(auditId, context.signal, () => {
      begun = work({ store, error: null });
      return begun;
    });
  } catch (error) {
    // What was done is done, though the lock was lost meanwhile.
    if (begun) return begun;
    return work({ store: null, error: troubleOf(error) });
  }
}

/** Fetches what this audit is compared with, and what was settled before. */
export async function recall(
  context: Context,
  { system, auditId }: Audited,
  { store, error: trouble }: Opened,
): Promise<Recalled> {
  if (!store) return { ...nothingRecalled, error: trouble };
  return orError(async () => {
    const [earlier, settled] = await Promise.all([
      store.lastComplete({ system: system.id, audit: auditId, until: context.now }),
      recallSettled(context, { system, auditId, store }),
    ]);
    return { store, earlier, settled, error: null };
  });
}

/** Keeps this reading: the audit, what was read, what was found, and that it happened. @returns its number, or why it could not */
export async function remember(
  context: Context,
  view: AuditView,
  { recalled, audited, snapshot, basis }: { recalled: Recalled; audited: Audited; snapshot: Snapshot; basis: Basis },
): Promise<{ n: number | null; error: RollcallError | null }> {
  const { store, settled } = recalled;
  if (!store) return { n: null, error: null };
  const { status, findings, counts } = view.audit;
  try {
    const n = await store.remember(
      {
        audit: { id: audited.auditId, system: audited.system.id, period: audited.period },
        takenAt: context.now,
        scope: "whole",
        gone: view.audit.resolved.map(({ key }) => key),
        carried: carriedInto(findings, settled),
        issue: view.audit.issue,
        status,
        sources: snapshot.sources,
        pieces: (source) => snapshot.rows.pieces(source),
        findings,
        basis,
        counts,
        actor: context.actor,
        payload: { roster: context.roster.revision },
      },
      context.signal,
    );
    return { n, error: null };
  } catch (error) {
    return { n: null, error: troubleOf(error) };
  }
}

async function orError(act: () => Promise<Recalled>): Promise<Recalled> {
  try {
    return await act();
  } catch (error) {
    return { ...nothingRecalled, error: troubleOf(error) };
  }
}

/** @throws what is no trouble of the store */
function troubleOf(error: unknown): RollcallError {
  if (error instanceof RollcallError && error.actor !== "interrupted") return error;
  throw error;
}

/** Opens an ended audit again: where people were asked they are asked on. @returns the state it is in now */
export async function reopened(
  context: Context,
  { store }: Recalled,
  { audit, from }: { audit: string; from: AuditState },
): Promise<AuditState> {
  if (!store) return from;
  const memory = await store.memory(audit);
  const isStarted = memory?.events.some(({ kind }) => kind === "follow-up-started") ?? false;
  const to = isStarted ? "following-up" : "draft";
  const events = [{ kind: "state-changed" as const, from, to, reason: "opened again" }] as const;
  await store.change(audit, { at: context.now, actor: context.actor, set: { state: to }, events });
  return to;
}

/** Keeps where the audit's issue is: a link that is new, or was moved. @returns why it could not */
export async function rememberIssue(
  context: Context,
  { audit, issue, store }: { audit: string; issue: IssueLink | null; store: Store | null },
): Promise<RollcallError | null> {
  if (!store || !issue) return null;
  const { error } = await orError(async () => {
    await store.change(audit, { at: context.now, actor: context.actor, set: { issue } });
    return nothingRecalled;
  });
  return error;
}
