import { dayMs, runningClock } from "../core/running-clock.ts";
import { normalEmail } from "../model/identity.ts";
import { startedMarkdown } from "../reports/record-message.ts";
import { type Desk, stateOf, write } from "./desk.ts";
import { makeAllOwed, owed } from "./owed-writes.ts";

/** From now on people are asked. One that was started stays so. @param by e-mail; null = by itself */
export async function startFollowUp(desk: Desk, { by, actor }: { by: string | null; actor?: string }): Promise<void> {
  const { memory, context } = desk;
  const { id: audit, state } = memory.audit;
  if (state !== "draft") return;
  const who = by === null ? null : (desk.contacts.get(normalEmail(by)) ?? null);
  const body = startedMarkdown({ audit, by, at: context.now }, who);
  await write(desk, {
    ...(actor === undefined ? {} : { actor }),
    set: { state: "following-up" },
    events: [
      { kind: "follow-up-started", by, since: context.now },
      { kind: "state-changed", from: "draft", to: "following-up", reason: null },
    ],
    intend: desk.issue ? [owed(desk, "say:started", { do: "say", body })] : [],
  });
  await makeAllOwed(desk);
}

/** Where the team lets it start by itself, after `follow_up.start`. */
export async function startWhenDue(desk: Desk): Promise<void> {
  if (desk.memory.audit.state !== "draft") return;
  const { settings, recordedAt, clock } = stateOf(desk);
  if (settings.startAfter === null) return;
  const start = runningClock(clock).after(Date.parse(recordedAt), settings.startAfter * dayMs);
  if (start <= Date.parse(desk.context.now)) await startFollowUp(desk, { by: null });
}
