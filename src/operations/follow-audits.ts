import { RollcallError } from "../model/errors.ts";
import type { AuditState } from "../model/event.ts";
import { endedStates } from "../model/event.ts";
import type { StoredAudit } from "../model/memory.ts";
import type { IssueLink } from "../model/report.ts";
import { closeAsAsked } from "./close-audit.ts";
import type { Context } from "./context.ts";
import { atDesk, type Desk, write } from "./desk.ts";
import { faultOf } from "./fault.ts";
import type { MadeAct } from "./make-act.ts";
import { reconcile } from "./reconcile.ts";
import { runAudits } from "./run-audits.ts";
import { startWhenDue } from "./start-follow-up.ts";
import { takeAnswers } from "./take-answers.ts";
import { takeBoxes } from "./take-boxes.ts";
import { tellUnseen } from "./tell-unseen.ts";
import { tick } from "./tick.ts";

/** One audit's round of the follow-up. */
export interface Followed {
  audit: string;
  /** "Zendesk Global". */
  name: string;
  state: AuditState;
  issue: IssueLink | null;
  made: MadeAct[];
  /** Answers and decisions taken from the issue. */
  taken: { ref: string; kind: string; by: string | null }[];
  /** What was said back, and to whom. */
  refused: { by: string | null; why: string[] }[];
  /** When something comes due next, ISO 8601; `null` = nothing that comes by itself. */
  next: string | null;
  /** What went wrong; the rest stands, and it is tried again in the next round. */
  errors: RollcallError[];
}

/**
 * Carries audits on: reads their issues, takes what was said, pings who is due, closes what its reviewer closes. Side by side; one
 * that fails never stops another. @param audits ids; null = every one that is not ended @throws interrupted
 */
export async function followAudits(context: Context, of: { audits: readonly string[] | null }): Promise<Followed[]> {
  const store = await context.store();
  const stored = of.audits === null ? await store.audits({ ended: false }) : await chosen(context, of.audits);
  return Promise.all(stored.map((audit) => followAlone(context, audit)));
}

async function chosen(context: Context, ids: readonly string[]): Promise<StoredAudit[]> {
  const known = new Map((await (await context.store()).audits({})).map((audit) => [audit.id, audit]));
  return ids.flatMap((id) => known.get(id) ?? []);
}

async function followAlone(context: Context, audit: StoredAudit): Promise<Followed> {
  const followed = followedOf(context, audit);
  try {
    const isStale = await atDesk(context, audit.id, (desk) => round(desk, followed));
    // Signing needs listings of these days: they are read again, and what was asked for is done with them.
    if (isStale) await withFreshListings(context, audit, followed);
  } catch (error) {
    followed.errors.push(faultOf(error, context.signal));
  }
  return followed;
}

function followedOf({ config }: Context, { id, system, state, issue }: StoredAudit): Followed {
  const name = config.systems.find((one) => one.id === system)?.name ?? system;
  return { audit: id, name, state, issue, made: [], taken: [], refused: [], next: null, errors: [] };
}

/** @returns whether somebody may close it once its listings are read again */
async function round(desk: Desk, followed: Followed): Promise<boolean> {
  try {
    await reconcile(desk);
    if (endedStates.includes(desk.memory.audit.state)) return false;
    followed.taken.push(...(await takeBoxes(desk)));
    const answers = await takeAnswers(desk);
    followed.taken.push(...answers.taken);
    followed.refused.push(...answers.refused);
    await startWhenDue(desk);
    await tellUnseen(desk);
    const closing = await closeAsAsked(desk, answers.closes);
    if (closing.refused.length > 0) followed.refused.push({ by: null, why: closing.refused });
    if (closing.stale || endedStates.includes(desk.memory.audit.state)) return closing.stale;
    const ticked = await tick(desk);
    followed.made.push(...ticked.made);
    followed.errors.push(...ticked.errors);
    followed.next = ticked.next;
    if (ticked.next !== desk.memory.audit.dueAt) await write(desk, { set: { dueAt: ticked.next } });
    return false;
  } finally {
    followed.state = desk.memory.audit.state;
    followed.issue = desk.issue?.link ?? desk.memory.audit.issue;
  }
}

async function withFreshListings(context: Context, audit: StoredAudit, followed: Followed): Promise<void> {
  const system = context.config.systems.find(({ id }) => id === audit.system);
  if (!system) return;
  const run = await runAudits(context, [system], { publish: "yes", reopen: false, period: audit.period });
  followed.errors.push(...run.faults.map(({ error }) => error), ...run.errors.map(({ error }) => error));
  if (run.faults.length > 0) return;
  const isStale = await atDesk(context, audit.id, (desk) => round(desk, followed));
  if (isStale) {
    followed.errors.push(
      new RollcallError(
        "later",
        `${audit.id} cannot be closed: its listings are too old and could not be read again`,
        "run rollcall audit, and close it then",
      ),
    );
  }
}
