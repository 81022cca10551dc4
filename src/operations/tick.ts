import { step } from "../core/follow-up.ts";
import { runningClock } from "../core/running-clock.ts";
import { settle } from "../core/settle.ts";
import type { RollcallError } from "../model/errors.ts";
import type { Act, FollowUpState, Standing } from "../model/follow-up.ts";
import type { MessageContext } from "../reports/act-message.ts";
import { type Desk, stateOf, write } from "./desk.ts";
import { faultOf } from "./fault.ts";
import { type MadeAct, makeAct } from "./make-act.ts";

export interface Ticked {
  made: MadeAct[];
  /** What could not be made now, and is due still. */
  errors: RollcallError[];
  /** When something comes due next, ISO 8601; `null` = nothing that comes by itself. */
  next: string | null;
}

/** Makes every act that is due, each once. One way that is away keeps nobody waiting on another. */
export async function tick(desk: Desk): Promise<Ticked> {
  const { context } = desk;
  const state = stateOf(desk);
  const ticked: Ticked = { made: [], errors: [], next: null };
  const { due, next } = step(state, context.now);
  const words = due.length > 0 ? messageContext(desk, state) : null;
  const away = new Set<Act["channel"]>();
  for (const act of due) {
    if (!words || away.has(act.channel)) continue;
    try {
      ticked.made.push(await makeAct(desk, act, words));
    } catch (error) {
      ticked.errors.push(faultOf(error, context.signal));
      away.add(act.channel);
    }
  }
  await follow(desk, stateOf(desk));
  // What could not be made is due at once, not when something else comes.
  ticked.next = ticked.errors.length > 0 ? context.now : due.length > 0 ? step(stateOf(desk), context.now).next : next;
  return ticked;
}

/** Everything settled and the manager asked: in review. Something open again: back to following up. */
async function follow(desk: Desk, state: FollowUpState): Promise<void> {
  const from = desk.memory.audit.state;
  if (from !== "following-up" && from !== "in-review") return;
  const isOpen = [...standingsOf(desk, state).values()].some(({ is }) => is !== "settled");
  const isAsked = state.done.some(({ step: name }) => name === "review");
  const to = isOpen || !isAsked ? "following-up" : "in-review";
  if (to === from) return;
  const reason = to === "in-review" ? "everything is settled" : "something is open again";
  await write(desk, { set: { state: to }, events: [{ kind: "state-changed", from, to, reason }] });
}

/** By key. */
export function standingsOf(
  { context }: Pick<Desk, "context">,
  { findings, clock: rules }: FollowUpState,
): Map<string, Standing> {
  const clock = runningClock(rules);
  const now = Date.parse(context.now);
  return new Map(findings.map((finding) => [finding.key, settle(finding, { clock, now })]));
}

/** What the texts of the acts are made from. */
export function messageContext(desk: Desk, state: FollowUpState): MessageContext {
  const { memory, system, contacts } = desk;
  return {
    audit: memory.audit.id,
    name: system.name,
    period: memory.audit.period,
    settings: state.settings,
    findings: new Map(memory.findings.map(({ finding }) => [finding.key, finding])),
    standings: standingsOf(desk, state),
    contacts,
    issueUrl: memory.audit.issue?.url ?? null,
  };
}
