import type { Answer, Decision } from "../model/answer.ts";
import type { FollowedFinding, FollowUpState, Standing, Turn } from "../model/follow-up.ts";
import { addDays } from "../model/period.ts";
import { toInstant } from "../model/time.ts";
import { type RunningClock, runningClock } from "./running-clock.ts";

/**
 * Where a finding stands, from everything that was seen and said of it, in any order. What the platform shows goes before what
 * anybody says: gone is settled, back is open again, and a "fixed" it does not show yet is only a claim. Time that goes back takes
 * nothing away: only the ends of acceptances are compared with `now`.
 */
export function settle(finding: FollowedFinding, { clock, now }: { clock: RunningClock; now: number }): Standing {
  const events = eventsOf(finding);
  let standing: Standing = { is: "open", turn: { since: null, why: "found", reason: null }, claim: null };
  for (const event of events) standing = after(ended(standing, clock, event.at), event);
  standing = ended(standing, clock, now);
  const { exempt } = finding;
  if (standing.is === "settled" && standing.by !== "accepted") return standing;
  if (exempt && now < endOf(exempt.until, clock))
    return { is: "settled", turn: standing.turn, by: "exempt", at: null, until: exempt.until };
  return standing;
}

/** Where each finding stands, by key. @param now ISO 8601 */
export function settleAll(
  { findings, clock: rules }: Pick<FollowUpState, "findings" | "clock">,
  now: string,
): Map<string, Standing> {
  const clock = runningClock(rules);
  return new Map(findings.map((finding) => [finding.key, settle(finding, { clock, now: Date.parse(now) })]));
}

type Event = { at: number; time: string } & (
  | { what: "gone" | "back" }
  | { what: "answer"; answer: Answer }
  | { what: "decision"; decision: Decision }
);

const order = ["gone", "back", "answer", "decision"];

/** By time; what came at the same moment in an order of its own, so that the order they were given in decides nothing. */
function eventsOf({ sightings, answers, decisions }: FollowedFinding): Event[] {
  const said: Event[] = [
    ...changesOf(sightings),
    ...answers.map((answer) => ({ ...timed(answer.at), what: "answer" as const, answer })),
    ...decisions.map((decision) => ({ ...timed(decision.at), what: "decision" as const, decision })),
  ];
  const rank = (event: Event) => order.indexOf(event.what);
  return said.sort((a, b) => a.at - b.at || rank(a) - rank(b) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function changesOf(sightings: FollowedFinding["sightings"]): Event[] {
  const sorted = [...sightings].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || Number(a.seen) - Number(b.seen));
  let shown = true;
  return sorted.flatMap(({ at, seen }) => {
    if (seen === shown) return [];
    shown = seen;
    return [{ ...timed(at), what: seen ? ("back" as const) : ("gone" as const) }];
  });
}

function timed(time: string): { at: number; time: string } {
  return { at: Date.parse(time), time };
}

function after(standing: Standing, event: Event): Standing {
  switch (event.what) {
    case "gone":
      return { is: "settled", turn: standing.turn, by: byClaim(standing), at: event.time, until: kept(standing) };
    case "back":
      return back(standing, event.time);
    case "answer":
      return answered(standing, event.answer);
    case "decision":
      return decided(standing, event.decision);
  }
}

/** What was accepted and then went away is still accepted if it comes back. */
function kept(standing: Standing): string | null {
  return standing.is === "settled" ? standing.until : null;
}

function back(standing: Standing, time: string): Standing {
  const until = kept(standing);
  if (until !== null) return { is: "settled", turn: standing.turn, by: "accepted", at: time, until };
  return opened(time, "re-granted", null);
}

function answered(standing: Standing, { kind, by, at, reason }: Answer): Standing {
  if (standing.is !== "open") return standing;
  if (kind !== "explain") return { ...standing, claim: kind };
  return { is: "explained", turn: { since: at, why: "explained", reason }, by };
}

function decided(standing: Standing, { kind, at, until, reason }: Decision): Standing {
  const isGone = standing.is === "settled" && standing.by !== "accepted";
  if (kind === "accept")
    return { is: "settled", turn: standing.turn, by: isGone ? standing.by : "accepted", at: isGone ? standing.at : at, until };
  if (kind === "reject") return standing.is === "explained" ? opened(at, "rejected", reason) : standing;
  if (isGone) return { ...standing, until: null };
  return standing.is === "open" ? standing : opened(at, "reopened", reason);
}

function opened(since: string, why: Turn["why"], reason: string | null): Standing {
  return { is: "open", turn: { since, why, reason }, claim: null };
}

function byClaim(standing: Standing): "fixed" | "roster" {
  return standing.is === "open" && standing.claim === "roster" ? "roster" : "fixed";
}

/** An acceptance that has ended opens the finding again, from its first day without. */
function ended(standing: Standing, clock: RunningClock, now: number): Standing {
  if (standing.is !== "settled" || standing.until === null) return standing;
  const end = endOf(standing.until, clock);
  if (now < end) return standing;
  if (standing.by !== "accepted") return { ...standing, until: null };
  return opened(toInstant(end) ?? standing.until, "acceptance-ended", null);
}

function endOf(until: string, clock: RunningClock): number {
  return clock.startOf(addDays(until, 1));
}
