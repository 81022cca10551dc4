import type { Account, Issue, Note, Place, Thread } from "./account.ts";
import type { Door } from "./door.ts";
import { slotAfter } from "./hours.ts";
import { type Line, linesOf } from "./messages.ts";
import type { RosterFolder } from "./roster-folder.ts";
import type { Temperament } from "./temperaments.ts";

/** What somebody did, for whoever tells the story. */
export interface Deed {
  /** ISO 8601. */
  at: string;
  /** Their name. */
  who: string;
  kind: "starts" | "settles" | "explains" | "claims" | "asks" | "decides" | "changes" | "intrudes" | "closes";
  /** What, as the end of a sentence about them. */
  did: string;
  /** Findings it is about. */
  refs: string[];
  issue: Place & { title: string };
}

/** Something somebody comes back for. */
export interface Errand {
  /** ISO 8601. */
  at: string;
  username: string;
  place: Place;
  why: Why;
}

/** `told`: by a direct message. `comment`: of theirs, to be changed or taken back. `sweep`: what is left is done without asking further. */
export type Why =
  | { is: "mail" | "stranger" }
  | { is: "change" | "take-back"; comment: number; thread: string; refs: string[] }
  | { is: "told"; text: string }
  | { is: "sweep"; refs: string[] };

/** What everybody shares. */
export interface Office {
  door: Door;
  roster: RosterFolder;
  /** Folder of rollcall.yaml. */
  folder: string;
  /** Usernames. */
  roles: { auditor: string; opsManager: string; deputy: string };
}

/** Somebody of the company, and what they remember. */
export interface Somebody {
  name: string;
  account: Account;
  temperament: Temperament;
  /** Comments they have read. */
  read: Set<number>;
  /** `project#iid F12`: said once already that it is right as it is. */
  explained: Set<string>;
  /** `project#iid F12`: dealt with. */
  settled: Set<string>;
  /** `project#iid`: they said something there and wait for what comes of it. */
  expects: Set<string>;
}

/** One person in one issue at one time, with all they can see there. */
export class Visit {
  readonly office: Office;
  readonly me: Somebody;
  readonly issue: Issue;
  readonly threads: Thread[];
  readonly lines: Map<string, Line>;
  /** ISO 8601. */
  readonly now: string;
  readonly deeds: Deed[] = [];
  readonly errands: Errand[] = [];

  private constructor(of: Pick<Visit, "office" | "me" | "issue" | "threads" | "now">) {
    this.office = of.office;
    this.me = of.me;
    this.issue = of.issue;
    this.threads = of.threads;
    this.now = of.now;
    this.lines = linesOf(of.issue.description);
  }

  /** `null` where they cannot see the issue. */
  static async to(place: Place, of: Pick<Visit, "office" | "me" | "now">): Promise<Visit | null> {
    const issue = await of.me.account.issue(place);
    return issue && new Visit({ ...of, issue, threads: await of.me.account.threads(place) });
  }

  get isOpsManager(): boolean {
    return this.me.account.username === this.office.roles.opsManager;
  }

  get isAuditor(): boolean {
    return this.me.account.username === this.office.roles.auditor;
  }

  get isDecider(): boolean {
    return this.isOpsManager || this.isAuditor;
  }

  /** Those who carry the audit do what they are asked, whatever their temperament. */
  get isInCharge(): boolean {
    return this.isDecider || this.me.account.username === this.office.roles.deputy;
  }

  /** A finding as they remember it. */
  tag(ref: string): string {
    return `${this.place} ${ref}`;
  }

  get place(): string {
    return `${this.issue.project}#${this.issue.iid}`;
  }

  did(kind: Deed["kind"], did: string, refs: readonly string[] = []): void {
    this.deeds.push({ at: this.now, who: this.me.name, kind, did, refs: [...refs], issue: titled(this.issue) });
  }

  /** They come back after so many looks into their mail. */
  later(looks: number, why: Why): void {
    const { project, iid } = this.issue;
    const { username } = this.me.account;
    this.errands.push({ at: slotAfter(this.now, looks), username, place: { project, iid }, why });
  }

  /** @param thread where it answers something */
  say(lines: readonly string[], thread?: string): Promise<Note | null> {
    return this.me.account.say(this.issue, lines.join("\n\n"), thread);
  }

  /** Usernames who were asked about a finding in this issue. */
  askedAbout(ref: string, isAbout: (note: Note, ref: string) => string[]): string[] {
    return [...new Set(this.threads.flatMap(({ notes }) => notes.flatMap((note) => isAbout(note, ref))))];
  }
}

/** An issue by its place and title, without its text. */
export function titled({ project, iid, title }: Issue): Place & { title: string } {
  return { project, iid, title };
}
