import { didYouMean } from "../core/did-you-mean.ts";
import { runningClock } from "../core/running-clock.ts";
import { settle } from "../core/settle.ts";
import { usageError } from "../model/errors.ts";
import type { Finding } from "../model/finding.ts";
import type { FollowUpState } from "../model/follow-up.ts";
import type { Context } from "./context.ts";
import { stateFrom } from "./desk.ts";

/**
 * A finding of a remembered audit that is still seen, by its ref.
 * @throws usage error where there is no such audit or finding, or it is seen no longer; what the database throws
 */
export async function findFinding(
  context: Context,
  { audit, ref }: { audit: string; ref: string },
): Promise<{ finding: Finding; state: FollowUpState }> {
  const memory = await (await context.store()).memory(audit);
  if (!memory) throw usageError(`there is no audit ${audit}`, "rollcall status lists those there are");
  const system = context.config.systems.find(({ id }) => id === memory.audit.system);
  if (!system) throw usageError(`rollcall.yaml has no system ${memory.audit.system}`, "name an audit of a system it has");
  const wanted = ref.toUpperCase();
  const found = memory.findings.find(({ finding }) => finding.ref === wanted);
  const state = stateFrom(context, { system, memory });
  const followed = state.findings.find(({ ref: one }) => one === wanted);
  if (!found || !followed) {
    const near = didYouMean(
      wanted,
      memory.findings.map(({ finding }) => finding.ref),
    );
    const hint = near === null ? `rollcall findings ${audit} lists those it has` : `did you mean ${near}?`;
    throw usageError(`${ref} is no finding of ${audit}`, hint);
  }
  const standing = settle({ ...followed, exempt: null }, { clock: runningClock(state.clock), now: Date.parse(context.now) });
  if (standing.is === "settled" && standing.by !== "accepted")
    throw usageError(`${wanted} of ${audit} is no longer seen on the platform`, "there is nothing to exempt");
  return { finding: found.finding, state };
}
