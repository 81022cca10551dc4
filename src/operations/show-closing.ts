import { closingOf } from "../core/closing.ts";
import type { Closing } from "../model/api/audit.ts";
import { factsFrom } from "./close-audit.ts";
import type { Context } from "./context.ts";
import type { LookedAt } from "./look-at-audits.ts";

/** What would be signed if they closed the audit now, or why it stays open. Nothing is read or written. @param by e-mail */
export function showClosing(context: Context, looked: LookedAt, by: string): Closing {
  const { memory, system, state, standings } = looked;
  const nothing = { audit: memory.audit.id, sentence: null, needs_waiver: false, is_stale: false };
  if (!system || !state) return { ...nothing, refusals: [`${memory.audit.system} is in rollcall.yaml no more`] };
  const facts = factsFrom(context, { memory, system, state, standings });
  const plain = closingOf(facts, { by, reason: null });
  // Only whether a waiver is all that lacks: its words are theirs.
  const waived = plain.review ? plain : closingOf(facts, { by, reason: "…" });
  const { refusals, review } = waived.review ? waived : plain;
  return {
    ...nothing,
    refusals,
    sentence: review?.sentence ?? null,
    needs_waiver: plain.review === null && waived.review !== null,
    is_stale: plain.isStale,
  };
}
