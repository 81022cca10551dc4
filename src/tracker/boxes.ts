import type { Author, Box } from "../model/conversation.ts";
import { parseFindingLines } from "../reports/finding-line.ts";
import { decoded } from "../reports/marker-text.ts";
import { parseStartBox, startWords } from "../reports/start-box.ts";
import type { BoxChange } from "./checklist.ts";

/** A change of a box, as the tracker's activity tells it. */
export interface ToldChange extends BoxChange {
  by: Author | null;
  /** ISO 8601. */
  at: string;
}

/**
 * The boxes of the Notes as they stand. Who ticked comes from the activity, where its last word on that box agrees with the text;
 * a box set by an edit of the text has nobody.
 * @param changes oldest first; @param me whose token this is: a box we had to set again was ticked by whoever did before
 */
export function boxesOf(notes: string, { changes, me }: { changes: readonly ToldChange[]; me: Author | null }): Box[] {
  const told = Map.groupBy(changes, ({ item }) => nameOf(item));
  const box = (name: string, what: Box["what"], ticked: boolean): Box => {
    const last = lastOf(told.get(name) ?? [], { ticked, me });
    return { what, ticked, by: last?.by ?? null, at: last?.at ?? null };
  };
  const findings = new Map(
    parseFindingLines(notes)
      .filter(({ line }) => /^\s*[-*+] \[[ xX]\] /u.test(line))
      .map(({ ref, ticked }) => [ref, ticked]),
  );
  const start = parseStartBox(notes);
  return [
    ...(start ? [box("start", "start", start.ticked)] : []),
    ...[...findings].map(([ref, ticked]) => box(ref, { finding: ref }, ticked)),
  ];
}

function lastOf(changes: readonly ToldChange[], { ticked, me }: { ticked: boolean; me: Author | null }): ToldChange | null {
  const last = changes.at(-1);
  if (last?.ticked !== ticked) return null;
  const isOurs = (change: ToldChange) => me !== null && change.by?.id === me.id;
  const theirs = changes.findLast((change) => !isOurs(change));
  return theirs?.ticked === ticked ? theirs : last;
}

/** Which box an item is: a finding's by its marker, else by the ref it begins with; words change from run to run. */
function nameOf(item: string): string | null {
  const marked = [...item.matchAll(/rollcall:finding key="[^"]*" ref="([^"]*)"/gu)].at(-1)?.[1];
  if (marked !== undefined) return decoded(marked);
  if (
    item
      .replace(/[*_\\]/gu, "")
      .trimStart()
      .startsWith(startWords)
  )
    return "start";
  return /^\**([A-Z]+\d+)\b/u.exec(item.trim())?.[1] ?? null;
}
