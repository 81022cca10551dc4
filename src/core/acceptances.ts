import type { Decision } from "../model/answer.ts";
import type { Said } from "../model/event.ts";
import { compareText } from "../model/json.ts";

export interface Acceptance {
  audit: string;
  key: string;
  decision: Decision;
}

/**
 * The acceptances that hold on a day, newest first. Of what was said in one place (a comment, a box) the last word counts: it may have
 * been edited, or deleted. Of the decisions on one finding the last counts, in whichever audit it was made: a reopening or rejection
 * ends an acceptance, a later one takes its place.
 * @param said of each audit in the order it was recorded @param today YYYY-MM-DD
 */
export function acceptancesOf(said: readonly { audit: string; said: Said }[], today: string): Acceptance[] {
  const bySource = new Map(said.map((one) => [JSON.stringify([one.audit, one.said.source]), one]));
  const byKey = new Map<string, Acceptance>();
  for (const { audit, said: word } of bySource.values()) {
    for (const { key, decision } of word.decisions) {
      const other = byKey.get(key);
      if (!other || isAfter(decision, other.decision)) byKey.set(key, { audit, key, decision });
    }
  }
  const holding = [...byKey.values()].filter(({ decision }) => holds(decision, today));
  return holding.sort((a, b) => timeOf(b.decision) - timeOf(a.decision) || compareText(a.key, b.key));
}

function holds({ kind, until }: Decision, today: string): boolean {
  return kind === "accept" && until !== null && today <= until;
}

const kinds: readonly Decision["kind"][] = ["accept", "reject", "reopen"];

/** At the same moment whatever ends an acceptance is the later: nothing is accepted in doubt. Then the shorter one. */
function isAfter(a: Decision, b: Decision): boolean {
  const order =
    timeOf(a) - timeOf(b) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || compareText(b.until ?? "", a.until ?? "");
  return order > 0;
}

function timeOf({ at }: Decision): number {
  return Date.parse(at);
}
