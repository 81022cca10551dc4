import type { Deed } from "../../simulators/people/visit.ts";
import type { FollowedAudit, FollowUpReport } from "../../src/model/follow-up-report.ts";

/** One command line, executed. */
export type Run = (args: readonly string[]) => Promise<{ code: number | null; stdout: string; stderr: string }>;

/** Who acts in the company, and when. */
export interface Actors {
  hear(): Promise<void>;
  next(): string | null;
  act(now: string): Promise<Deed[]>;
}

export interface Stage {
  run: Run;
  actors: Actors;
  /** Sets the time the simulators tell. */
  setClock(now: string): Promise<void>;
  /** When it begins, ISO 8601. */
  start: string;
  /** Days after which it is given up. */
  days: number;
  tell: Teller;
}

/** What the story is made of; each at its time. */
export interface Teller {
  audited(at: string, audits: readonly { name: string; findings: number }[]): void;
  rechecked(at: string, audits: readonly Rechecked[]): void;
  deeds(deeds: readonly Deed[]): void;
  followed(at: string, audits: readonly FollowedAudit[]): void;
  /** A command that went wrong; the story goes on. */
  trouble(at: string, words: string): void;
}

/** One audit of `rollcall recheck --format json`, as far as the story tells it. */
export interface Rechecked {
  audit: string;
  name: string;
  fixed: { ref: string }[];
  back: { ref: string }[];
  open: { ref: string }[];
}

/** How it ended. */
export interface Played {
  /** Last round of each audit. */
  audits: FollowedAudit[];
  /** Every act that was made, with its audit and time. */
  acts: { audit: string; at: string; act: FollowedAudit["made"][number] }[];
  /** By audit, ISO 8601. */
  startedAt: Map<string, string>;
  endedAt: Map<string, string>;
}

const ended: readonly string[] = ["closed", "waived", "cancelled"];

/** Hour of the night at which everything open is read again. */
const nightly = 2;

/**
 * Plays the company's audits from due time to due time: whoever acts next acts, be it Rollcall, somebody of the company, or the
 * nightly recheck. Rollcall is only ever called by its command line. @throws where a command cannot be executed at all
 */
export async function play(stage: Stage): Promise<Played> {
  const story = new Story(stage);
  await story.open();
  const end = new Date(Date.parse(stage.start) + stage.days * 86_400_000).toISOString();
  for (let now = story.next(stage.start); now <= end && !story.isOver(); now = story.next(now)) await story.turn(now);
  return story.played;
}

class Story {
  readonly #stage: Stage;
  readonly played: Played = { audits: [], acts: [], startedAt: new Map(), endedAt: new Map() };

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  isOver(): boolean {
    return this.played.audits.length > 0 && this.played.audits.every(({ state }) => ended.includes(state));
  }

  async open(): Promise<void> {
    const { start, setClock, tell, actors } = this.#stage;
    await setClock(start);
    const report = (await this.#command(start, ["audit"])) as AuditReport | null;
    tell.audited(start, report?.audits.map(({ system, findings }) => ({ name: system, findings: findings.length })) ?? []);
    await this.#follow(start, []);
    await actors.hear();
  }

  /** The first moment after `now` at which anything happens, ISO 8601. */
  next(now: string): string {
    const due = this.played.audits.flatMap(({ next, state }) => (next !== null && !ended.includes(state) ? [next] : []));
    const people = this.#stage.actors.next();
    const all = [nightAfter(now), ...due, ...(people === null ? [] : [people])].map((at) => new Date(at).toISOString());
    // What was due and could not be made is tried at the next moment, not at this one again.
    return all.filter((at) => at > now).reduce((first, at) => (at < first ? at : first));
  }

  async turn(now: string): Promise<void> {
    const { setClock, actors, tell } = this.#stage;
    await setClock(now);
    const isNight = now === nightAfter(before(now));
    if (isNight) await this.#recheck(now);
    const deeds = await actors.act(now);
    tell.deeds(deeds);
    await this.#follow(now, isNight ? [] : this.#concerned(now, deeds));
    await actors.hear();
  }

  /** Audits in whose issues somebody did something, and those that come due; nobody else's would change. */
  #concerned(now: string, deeds: readonly Deed[]): string[] {
    const isTouched = ({ issue }: FollowedAudit) =>
      issue !== null && deeds.some(({ issue: at }) => issue.url.endsWith(`/${at.project}/-/issues/${at.iid}`));
    const isDue = ({ next }: FollowedAudit) => next !== null && new Date(next).toISOString() <= now;
    return this.played.audits
      .filter((one) => !ended.includes(one.state) && (isTouched(one) || isDue(one)))
      .map(({ audit }) => audit);
  }

  async #recheck(now: string): Promise<void> {
    const report = (await this.#command(now, ["recheck"])) as { audits: Rechecked[] } | null;
    if (report) this.#stage.tell.rechecked(now, report.audits);
  }

  /** @param audits none = all that are not ended */
  async #follow(now: string, audits: readonly string[]): Promise<void> {
    const report = (await this.#command(now, ["follow-up", ...audits])) as FollowUpReport | null;
    for (const one of report?.audits ?? []) this.#note(now, one);
    this.#stage.tell.followed(now, report?.audits ?? []);
  }

  #note(now: string, one: FollowedAudit): void {
    const { audits, acts, startedAt, endedAt } = this.played;
    const at = audits.findIndex(({ audit }) => audit === one.audit);
    if (at < 0) audits.push(one);
    else audits[at] = one;
    for (const act of one.made) acts.push({ audit: one.audit, at: now, act });
    if (one.state !== "draft" && !startedAt.has(one.audit)) startedAt.set(one.audit, now);
    if (ended.includes(one.state) && !endedAt.has(one.audit)) endedAt.set(one.audit, now);
  }

  /** @returns what it printed; `null` where it printed nothing */
  async #command(now: string, args: readonly string[]): Promise<unknown> {
    const { code, stdout, stderr } = await this.#stage.run([...args, "--format", "json", "--now", now]);
    if (code !== 0) this.#stage.tell.trouble(now, `rollcall ${args.join(" ")} ended with ${code}: ${lastLines(stderr)}`);
    return stdout === "" ? null : JSON.parse(stdout);
  }
}

interface AuditReport {
  audits: { system: string; findings: unknown[] }[];
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-4).join(" ");
}

function before(now: string): string {
  return new Date(Date.parse(now) - 1).toISOString();
}

function nightAfter(now: string): string {
  const night = new Date(now);
  night.setUTCHours(nightly, 0, 0, 0);
  if (night.toISOString() <= now) night.setUTCDate(night.getUTCDate() + 1);
  return night.toISOString();
}
