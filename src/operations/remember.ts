import { carriedInto } from "../core/carry.ts";
import { changesTable, changesText } from "../core/changes-table.ts";
import { changeOf, compareAccounts } from "../core/compare.ts";
import type { Account } from "../model/account.ts";
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

interface Audited {
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

/** Says of each finding whether it was there in an earlier audit, and tells what became of the accounts since. @returns notes */
export function compareWithEarlier(
  context: Context,
  view: AuditView,
  { earlier, audited }: { earlier: StoredSnapshot | null; audited: Audited },
): string[] {
  if (!earlier) return [];
  if (earlier.audit !== audited.auditId) {
    const found = new Map(earlier.findings.map((finding) => [finding.key, finding]));
    for (const finding of view.audit.findings) finding.change = changeOf(finding, found);
  }
  // What was not read would look gone.
  if (view.audit.status !== "complete") return [];
  const before = accountsOf(earlier, { context, system: audited.system });
  if (!before) return [`accounts were not compared: those of ${earlier.takenAt} are kept in a form this version cannot read`];
  const after = view.accounts.map(({ account }) => account);
  const comparison = compareAccounts(before, after);
  const table = changesTable(comparison, earlier.takenAt);
  if (table) view.tables.push(table);
  return [changesText(comparison, earlier)];
}

/** The platform's shapes grow over the years; rows of long ago must not end a run of today. */
function accountsOf(earlier: StoredSnapshot, { context, system }: { context: Context; system: SystemConfig }): Account[] | null {
  try {
    return context.platform(system.platform).normalise(earlier.rows, system).accounts;
  } catch {
    return null;
  }
}

/** Keeps this reading: the audit, what was read, what was found, and that it happened. @returns why it could not */
export async function remember(
  context: Context,
  view: AuditView,
  { recalled, audited, snapshot }: { recalled: Recalled; audited: Audited; snapshot: Snapshot },
): Promise<RollcallError | null> {
  const { store, settled } = recalled;
  if (!store) return null;
  const { status, findings, counts } = view.audit;
  const { error } = await orError(async () => {
    await store.remember(
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
        counts,
        actor: context.actor,
        payload: { roster: context.roster.revision },
      },
      context.signal,
    );
    return nothingRecalled;
  });
  return error;
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
