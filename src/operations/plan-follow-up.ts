import { plan } from "../core/plan.ts";
import type { PlannedAct } from "../model/follow-up.ts";
import { actText } from "../reports/act-message.ts";
import type { Context } from "./context.ts";
import { atDesk, stateOf } from "./desk.ts";
import { messageContext } from "./tick.ts";

/** What would be sent if nobody answered: the same step, asked ahead. */
export interface Plan {
  audit: string;
  name: string;
  acts: (PlannedAct & { text: string })[];
}

/** @param of.started ids of audits that are planned as if they were started now @param of.until ISO 8601 */
export async function planFollowUp(
  context: Context,
  of: { audits: readonly string[]; until: string; started: readonly string[] },
): Promise<Plan[]> {
  const { now } = context;
  return Promise.all(
    of.audits.map((audit) =>
      atDesk(context, audit, async (desk) => {
        const state = stateOf(desk);
        const from = state.startedAt === null && of.started.includes(audit) ? { ...state, startedAt: now } : state;
        const words = messageContext(desk);
        const acts = plan(from, { from: now, until: of.until }).map(({ at, act }) => ({ at, act, text: actText(act, words) }));
        return { audit, name: desk.system.name, acts };
      }),
    ),
  );
}
