import { Hands, type Wrong, wrongOf } from "./fixes/hands.ts";
import { fixOf } from "./fixes/index.ts";
import { withTicks } from "./messages.ts";
import type { Visit } from "./visit.ts";

/** What came of some findings that somebody dealt with. */
interface Done {
  fixed: string[];
  roster: string[];
  explained: string[];
  accepted: string[];
}

/** What its owner first gives a reason for, rather than taking it away. */
const reasoned = new Set(["token-unjustified"]);

/** Deals with findings as somebody who means it: puts them right where they are wrong, and says so. */
export async function settle(visit: Visit, refs: readonly string[], thread?: string): Promise<void> {
  const left = refs.filter((ref) => visit.lines.has(ref) && !visit.me.settled.has(visit.tag(ref)));
  if (left.length === 0) return;
  const done = await putRight(visit, left);
  await tell(visit, done, thread);
  const put = [...done.fixed, ...done.roster];
  if (put.length > 0) visit.did("settles", "puts right", put);
  if (done.explained.length > 0) visit.did("explains", "explains", done.explained);
  if (done.accepted.length > 0) visit.did("decides", "accepts", done.accepted);
}

/** Only puts them right; whoever does it says so otherwise. @returns what is now right */
export async function putRight(visit: Visit, refs: readonly string[]): Promise<Done> {
  const { office, me, now, lines } = visit;
  const done: Done = { fixed: [], roster: [], explained: [], accepted: [] };
  const wrongs = refs.map((ref) => wrongOf(lines.get(ref)?.key ?? ""));
  // What is taken away for another reason needs none to stay.
  const isKept = ({ check, subject }: Wrong) =>
    reasoned.has(check) && !wrongs.some((one) => one.check !== check && one.subject.credential === subject.credential);
  for (const ref of refs) {
    const wrong = wrongOf(lines.get(ref)?.key ?? "");
    const known = fixOf(wrong);
    const isReasoned = isKept(wrong) && !visit.isAuditor && !me.explained.has(visit.tag(ref));
    if (known && !isReasoned) {
      done[await known.fix(wrong, new Hands(office.door, { ...office, server: known.server, now }))].push(ref);
      me.settled.add(visit.tag(ref));
    } else if (!known && visit.isDecider) {
      done.accepted.push(ref);
    } else {
      done.explained.push(ref);
      me.explained.add(visit.tag(ref));
    }
  }
  return done;
}

async function tell(visit: Visit, { fixed, roster, explained, accepted }: Done, thread?: string): Promise<void> {
  const isTicking = fixed.length > 0 && ticks(visit) && (await ticked(visit, fixed));
  const lines = [
    ...(fixed.length > 0 && !isTicking ? [`/rollcall fixed ${fixed.join(" ")}`] : []),
    ...(roster.length > 0 ? [`/rollcall roster ${roster.join(" ")}`] : []),
    ...(explained.length > 0
      ? [`/rollcall explain ${explained.join(" ")}: it feeds the weekly report, and I look after it`]
      : []),
    ...(accepted.length > 0 ? [`/rollcall accept ${accepted.join(" ")} until ${dayAfter(visit.now, 90)}: ${acceptance}`] : []),
  ];
  if (lines.length > 0) await visit.say(lines, thread);
}

const acceptance = "the nightly bridge goes away with the new ticket system";

/** Some tick boxes, others write. */
function ticks({ me }: Visit): boolean {
  return me.account.username.length % 2 === 0;
}

/** Said to be not done, they do it again from the start. */
export function forget(visit: Visit, refs: readonly string[]): void {
  for (const ref of refs) visit.me.settled.delete(visit.tag(ref));
}

async function ticked({ me, issue }: Visit, refs: readonly string[]): Promise<boolean> {
  const fresh = await me.account.issue(issue);
  return fresh !== null && me.account.describe(issue, withTicks(fresh.description, refs));
}

/** YYYY-MM-DD, so many days on. */
export function dayAfter(now: string, days: number): string {
  return new Date(Date.parse(now) + days * 86_400_000).toISOString().slice(0, 10);
}
