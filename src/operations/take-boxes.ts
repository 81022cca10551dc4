import { emailOfAuthor } from "../core/author.ts";
import { isInCharge } from "../core/may-decide.ts";
import { lastSaid } from "../core/said.ts";
import type { Box } from "../model/conversation.ts";
import type { Said } from "../model/event.ts";
import { authorText, type Desk, write } from "./desk.ts";
import { makeAllOwed } from "./owed-writes.ts";
import { startFollowUp } from "./start-follow-up.ts";
import { replyTo } from "./take-answers.ts";

/** Takes what is ticked in the description: the box of a line says it is fixed; "Reviewed, start asking" starts the follow-up. */
export async function takeBoxes(desk: Desk): Promise<{ ref: string; kind: string; by: string | null }[]> {
  const taken: { ref: string; kind: string; by: string | null }[] = [];
  const before = lastSaid(desk.memory.events);
  const keys = new Map(desk.memory.findings.map(({ finding }) => [finding.ref, finding.key]));
  for (const box of desk.conversation?.boxes ?? []) {
    if (box.what === "start") {
      await startByBox(desk, box);
      continue;
    }
    const ref = box.what.finding;
    const key = keys.get(ref);
    const last = before.get(`box:${ref}`);
    if (key === undefined || box.ticked === (last !== undefined && last.answers.length > 0)) continue;
    const by = emailOfAuthor(box.by, desk.context);
    await write(desk, {
      actor: authorText(box.by),
      events: [{ kind: "said", said: saidByBox(desk, box, { ref, key, by }) }],
    });
    if (box.ticked) taken.push({ ref, kind: "fixed", by });
  }
  return taken;
}

function saidByBox({ context }: Desk, box: Box, { ref, key, by }: { ref: string; key: string; by: string | null }): Said {
  const answer = { kind: "fixed" as const, by, at: box.at ?? context.now, reason: null };
  return { source: `box:${ref}`, digest: null, answers: box.ticked ? [{ key, answer }] : [], decisions: [], refusals: [] };
}

async function startByBox(desk: Desk, { ticked, by, at }: Box): Promise<void> {
  if (!ticked || desk.memory.audit.state !== "draft") return;
  const email = emailOfAuthor(by, desk.context);
  // A tracker without users cannot tell: its files are the auditor's own.
  if (desk.conversation?.me === null || isInCharge(email, desk.context.config))
    return startFollowUp(desk, { by: email, actor: authorText(by) });
  const sentence = `${by?.name ?? by?.username ?? "Somebody unknown"} ticked “Reviewed, start asking”: only the auditor and the Support Operations Manager start the follow-up.`;
  await write(desk, { intend: replyTo(desk, { note: `start@${at ?? ""}`, thread: null, sentences: [sentence] }) });
  await makeAllOwed(desk);
}
