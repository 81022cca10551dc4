import type { Act, ActItem, FollowUpState } from "../model/follow-up.ts";
import { compareIds, compareText } from "../model/json.ts";
import { compareSeverity, type Severity } from "../model/severity.ts";
import type { Rung } from "./ladder.ts";
import type { RunningClock } from "./running-clock.ts";

/** One finding's next step, or one of the audit as a whole. */
export interface Candidate {
  rung: Rung;
  about: string;
  /** Epoch milliseconds from which it is due. */
  due: number;
  items: (ActItem & { severity: Severity })[];
}

/**
 * The acts of this round from what is due: one for each person and step, listing all of their items, worst first; at most so many
 * people. A round is a day: who had a step in it, or finds it full, waits for the next.
 */
export function roundOf(
  candidates: readonly Candidate[],
  { state, clock, now }: { state: FollowUpState; clock: RunningClock; now: number },
): { acts: Act[]; held: boolean } {
  const today = clock.dayOf(now);
  // Acts of a later day than today: the clock went back. They count, so that going back never gives more.
  const made = state.done.filter(({ at }) => clock.dayOf(Date.parse(at)) >= today);
  const had = new Set(made.map(identityOf));
  const pinged = new Set(made.filter(isPing).map(({ about }) => about));
  const numbers = new Map<string, number>();
  for (const act of state.done) numbers.set(identityOf(act), (numbers.get(identityOf(act)) ?? 0) + 1);
  const groups = grouped(candidates);
  const acts = groups.flatMap((group) => {
    if (had.has(identityOf(group))) return [];
    if (isPing(group) && !pinged.has(group.about) && pinged.size >= state.settings.atMost) return [];
    if (isPing(group)) pinged.add(group.about);
    return [actOf(group, numbers)];
  });
  return { acts, held: acts.length < groups.length };
}

type Group = Pick<Act, "step" | "about" | "to" | "channel" | "notes"> & { due: number; items: Candidate["items"] };

/** Only these make people busy: what the ops manager and the decider hear is a list however many people there are. */
function isPing({ step }: Pick<Act, "step">): boolean {
  return step === "ask" || step === "escalate";
}

function identityOf({ step, about, to }: Pick<Act, "step" | "about" | "to">): string {
  return `${step}:${about}>${[...to].sort().join("+")}`;
}

function grouped(candidates: readonly Candidate[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { rung, about, due, items } of candidates) {
    const { step, to, channel, notes } = rung;
    const identity = identityOf({ step, about, to });
    const group = groups.get(identity);
    if (!group) {
      groups.set(identity, { step, about, to, channel, notes: [...notes], due, items: [...items] });
      continue;
    }
    group.items.push(...items);
    group.due = Math.min(group.due, due);
    group.notes.push(...notes);
  }
  const all = [...groups.values()];
  for (const { items } of all) items.sort(worstItem);
  return all.sort(worstGroup);
}

function worstItem(a: Candidate["items"][number], b: Candidate["items"][number]): number {
  return compareSeverity(a.severity, b.severity) || compareIds(a.ref, b.ref) || compareText(a.key, b.key);
}

/** By the worst item, then who has waited longest; then by name, so that the order of findings decides nothing. */
function worstGroup(a: Group, b: Group): number {
  const [first, second] = [a.items[0]?.severity ?? "low", b.items[0]?.severity ?? "low"];
  return compareSeverity(first, second) || a.due - b.due || compareText(identityOf(a), identityOf(b));
}

function actOf({ due, items, notes, ...group }: Group, numbers: ReadonlyMap<string, number>): Act {
  const identity = identityOf(group);
  return {
    id: `${identity}#${(numbers.get(identity) ?? 0) + 1}`,
    ...group,
    notes: [...new Set(notes)].sort(),
    dueAt: new Date(due).toISOString(),
    items: items.map(({ key, ref, turn, of }) => ({ key, ref, turn, of })),
  };
}
