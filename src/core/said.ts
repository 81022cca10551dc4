import type { EventContent, Said } from "../model/event.ts";

/** By source: of what was read from one comment more than once the last reading counts. It may have been edited, or deleted. */
export function lastSaid(events: readonly EventContent[]): Map<string, Said> {
  return new Map(events.flatMap((event) => (event.kind === "said" ? [[event.said.source, event.said] as const] : [])));
}

/** Nothing is said there any more: what the same source said before is taken back. */
export function isTakingBack({ answers, decisions, refusals }: Said): boolean {
  return answers.length + decisions.length + refusals.length === 0;
}
