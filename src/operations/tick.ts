import { step } from "../core/follow-up.ts";
import type { RollcallError } from "../model/errors.ts";
import type { Act } from "../model/follow-up.ts";
import type { MessageContext } from "../reports/act-message.ts";
import { type Desk, standingsOf, stateOf, write } from "./desk.ts";
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
  const ticked: Ticked = { made: [], errors: [], next: null };
  const { due, next } = step(stateOf(desk), context.now);
  const words = due.length > 0 ? messageContext(desk) : null;
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
  await follow(desk);
  // What could not be made is due at once, not when something else comes.
  ticked.next = ticked.errors.length > 0 ? context.now : due.length > 0 ? step(stateOf(desk), context.now).next : next;
  return ticked;
}

/** Everything settled and the manager asked: in review. Something open again: back to following up. */
async function follow(desk: Desk): Promise<void> {
  const from = desk.memory.audit.state;
  if (from !== "following-up" && from !== "in-review") return;
  const isOpen = [...standingsOf(desk).values()].some(({ is }) => is !== "settled");
  const isAsked = stateOf(desk).done.some(({ step: name }) => name === "review");
  const to = isOpen || !isAsked ? "following-up" : "in-review";
  if (to === from) return;
  const reason = to === "in-review" ? "everything is settled" : "something is open again";
  await write(desk, { set: { state: to }, events: [{ kind: "state-changed", from, to, reason }] });
}

/** What the texts of the acts are made from. */
export function messageContext(desk: Desk): MessageContext {
  const { memory, system, contacts } = desk;
  return {
    audit: memory.audit.id,
    name: system.name,
    period: memory.audit.period,
    settings: stateOf(desk).settings,
    findings: new Map(memory.findings.map(({ finding }) => [finding.key, finding])),
    standings: standingsOf(desk),
    contacts,
    issueUrl: memory.audit.issue?.url ?? null,
  };
}
