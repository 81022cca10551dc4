import type { CarriedStep, FollowedFinding, FollowUpState, Standing, StepName } from "../model/follow-up.ts";

/** A step that was made for one finding. Times are epoch milliseconds. */
export interface PastStep {
  step: StepName;
  at: number;
  turn: number | null;
  of: string;
}

/** What was made so far, as it is asked for. The order in which it is kept decides nothing. */
export interface Past {
  stepsOf(key: string): readonly PastStep[];
  /** When somebody was last reminded; -Infinity = never. */
  lastReminderTo(email: string): number;
  /** When the manager was last asked for their word on the audit as a whole; `null` = not yet. */
  lastAskedToClose: number | null;
  isCarriedOver: boolean;
}

export function pastOf({ findings, done }: Pick<FollowUpState, "findings" | "done">): Past {
  const steps = new Map<string, PastStep[]>(findings.map(({ key, carried }) => [key, carried.map(timed)]));
  const reminders = new Map<string, number>();
  let lastAskedToClose: number | null = null;
  for (const { step, at, to, items } of done) {
    const time = Date.parse(at);
    for (const { key, turn, of } of items) steps.get(key)?.push(timed({ step, at, turn, of }));
    if (step === "remind") for (const email of to) reminders.set(email, Math.max(time, reminders.get(email) ?? time));
    if (step === "review" || step === "carry-over") lastAskedToClose = Math.max(time, lastAskedToClose ?? time);
  }
  return {
    stepsOf: (key) => steps.get(key) ?? [],
    lastReminderTo: (email) => reminders.get(email) ?? Number.NEGATIVE_INFINITY,
    lastAskedToClose,
    isCarriedOver: done.some(({ step }) => step === "carry-over"),
  };
}

function timed({ step, at, turn, of }: { step: StepName; at: string; turn: string | null; of: string }): PastStep {
  return { step, at: Date.parse(at), turn: turn === null ? null : Date.parse(turn), of };
}

const decidersSteps: readonly StepName[] = ["decide", "decide-late"];

/**
 * The turn a finding's next step belongs to, as written in an act. Steps may speak of a later turn than is known of: the store was
 * rebuilt from the issue, which does not tell when something came back on the platform. Then that turn goes on.
 */
export function turnOf({ key }: Pick<FollowedFinding, "key">, { is, turn }: Standing, past: Past): string | null {
  if (is === "explained") return turn.since;
  let latest = turn.since === null ? Number.NEGATIVE_INFINITY : Date.parse(turn.since);
  let found = turn.since;
  for (const { step, turn: told } of past.stepsOf(key)) {
    if (told === null || told <= latest || decidersSteps.includes(step)) continue;
    latest = told;
    found = new Date(told).toISOString();
  }
  return found;
}

/** What the next audit must know of each finding that is carried into it: every step made for it, here and before, by key. */
export function carriedSteps({ findings, done }: Pick<FollowUpState, "findings" | "done">): Map<string, CarriedStep[]> {
  const steps = new Map<string, CarriedStep[]>(findings.map(({ key, carried }) => [key, [...carried]]));
  for (const { step, at, items } of done) {
    if (step === "review" || step === "carry-over") continue;
    for (const { key, turn, of } of items) steps.get(key)?.push({ step, at, turn, of });
  }
  return steps;
}
