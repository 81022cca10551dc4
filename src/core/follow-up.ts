import type { ActItem, FollowedFinding, FollowUpState, Standing, Step, StepName } from "../model/follow-up.ts";
import { addDays } from "../model/period.ts";
import { type Past, pastOf, turnOf } from "./follow-up-past.ts";
import { type Candidate, roundOf } from "./follow-up-rounds.ts";
import { type Ladder, ladderOf, opsManagerFor, type Rung, reminder } from "./ladder.ts";
import { dayMs, type RunningClock, runningClock } from "./running-clock.ts";
import { settle } from "./settle.ts";

const week = 7 * dayMs;
const never = Number.POSITIVE_INFINITY;

/**
 * The follow-up of one audit at one moment: every outside act that is due and not yet recorded, and when the next one is (DOMAIN
 * §2). Asked again before the acts are recorded it gives the same acts under the same ids; asked after, at an earlier time, or
 * after days without a tick, it repeats nothing and leaves no rung out. @param now ISO 8601
 */
export function step(state: FollowUpState, now: string): Step {
  const tick = tickOf(state, Date.parse(now));
  if (state.closed) return { due: [], next: null };
  const candidates = candidatesOf(tick);
  const running = tick.clock.running(tick.now);
  const isDue = (one: Candidate) => running === tick.now && one.due <= tick.now;
  const { acts, held } = roundOf(candidates.filter(isDue), tick);
  const later = candidates.filter((one) => !isDue(one)).map((one) => Math.max(one.due, running));
  if (held) later.push(tick.clock.running(tick.clock.startOf(addDays(tick.clock.dayOf(tick.now), 1))));
  if (!isOver(tick)) later.push(...endings(tick));
  const next = later.reduce((soonest, at) => (at > tick.now ? Math.min(soonest, at) : soonest), never);
  return { due: acts, next: next < never ? new Date(next).toISOString() : null };
}

/** A step that is to come, or is due, if nothing changes. */
export interface UpcomingStep {
  step: StepName;
  /** ISO 8601; `null` = not within any time that counts. */
  at: string | null;
  items: readonly ActItem[];
}

/** The next step of everything that is open, and of the audit as a whole; empty before the follow-up starts. @param now ISO 8601 */
export function upcoming(state: FollowUpState, now: string): UpcomingStep[] {
  if (state.closed) return [];
  const tick = tickOf(state, Date.parse(now));
  const running = tick.clock.running(tick.now);
  return candidatesOf(tick).map(({ rung, due, items }) => {
    const at = Math.max(due, running);
    return { step: rung.step, at: at < never ? new Date(at).toISOString() : null, items };
  });
}

interface Tick {
  state: FollowUpState;
  clock: RunningClock;
  now: number;
  past: Past;
  /** Standing of each finding, in the order of the findings. */
  standings: Standing[];
  open: { finding: FollowedFinding; standing: Standing }[];
  /** From when on people may be asked; `null` = nobody has said so. */
  start: number | null;
  /** First moment after the period. */
  end: number;
  ladders: Map<string, Ladder>;
}

function tickOf(state: FollowUpState, now: number): Tick {
  const clock = runningClock(state.clock);
  const past = pastOf(state);
  // Where the clock went back, an acceptance that was seen to end has ended.
  const seen = (key: string) => past.stepsOf(key).reduce((latest, { at }) => Math.max(latest, at), now);
  const standings = state.findings.map((finding) => settle(finding, { clock, now: seen(finding.key) }));
  const all = state.findings.map((finding, index) => ({ finding, standing: standings[index] as Standing }));
  const open = all.filter(({ standing }) => standing.is !== "settled");
  const end = clock.startOf(addDays(state.periodEnd, 1));
  return { state, clock, now, past, standings, open, start: startOf(state, clock), end, ladders: new Map() };
}

function startOf({ startedAt, recordedAt, settings }: FollowUpState, clock: RunningClock): number | null {
  if (startedAt !== null) return Date.parse(startedAt);
  return settings.startAfter === null ? null : clock.after(Date.parse(recordedAt), settings.startAfter * dayMs);
}

function isOver({ now, end, past }: Tick): boolean {
  return now >= end || past.isCarriedOver;
}

function isStarted({ start, now }: Tick): boolean {
  return start !== null && start <= now;
}

/** When things will stand otherwise though nobody does anything: acceptances end, and the period. */
function endings({ standings, open, clock, end, start }: Tick): number[] {
  const untils = standings.map((standing) => (standing.is === "settled" && standing.by !== "fixed" ? standing.until : null));
  const ends = [...new Set(untils)].flatMap((until) => (until === null ? [] : [clock.startOf(addDays(until, 1))]));
  const before = start === null ? [] : ends.filter((at) => at < end);
  return [...before, ...(open.length > 0 || before.length > 0 ? [end] : [])].map((at) => clock.running(at));
}

