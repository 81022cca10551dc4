import { auditParts } from "../core/audit-name.ts";
import { isInCharge } from "../core/may-decide.ts";
import type { AuditState } from "../model/event.ts";
import { endedStates } from "../model/event.ts";
import { cancelAudit, closeAudit } from "./close-audit.ts";
import type { Context } from "./context.ts";
import type { Speaker } from "./decide.ts";
import { atDesk } from "./desk.ts";
import { reconcile } from "./reconcile.ts";
import { runAudits } from "./run-audits.ts";
import { takeAnswers } from "./take-answers.ts";
import { takeBoxes } from "./take-boxes.ts";

export interface Ended {
  state: AuditState;
  /** What was signed. */
  sentence: string | null;
  /** Why it is not ended, a sentence each; empty = it is. */
  why: string[];
}

interface Wish {
  speaker: Speaker;
  reason: string | null;
  cancel: boolean;
}

/** Ends an audit by the word of somebody outside the issue. Listings that are too old are read again first. */
export async function endAudit(context: Context, audit: string, wish: Wish): Promise<Ended> {
  const first = await attempt(context, audit, wish);
  if (first !== "stale") return first;
  const { system, period } = auditParts(audit);
  const systems = context.config.systems.filter(({ id }) => id === system);
  await runAudits(context, systems, { publish: "yes", reopen: false, period });
  const second = await attempt(context, audit, wish);
  if (second !== "stale") return second;
  return { state: "in-review", sentence: null, why: ["Its listings are too old, and could not be read again."] };
}

async function attempt(context: Context, audit: string, { speaker, reason, cancel }: Wish): Promise<Ended | "stale"> {
  return atDesk(context, audit, async (desk) => {
    await reconcile(desk);
    const { state } = desk.memory.audit;
    if (endedStates.includes(state)) return { state, sentence: null, why: [`${audit} is ${state} already.`] };
    const { email, actor } = speaker;
    if (cancel) {
      if (!isInCharge(email, context.config))
        return {
          state,
          sentence: null,
          why: [`${email} may not cancel it: only the auditor and the Support Operations Manager do.`],
        };
      await cancelAudit(desk, { reason: reason ?? "", actor });
      return { state: "cancelled", sentence: null, why: [] };
    }
    // What was said until now counts.
    await takeBoxes(desk);
    await takeAnswers(desk);
    const closed = await closeAudit(desk, { by: email, reason, actor });
    if (closed.ended === "stale") return "stale";
    if (closed.ended === "refused") return { state, sentence: null, why: closed.why };
    return { state: closed.ended, sentence: closed.review.sentence, why: [] };
  });
}
