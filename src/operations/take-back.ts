import { lastSaid } from "../core/said.ts";
import { RollcallError } from "../model/errors.ts";
import { type AuditEvent, endedStates, type Said } from "../model/event.ts";
import { normalEmail } from "../model/identity.ts";
import { takenBackMarkdown } from "../reports/record-message.ts";
import type { Context } from "./context.ts";
import { type Speaker, saidIn, undoMs } from "./decide.ts";
import { atDesk, type Desk, refsOf, write } from "./desk.ts";
import { makeAllOwed, owed } from "./owed-writes.ts";
import { reconcile } from "./reconcile.ts";

/**
 * Takes back what somebody said on the page or the command line: all of it, by themselves, within ten minutes, and only while nobody
 * said more of these findings. It is said in the issue too. @returns refs of the findings @throws stale error where it is too late
 */
export async function takeBack(
  context: Context,
  audit: string,
  { source, speaker }: { source: string; speaker: Speaker },
): Promise<string[]> {
  return atDesk(context, audit, async (desk) => {
    await reconcile(desk);
    const said = standing(desk, { source, speaker });
    const refs = refsOf(desk);
    const named = saidIn(said).map(({ key }) => refs.get(key) ?? key);
    const who = desk.contacts.get(normalEmail(speaker.email)) ?? null;
    const body = takenBackMarkdown({ audit, source, at: context.now, refs: named }, who);
    await write(desk, {
      actor: speaker.actor,
      events: [{ kind: "said", said: { source, digest: null, answers: [], decisions: [], refusals: [] } }],
      intend: desk.issue ? [owed(desk, `undo:${source}`, { do: "say", body })] : [],
    });
    await makeAllOwed(desk);
    return named;
  });
}

/** What it is about, where it may be taken back. */
function standing({ context, memory }: Desk, { source, speaker }: { source: string; speaker: Speaker }): Said {
  const isOurs = source.startsWith("page:") || source.startsWith("command-line:");
  const said = lastSaid(memory.events).get(source);
  const event = memory.events.findLast((one) => one.kind === "said" && one.said === said);
  if (!isOurs || !said || !event || saidIn(said).length === 0) throw tooLate("it was taken back already, or never said");
  const others = saidIn(said).some(({ what }) => what.by === null || normalEmail(what.by) !== normalEmail(speaker.email));
  if (others) throw tooLate("somebody else said it");
  if (endedStates.includes(memory.audit.state)) throw tooLate(`the audit is ${memory.audit.state}`);
  if (Date.parse(context.now) > Date.parse(event.at) + undoMs) throw tooLate("ten minutes are over");
  if (isAnswered(memory.events, { event, said })) throw tooLate("more was said of these findings since");
  return said;
}

function isAnswered(events: readonly AuditEvent[], { event, said }: { event: AuditEvent; said: Said }): boolean {
  const keys = new Set(saidIn(said).map(({ key }) => key));
  const later = events.filter((one) => one.n > event.n);
  return later.some((one) => one.kind === "said" && saidIn(one.said).some(({ key }) => keys.has(key)));
}

function tooLate(why: string): RollcallError {
  return new RollcallError("stale", `it cannot be taken back: ${why}`, "say something else of these findings, with a reason");
}
