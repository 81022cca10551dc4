import type { Act, ActNote, Standing } from "../model/follow-up.ts";
import { counted } from "./wording.ts";

/** The words of the follow-up's messages, the same in the issue, in Slack and in mail. All plain text; people stand in `{}`. */

export interface ActWords {
  /** What it is about; `{about}` = whose items they are. */
  lead: string;
  /** Why it comes to whom it comes. */
  notes: string[];
  /** What to do, each a sentence. Code stands in backticks. */
  todo: string[];
}

export interface WordsContext {
  /** "Zendesk Global FY27-Q4". */
  title: string;
  /** "3 days". */
  wait: string;
  ladder: "full" | "direct";
  /** Counted over what the review is about. */
  standings: readonly Standing[];
}

export function actWords(act: Act, context: WordsContext): ActWords {
  return { lead: leadOf(act, context), notes: act.notes.map((note) => noteWords[note]), todo: todoOf(act, context) };
}

/** 3 → "3 days", 0.5 → "12 hours". */
export function waitWords(days: number): string {
  return Number.isInteger(days) ? counted(days, "day") : counted(Math.round(days * 24), "hour");
}

function leadOf({ step, items }: Act, { title, standings }: WordsContext): string {
  const found = counted(items.length, "finding");
  const are = items.length === 1 ? "is" : "are";
  switch (step) {
    case "ask":
      return `the access audit ${title} has ${found} for you to fix or to explain.`;
    case "escalate":
      return `{about} was asked about ${found} of the access audit ${title}, and ${items.length === 1 ? "it is" : "they are"} still open.`;
    case "tell":
      return `${found} of the access audit ${title} ${are} still open: the people asked and their managers have not settled ${items.length === 1 ? "it" : "them"}.`;
    case "decide":
      return `${counted(items.length, "explanation")} of the access audit ${title} ${are === "is" ? "waits" : "wait"} for your decision.`;
    case "decide-late":
      return `${counted(items.length, "explanation")} of the access audit ${title} ${are === "is" ? "waits" : "wait"} for a decision that {about} has not made.`;
    case "remind":
      if (items.length === 0) return `the access audit ${title} waits for your word to close it.`;
      return `${found} of the access audit ${title} ${are} still open.`;
    case "review":
      return `everything in the access audit ${title} is settled: ${settledWords(standings)}.`;
    case "carry-over":
      return `the period of the access audit ${title} is over, and ${found} ${are} not settled. ${items.length === 1 ? "It goes" : "They go"} into the next audit with age and place on the ladder.`;
  }
}

const settledBy = [
  ["fixed", "seen fixed"],
  ["roster", "put right in the roster"],
  ["accepted", "accepted until a date"],
  ["exempt", "exempt"],
] as const;

/** "3 seen fixed, 1 accepted until a date". */
function settledWords(standings: readonly Standing[]): string {
  const parts = settledBy.flatMap(([by, words]) => {
    const count = standings.filter((standing) => standing.is === "settled" && standing.by === by).length;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  return parts.length > 0 ? parts.join(", ") : "there was no finding";
}

const noteWords: Record<ActNote, string> = {
  "owner-left": "Who would answer has left, so it comes to you.",
  "owner-unknown": "Nobody in the roster answers for it, so it comes to you.",
  "no-manager": "The roster names no manager we can find, so it goes to the Support Operations Manager alone.",
  "manager-is-subject": "The manager is whom it is about, so it goes to the Support Operations Manager alone.",
  "manager-left": "The manager has left, so it goes to the Support Operations Manager alone.",
  "ops-manager-is-subject":
    "It is about the Support Operations Manager, or they were the one asked, so somebody else stands in for them.",
  "no-slack": "There is no way to say this directly, so it is said here.",
  "not-started": "The follow-up was never started: nobody was asked, and nobody is pinged now.",
};

function todoOf({ step, items }: Act, { wait, ladder }: WordsContext): string[] {
  const ref = items[0]?.ref ?? "F1";
  const answers =
    `\`/rollcall fixed ${ref}\` once it is put right, \`/rollcall roster ${ref}\` once the roster is corrected, ` +
    `or \`/rollcall explain ${ref}: why\` where it is right as it is`;
  const decisions = `\`/rollcall accept ${ref} until 2027-03-01: why\` or \`/rollcall reject ${ref}: why\``;
  switch (step) {
    case "ask":
      return [
        `Answer in this thread, each on a line of its own: ${answers}. Any other reply here explains all of these items.`,
        ...(ladder === "full" ? [`What is open after ${wait} goes to your manager and the Support Operations Manager.`] : []),
      ];
    case "escalate":
      return [
        `Please see that it is settled: ${answers}.`,
        `What is open after another ${wait} goes to the Support Operations Manager directly.`,
      ];
    case "decide":
      return [`Write ${decisions}.`, `After ${wait} it goes to the Support Operations Manager.`];
    case "decide-late":
      return [`Write ${decisions}.`];
    case "review":
    case "carry-over":
      return ["Once you are satisfied, close this issue or write `/rollcall close`."];
    default:
      return [];
  }
}
