import type { Act, FollowUpState, PlannedAct } from "../model/follow-up.ts";
import { step } from "./follow-up.ts";

/**
 * Everything that would be sent from `from` to `until` (both ISO 8601) if nobody answers and nothing changes, in order: each act at
 * the moment a tick that is never late would make it.
 */
export function plan(state: FollowUpState, { from, until }: { from: string; until: string }): PlannedAct[] {
  const planned: PlannedAct[] = [];
  let then = state;
  for (let now: string | null = from; now !== null && Date.parse(now) <= Date.parse(until); ) {
    const { due, next } = step(then, now);
    for (const act of due) planned.push({ at: now, act });
    then = recorded(then, due, now);
    if (due.length === 0) now = next;
  }
  return planned;
}

/** The state once these acts were made. */
export function recorded(state: FollowUpState, acts: readonly Act[], at: string): FollowUpState {
  if (acts.length === 0) return state;
  const made = acts.map(({ id, step: name, about, to, items }) => ({ id, step: name, about, to, items, at }));
  return { ...state, done: [...state.done, ...made] };
}
