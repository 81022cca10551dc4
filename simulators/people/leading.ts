import type { Note } from "./account.ts";
import { wrongOf } from "./fixes/hands.ts";
import { mentionsIn, readable, refsIn, wantsOf, withStart } from "./messages.ts";
import { dayAfter, settle } from "./settling.ts";
import type { Visit } from "./visit.ts";

/** The auditor has gone through the findings: people may be asked. */
export async function startAsking(visit: Visit): Promise<void> {
  const { me, issue } = visit;
  const description = withStart(issue.description);
  if (description === null) return;
  if (await me.account.describe(issue, description)) visit.did("starts", "has gone through the findings and starts asking");
}

/** Those who were asked are asked by name, each about theirs; what nobody was asked about they see to themselves. */
export async function nudge(visit: Visit, refs: readonly string[]): Promise<void> {
  const me = visit.me.account.username;
  const asked = new Map<string, string[]>();
  const own: string[] = [];
  for (const ref of refs) {
    const people = visit.askedAbout(ref, askedIn).filter((one) => one !== me);
    if (people.length === 0) own.push(ref);
    for (const one of people) asked.set(one, [...(asked.get(one) ?? []), ref]);
  }
  const lines = [...asked].map(([one, theirs]) => `@${one}: please see to ${theirs.join(", ")} today.`);
  if (lines.length > 0) {
    await visit.say(lines);
    visit.did("asks", "asks by name about", [...asked.values()].flat());
  }
  if (own.length > 0) await settle(visit, own);
}

function askedIn(note: Note, ref: string): string[] {
  return wantsOf(note.body) === "ask" && refsIn(note.body).includes(ref) ? mentionsIn(note.body) : [];
}

/** The ops manager does what is left after everybody was asked by name. */
export async function sweep(visit: Visit, refs: readonly string[]): Promise<void> {
  await settle(
    visit,
    refs.filter((ref) => !isSaidFixed(visit, ref)),
  );
}

/** Its box is ticked, or somebody wrote that it is put right. */
function isSaidFixed({ lines, threads }: Visit, ref: string): boolean {
  const isSaid = (body: string) =>
    readable(body)
      .split("\n")
      .some((line) => /^\/rollcall (?:fixed|roster) /.test(line) && refsIn(line).includes(ref));
  return (
    lines.get(ref)?.ticked === true || threads.some(({ notes }) => notes.some(({ body, system }) => !system && isSaid(body)))
  );
}

/** What no explanation makes right. */
const never = new Set([
  "mfa-disabled",
  "leaver-with-access",
  "unexpected-admin",
  "citizenship-unverified",
  "duplicate-account",
  "email-mismatch",
  "id-mismatch",
  "person-without-account",
  "light-agent-on-roster",
]);

/** Accepts until a date what may be, and rejects the rest. */
export async function decide(visit: Visit, refs: readonly string[], thread: string): Promise<void> {
  const known = refs.filter((ref) => visit.lines.has(ref) && !isSaidFixed(visit, ref));
  const isNever = (ref: string) => never.has(wrongOf(visit.lines.get(ref)?.key ?? "").check);
  const [rejected, accepted] = [known.filter(isNever), known.filter((ref) => !isNever(ref))];
  const lines = [
    ...(accepted.length > 0
      ? [`/rollcall accept ${accepted.join(" ")} until ${dayAfter(visit.now, 120)}: agreed, until the next audit but one`]
      : []),
    ...(rejected.length > 0 ? [`/rollcall reject ${rejected.join(" ")}: this has to be put right, please`] : []),
  ];
  if (lines.length === 0) return;
  await visit.say(lines, thread);
  if (accepted.length > 0) visit.did("decides", "accepts", accepted);
  if (rejected.length > 0) visit.did("decides", "rejects", rejected);
}

/** The reviewer is satisfied: some close the issue, others say so. */
export async function close(visit: Visit, thread?: string): Promise<void> {
  const { me, issue } = visit;
  me.expects.add(visit.place);
  if (issue.state === "closed") return;
  const isDone = issue.title.length % 2 === 0 ? await me.account.close(issue) : await visit.say(["/rollcall close"], thread);
  if (isDone) visit.did("closes", "has reviewed it and closes it");
}

/** What could not be looked at is waived, with a reason, by whoever reviews. */
export async function waive(visit: Visit, thread: string): Promise<void> {
  await visit.say(["/rollcall close: what could not be read was gone through by hand"], thread);
  visit.did("closes", "closes it with a waiver");
}
