import type { Note, Thread } from "./account.ts";
import { putRight, settle } from "./settling.ts";
import type { Visit, Why } from "./visit.ts";

const reasons = [
  "I cover for a colleague until the end of the quarter",
  "this was agreed with my manager last week",
  "I need it for the migration that runs until spring",
];

/** What somebody makes of being asked, by their temperament. The second time they do what they should have done at first. */
export async function answer(visit: Visit, refs: readonly string[], thread: string): Promise<void> {
  const { me } = visit;
  const isAgain = refs.some((ref) => me.explained.has(visit.tag(ref)));
  if (isAgain || visit.isInCharge) return settle(visit, refs, thread);
  switch (me.temperament) {
    case "prompt":
      return settle(visit, refs, thread);
    case "explains":
      await explain(visit, refs, thread);
      return;
    case "words":
      return words(visit, refs, thread);
    case "early":
      return claim(visit, refs, thread);
    case "edits":
      return explainAnd("change", visit, { refs, thread });
    case "deletes":
      return explainAnd("take-back", visit, { refs, thread });
    default:
      // They read it, and think somebody else will see to it.
      return;
  }
}

async function explain(visit: Visit, refs: readonly string[], thread: string): Promise<Note | null> {
  for (const ref of refs) visit.me.explained.add(visit.tag(ref));
  visit.did("explains", "explains", refs);
  return visit.say([`/rollcall explain ${refs.join(" ")}: ${reasonOf(visit)}`], thread);
}

async function words(visit: Visit, refs: readonly string[], thread: string): Promise<void> {
  for (const ref of refs) visit.me.explained.add(visit.tag(ref));
  visit.did("explains", "answers in words of their own about", refs);
  await visit.say([`Hi, thanks for looking into this. As far as I know ${reasonOf(visit)}.`], thread);
}

async function claim(visit: Visit, refs: readonly string[], thread: string): Promise<void> {
  visit.did("claims", "says fixed, which it is not yet:", refs);
  visit.me.expects.add(visit.place);
  await visit.say([`/rollcall fixed ${refs.join(" ")}: done this morning`], thread);
}

async function explainAnd(
  is: "change" | "take-back",
  visit: Visit,
  { refs, thread }: { refs: readonly string[]; thread: string },
): Promise<void> {
  const note = await explain(visit, refs, thread);
  if (note) visit.later(1, { is, comment: note.id, thread, refs: [...refs] });
}

function reasonOf({ me }: Visit): string {
  return reasons[me.account.username.length % reasons.length] ?? "";
}

/** On second thought it is put right after all, and what was said before is changed or taken back. */
export async function thinkAgain(visit: Visit, { is, comment, thread, refs }: Extract<Why, { comment: number }>): Promise<void> {
  const { me, issue } = visit;
  if (is === "take-back") {
    await me.account.remove(issue, comment);
    visit.did("changes", "takes back what they said about", refs);
    return settle(visit, refs, thread);
  }
  const { fixed, roster } = await putRight(visit, refs);
  const lines = [
    ...(fixed.length > 0 ? [`/rollcall fixed ${fixed.join(" ")}`] : []),
    ...(roster.length > 0 ? [`/rollcall roster ${roster.join(" ")}`] : []),
  ];
  if (lines.length > 0) await me.account.edit(issue, comment, lines.join("\n\n"));
  visit.did("changes", "puts right after all, and changes what they said:", refs);
}

/** Asked by name by a colleague: whoever waited for that one moves. */
export async function obey(
  visit: Visit,
  by: string,
  { refs, thread }: { refs: readonly string[]; thread: Thread },
): Promise<void> {
  const { me, office } = visit;
  if (me.temperament === "waits-for-ops" && by !== office.roles.opsManager) return;
  await settle(visit, refs, askThread(visit, refs) ?? thread.id);
}

/** Where they were asked first: there it is answered. */
function askThread({ threads, me }: Visit, refs: readonly string[]): string | undefined {
  const mine = threads.find(
    ({ notes: [first] }) =>
      first?.body.includes(`@${me.account.username}:`) && refs.some((ref) => first.body.includes(`**${ref}**`)),
  );
  return mine?.id;
}
