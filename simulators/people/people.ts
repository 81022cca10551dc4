import { join } from "node:path";
import { Account } from "./account.ts";
import { thinkAgain } from "./answering.ts";
import { type DirectMessage, Door, type Mail } from "./door.ts";
import { slotAfter } from "./hours.ts";
import { sweep } from "./leading.ts";
import { heedMessage, readOn } from "./reading.ts";
import { RosterFolder } from "./roster-folder.ts";
import { patience, temperamentOf } from "./temperaments.ts";
import { type Deed, type Errand, type Office, type Somebody, titled, Visit } from "./visit.ts";

export interface PeopleOptions {
  /** Address of the simulators' control. */
  control: string;
  /** Folder of rollcall.yaml, with the roster as files in `roster`. */
  folder: string;
  gitlab: { url: string; tokens: readonly { username: string; value: string }[] };
  /** E-mails. */
  roles: { auditor: string; opsManager: string; deputy: string };
  /** Project in which somebody who is not asked says something. */
  project: string;
  /** When the story begins, ISO 8601. */
  now: string;
}

/** A colleague nobody asks, and who may see the issues. */
const stranger = "robincastellanos";

/** How many drafts the auditor goes through between two looks into the mail. */
const draftsAtOnce = 3;

/**
 * The people of the simulated company. They know what GitLab mails them and what they can read there with tokens of their own, and
 * act by comments, boxes, their platforms' admin pages and the roster's files. Who they are decides what they do; nothing is random.
 */
export class People {
  readonly #office: Office;
  readonly #everybody: ReadonlyMap<string, Somebody>;
  /** By e-mail. */
  readonly #usernames: ReadonlyMap<string, string>;
  #errands: Errand[];
  #heard = 0;
  #told = 0;
  #drafts = 0;

  constructor(options: PeopleOptions) {
    const roster = new RosterFolder(join(options.folder, "roster"));
    const colleagues = roster
      .people()
      .flatMap(({ name, email, gitlab }) => (gitlab ? [{ name, email, username: gitlab.username }] : []));
    this.#usernames = new Map(colleagues.map(({ email, username }) => [email, username]));
    const usernameOf = (email: string) => this.#usernames.get(email) ?? "";
    const { auditor, opsManager, deputy } = options.roles;
    const roles = { auditor: usernameOf(auditor), opsManager: usernameOf(opsManager), deputy: usernameOf(deputy) };
    this.#office = { door: new Door(options.control), roster, folder: options.folder, roles };
    this.#everybody = new Map(colleagues.flatMap((one) => somebody(one, options)));
    const place = { project: options.project, iid: 0 };
    this.#errands = [{ at: slotAfter(options.now, 5), username: stranger, place, why: { is: "stranger" } }];
  }

