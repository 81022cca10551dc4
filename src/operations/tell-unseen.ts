import { lastSaid } from "../core/said.ts";
import { notSeenSentence } from "../reports/record-message.ts";
import { commentsOf, type Desk, refsOf, standingsOf, write } from "./desk.ts";
import { makeAllOwed } from "./owed-writes.ts";
import { replyTo } from "./take-answers.ts";

/** Tells whoever said that something is fixed, once the platform was looked at again and does not show it. Once for each saying. */
export async function tellUnseen(desk: Desk): Promise<void> {
  const { memory } = desk;
  const looked = lastLook(desk);
  if (looked === null || memory.audit.state !== "following-up") return;
  const standings = standingsOf(desk);
  const refs = refsOf(desk);
  const claims = new Map<string, string[]>();
  for (const said of lastSaid(memory.events).values()) {
    const unseen = said.answers.filter(({ key, answer }) => {
      const standing = standings.get(key);
      return (
        standing?.is === "open" &&
        standing.claim !== null &&
        Date.parse(answer.at) < Date.parse(looked) &&
        answer.kind !== "explain"
      );
    });
    const found = unseen.flatMap(({ key }) => refs.get(key) ?? []);
    if (found.length > 0) claims.set(`${said.source}#${said.digest?.slice(0, 8) ?? said.answers[0]?.answer.at}`, found);
  }
  for (const [source, found] of claims) {
    const sentences = [notSeenSentence(found, looked)];
    await write(desk, { intend: replyTo(desk, { note: `unseen:${source}`, thread: threadOf(desk, source), sentences }) });
  }
  await makeAllOwed(desk);
}

/** When the platform was last looked at, whole or only at what is open, with nothing missing. */
function lastLook({ memory }: Desk): string | null {
  const looks = memory.events.flatMap((event) => {
    if (event.kind === "snapshot-taken") return event.status === "complete" ? [event.at] : [];
    if (event.kind !== "rechecked") return [];
    return event.sources.every(({ status }) => status === "complete" || status === "absent") ? [event.at] : [];
  });
  return looks.reduce<string | null>((last, at) => (last === null || Date.parse(at) > Date.parse(last) ? at : last), null);
}

function threadOf(desk: Desk, source: string): string | null {
  const id = /^note:([^#]+)/.exec(source)?.[1];
  return commentsOf(desk).find(({ comment }) => comment.id === id)?.thread.id ?? null;
}