/** Everything that is or comes due as things stand, each with its time. */
function candidatesOf(tick: Tick): Candidate[] {
  const { open, start, past } = tick;
  if (isOver(tick) && (open.length > 0 || past.isCarriedOver)) return past.isCarriedOver ? closing(tick) : [carryOver(tick)];
  if (start === null) return [];
  if (open.length > 0) return open.flatMap(({ finding, standing }) => nextStep(finding, standing, { ...tick, start }));
  const settled = unreviewed(tick);
  return settled.length === 0 && past.lastAskedToClose !== null ? closing(tick) : [review({ ...tick, start }, settled)];
}

type Started = Tick & { start: number };

/** The lowest rung of its turn above all that were climbed; above the last one, the weekly reminder. */
function nextStep(finding: FollowedFinding, standing: Standing, tick: Started): Candidate[] {
  const { past } = tick;
  const ladder = ladderFor(finding, standing, tick);
  const turn = turnOf(finding, standing, past);
  const since = turn === null ? null : Date.parse(turn);
  const climbed = past.stepsOf(finding.key).filter((made) => made.turn === since && made.of === ladder.of);
  const place = ladder.rungs.findLastIndex((rung) => climbed.some(({ step: made }) => made === rung.step)) + 1;
  const isAboveAll = climbed.some(({ step: made }) => made === "remind");
  const rung = (isAboveAll ? undefined : ladder.rungs[place]) ?? ladder.weekly;
  const last = climbed.reduce((latest, { at }) => Math.max(latest, at), since ?? tick.start);
  const due = dueOf(rung, { ...ladder, last: Math.max(last, tick.start) }, tick);
  const { key, ref, severity } = finding;
  return [{ rung, about: aboutOf(rung, ladder), due, items: [{ key, ref, turn, of: ladder.of, severity }] }];
}

/** Ten thousand findings stand on a few hundred ladders. */
function ladderFor(finding: FollowedFinding, standing: Standing, { state, ladders }: Tick): Ladder {
  const same = JSON.stringify([standing.is, finding.owner, finding.subjects]);
  const ladder = ladders.get(same) ?? ladderOf(finding, standing, state);
  ladders.set(same, ladder);
  return ladder;
}

function dueOf(rung: Rung, { last, absences }: Ladder & { last: number }, { clock, past, state }: Tick): number {
  if (rung.step === "remind") return clock.running(nextReminder(rung, last, past));
  return rung.isAfterWait ? clock.after(last, state.settings.wait * dayMs, absences) : clock.running(last);
}

/** Nobody is reminded twice in a week, of whatever. */
function nextReminder({ to }: Rung, last: number, past: Past): number {
  return Math.max(last, ...to.map((email) => past.lastReminderTo(email))) + week;
}

function aboutOf({ step: name, to }: Rung, { of }: Ladder): string {
  return name === "tell" || name === "remind" ? (to[0] ?? of) : of;
}

/** What was settled since the manager was last asked to review. What the file exempts was never followed up. */
function unreviewed({ state, standings, past }: Tick): { finding: FollowedFinding; standing: Standing }[] {
  return state.findings.flatMap((finding, index) => {
    const standing = standings[index] as Standing;
    if (standing.is === "settled" && standing.by === "exempt") return [];
    const turn = turnOf(finding, standing, past);
    const since = turn === null ? null : Date.parse(turn);
    const isReviewed = past.stepsOf(finding.key).some((made) => made.step === "review" && made.turn === since);
    return isReviewed ? [] : [{ finding, standing }];
  });
}

function review(tick: Started, settled: ReturnType<typeof unreviewed>): Candidate {
  const times = settled.map(({ standing }) => (standing.is === "settled" && standing.at ? Date.parse(standing.at) : tick.start));
  const latest = times.reduce((last, at) => Math.max(last, at), tick.start);
  return { ...ofTheWhole("review", tick, settled), due: tick.clock.running(latest) };
}

function carryOver(tick: Tick): Candidate {
  return { ...ofTheWhole("carry-over", tick, tick.open), due: tick.clock.running(tick.end) };
}

/** The manager was asked for their word and has not given it. */
function closing(tick: Tick): Candidate[] {
  const { past, clock } = tick;
  if (!isStarted(tick) || past.lastAskedToClose === null) return [];
  const { about } = ofTheWhole("review", tick, []);
  const rung = reminder(about, tick.state);
  return [{ rung, about, due: clock.running(nextReminder(rung, past.lastAskedToClose, past)), items: [] }];
}

function ofTheWhole(
  name: "review" | "carry-over",
  tick: Tick,
  about: readonly { finding: FollowedFinding; standing: Standing }[],
): Omit<Candidate, "due"> {
  const { state, past } = tick;
  const reviewer = opsManagerFor(
    state.findings.flatMap(({ subjects }) => subjects),
    state,
  );
  const items = about.map(({ finding, standing }) => {
    const { key, ref, severity } = finding;
    return { key, ref, severity, turn: turnOf(finding, standing, past), of: reviewer };
  });
  const rung: Rung = { step: name, to: [reviewer], channel: "issue", isAfterWait: false, notes: [] };
  // Nobody is pinged before the follow-up is started: the period's end is only noted.
  if (!isStarted(tick)) return { rung: { ...rung, to: [], notes: ["not-started"] }, about: reviewer, items };
  return { rung, about: reviewer, items };
}