  /** Sees what GitLab has mailed since it was asked last, and plans who looks into which issue when. */
  async hear(): Promise<void> {
    const mail = await this.#office.door.mail();
    const fresh = mail.slice(this.#heard);
    for (const one of fresh) this.#plan(one);
    await this.#planDrafts(fresh);
    this.#heard = mail.length;
    const messages = await this.#office.door.directMessages();
    for (const one of messages.slice(this.#told)) this.#planTold(one);
    this.#told = messages.length;
  }

  /** When somebody acts next, ISO 8601; `null` = nobody has anything to do. */
  next(): string | null {
    return this.#errands.reduce<string | null>((first, { at }) => (first === null || at < first ? at : first), null);
  }

  /** Everything people do until a moment, in its order. @param now ISO 8601 */
  async act(now: string): Promise<Deed[]> {
    const deeds: Deed[] = [];
    const due = this.#errands.filter(({ at }) => at <= now).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    this.#errands = this.#errands.filter(({ at }) => at > now);
    for (const errand of due) deeds.push(...(await this.#run(errand, now)));
    return deeds;
  }

  #plan({ username, reason, issue: place, at }: Mail): void {
    const who = this.#everybody.get(username);
    if (!who) return;
    const isExpected = who.expects.has(`${place.project}#${place.iid}`);
    if (reason !== "mentioned" && !isExpected) return;
    this.#add({ at: slotAfter(at, this.#looks(who)), username, place, why: { is: "mail" } });
  }

  /** The auditor goes through new audits by their titles, a few at a time: which was made first is chance. */
  async #planDrafts(mail: readonly Mail[]): Promise<void> {
    const { auditor } = this.#office.roles;
    const me = this.#everybody.get(auditor);
    const own = mail.filter(({ reason, username }) => reason === "assigned" && username === auditor);
    const read = await Promise.all(own.map(async ({ issue, at }) => ({ at, issue: await me?.account.issue(issue) })));
    const drafts = read
      .flatMap(({ at, issue }) => (issue ? [{ at, issue }] : []))
      .sort((a, b) => (a.issue.title < b.issue.title ? -1 : 1));
    for (const { at, issue } of drafts) {
      this.#drafts += 1;
      const { project, iid } = issue;
      const looks = Math.ceil(this.#drafts / draftsAtOnce);
      this.#add({ at: slotAfter(at, looks), username: auditor, place: { project, iid }, why: { is: "mail" } });
    }
  }

  /** A direct message names the issue it is about by its address. */
  #planTold({ to, text, at }: DirectMessage): void {
    const username = this.#usernames.get(to);
    const [, project, iid] = /https?:\/\/[^/\s]+\/([\w./-]+)\/-\/issues\/(\d+)/.exec(text) ?? [];
    if (username === undefined || project === undefined) return;
    this.#add({ at: slotAfter(at), username, place: { project, iid: Number(iid) }, why: { is: "told", text } });
  }

  /** How many looks into their mail it takes them. */
  #looks(who: Somebody): number {
    const { auditor, opsManager, deputy } = this.#office.roles;
    return [auditor, opsManager, deputy].includes(who.account.username) ? 2 : patience[who.temperament];
  }

  /** Two mails about one issue are one look into it. */
  #add(errand: Errand): void {
    const same = (one: Errand) =>
      one.at === errand.at &&
      one.username === errand.username &&
      JSON.stringify([one.place, one.why]) === JSON.stringify([errand.place, errand.why]);
    if (!this.#errands.some(same)) this.#errands.push(errand);
  }

  async #run({ username, place, why }: Errand, now: string): Promise<Deed[]> {
    const me = this.#everybody.get(username);
    if (!me) return [];
    if (why.is === "stranger") return intrude(me, place.project, now);
    const visit = await Visit.to(place, { office: this.#office, me, now });
    if (!visit) return [];
    if (why.is === "told") await heedMessage(visit, why.text);
    else if (why.is === "sweep") await sweep(visit, why.refs);
    else if ("comment" in why) await thinkAgain(visit, why);
    else await readOn(visit);
    for (const errand of visit.errands) this.#add(errand);
    return visit.deeds;
  }
}

/** By time, then by who: in which order mails came is chance. */
function orderOf({ at, username, place, why }: Errand): string {
  return [at, username, place.project, String(place.iid).padStart(6, "0"), why.is].join(" ");
}

function somebody({ name, username }: { name: string; username: string }, { gitlab }: PeopleOptions): [string, Somebody][] {
  const token = gitlab.tokens.find((one) => one.username === username)?.value;
  if (token === undefined) return [];
  const account = new Account(username, { url: gitlab.url, token });
  const memory = {
    read: new Set<number>(),
    explained: new Set<string>(),
    settled: new Set<string>(),
    expects: new Set<string>(),
  };
  return [[username, { name, account, temperament: temperamentOf(username), ...memory }]];
}

/** Somebody whom nobody asked decides something. */
async function intrude({ name, account }: Somebody, project: string, now: string): Promise<Deed[]> {
  const [issue] = (await account.openIssues(project)).sort((a, b) => (a.title < b.title ? -1 : 1));
  if (!issue) return [];
  await account.say(issue, "/rollcall accept F1 until 2027-06-30: looks fine to me");
  return [{ at: now, who: name, kind: "intrudes", did: "wants to accept", refs: ["F1"], issue: titled(issue) }];
}
