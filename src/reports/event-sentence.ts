import type { AuditEvent, Said } from "../model/event.ts";
import type { StepName } from "../model/follow-up.ts";

export interface EventWords {
  /** What happened, without who did it: "asked 3 people". */
  sentence: string;
  reason: string | null;
  /** Keys of the findings it is about. */
  keys: string[];
}

/** An event of an audit in words. Names in it are outside text: whoever shows them makes them harmless. */
export function eventWords(event: AuditEvent): EventWords {
  const plain = (sentence: string, reason: string | null = null): EventWords => ({ sentence, reason, keys: [] });
  switch (event.kind) {
    case "audit-opened":
      return plain(`opened the audit of ${event.period}`);
    case "snapshot-taken":
      return plain(`read the system: ${event.status}, ${counted(event.findings, "finding")}`);
    case "rechecked":
      return { ...plain(recheckWords(event.gone.length, event.back.length)), keys: [...event.gone, ...event.back] };
    case "follow-up-started":
      return plain(event.by === null ? "the follow-up started by itself" : "started the follow-up");
    case "act-made": {
      const { step, to, items } = event.act;
      const sent = event.sent === "perhaps" ? ", perhaps: whether it arrived cannot be asked" : "";
      const whom = to.length === 0 ? "nobody" : to.join(", ");
      return { ...plain(`${stepWords[step]} ${whom}${sent}`), keys: items.map(({ key }) => key) };
    }
    case "said":
      return saidWords(event.said);
    case "replied":
      return plain("replied to a comment");
    case "state-changed":
      return plain(`${event.from} → ${event.to}`, event.reason);
    case "reviewed":
      return plain(event.review.sentence, event.review.waiver);
  }
}

function recheckWords(gone: number, back: number): string {
  if (gone + back === 0) return "read again what is open: nothing changed";
  const parts = [...(gone > 0 ? [`${gone} fixed`] : []), ...(back > 0 ? [`${back} came back`] : [])];
  return `read again what is open: ${parts.join(", ")}`;
}

const stepWords: Record<StepName, string> = {
  ask: "asked",
  escalate: "told the managers:",
  tell: "sent a direct message to",
  decide: "asked for a decision:",
  "decide-late": "asked again for a decision:",
  remind: "reminded",
  review: "asked for the review:",
  "carry-over": "asked whether to carry over:",
};

const kinds: Record<string, string> = {
  fixed: "said it is fixed",
  roster: "said the roster was corrected",
  explain: "explained",
  accept: "accepted",
  reject: "rejected the explanation",
  reopen: "reopened",
};

function saidWords({ answers, decisions, refusals }: Said): EventWords {
  const all = [
    ...answers.map(({ key, answer }) => ({ key, what: answer })),
    ...decisions.map(({ key, decision }) => ({ key, what: decision })),
  ];
  const [first] = all;
  if (!first) {
    const sentence =
      refusals.length > 0 ? `asked for something that was refused: ${refusals.join(" ")}` : "took back what was said";
    return { sentence, reason: null, keys: [] };
  }
  const until = "until" in first.what && first.what.until ? ` until ${first.what.until}` : "";
  return { sentence: `${kinds[first.what.kind]}${until}`, reason: first.what.reason, keys: all.map(({ key }) => key) };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
