import type { EvidenceFinding, EvidenceView } from "../model/evidence-view.ts";
import type { Lookback } from "../model/lookback.ts";
import { shortRevision } from "../model/person.ts";
import { isRead, type Source } from "../model/source.ts";
import { counted, grouped } from "./wording.ts";

/** The words the workbook, the PDF and the page of one audit's evidence share. All plain text: names in it are outside text. */

/** What stands where the platform says nothing: never "no", never empty. */
export const noSignal = "no signal";

export function yesNo(fact: boolean | null): string {
  if (fact === null) return noSignal;
  return fact ? "yes" : "no";
}

/** "2026-11-22 06:02 UTC"; a day stays a day. */
export function timeText(time: string | null, without: string = noSignal): string {
  if (time === null) return without;
  const [, day, minutes] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?/.exec(time) ?? [];
  if (day === undefined) return time;
  return minutes === undefined ? day : `${day} ${minutes} UTC`;
}

/** Sources of the listing nobody could look at (law 1). */
export function unseenSources({ sources }: Pick<EvidenceView, "sources">): Source[] {
  return sources.filter((source) => !isRead(source));
}

/** "could not look (refused)", "complete", "absent: the platform has no such thing". */
export function sourceWord(source: Pick<Source, "status">): string {
  if (source.status === "absent") return "absent";
  if (isRead(source)) return "complete";
  return `could not look (${source.status === "unavailable" ? "refused" : "failed"})`;
}

export function outcomeWord(outcome: "pass" | "fail" | "not-assessed"): string {
  return outcome === "not-assessed" ? "not assessed" : outcome;
}

export function statusWords(view: EvidenceView): string {
  if (view.status === "complete") return "Complete: every source was read to its end.";
  if (view.status === "failed") return "Failed: could not look. No source could be read, so nothing is known of this system.";
  return `Incomplete: could not look at ${unseenSources(view).length} of ${counted(view.sources.length, "source")}. What was not seen is not cleared.`;
}

/** "12 findings: 9 settled, 3 open". */
export function findingsWords({ findings, status }: EvidenceView): string {
  if (findings.length === 0) return status === "complete" ? "No findings." : "No findings in what could be read.";
  const settled = findings.filter((one) => one.settled).length;
  return `${counted(findings.length, "finding")}: ${grouped(settled)} settled, ${grouped(findings.length - settled)} open.`;
}

export function rosterWords({ roster }: Pick<EvidenceView, "roster">): string {
  return `${roster.source} at ${shortRevision(roster.revision)}, ${counted(roster.people, "person").replace("persons", "people")}`;
}

/** Whether the access was used while it was wrong. */
export function lookbackWords(lookback: Lookback | null): string {
  if (lookback === null) return "";
  const used = { yes: "used while it was wrong", no: "not used while it was wrong", "not-determinable": "not determinable" };
  const since = lookback.wrongSince === null ? "" : `, wrong since ${timeText(lookback.wrongSince)}`;
  const last = lookback.lastUse === null ? "" : `, last used ${timeText(lookback.lastUse)}`;
  return `${used[lookback.used]}${since}${last}: ${lookback.why}`;
}

export function proofWords({ proof, settled }: Pick<EvidenceFinding, "proof" | "settled">): string {
  if (proof !== null) return `gone in reading ${proof.reading}, ${timeText(proof.at)}`;
  return settled ? "settled without a later listing" : "";
}

const said = { fixed: "fixed", roster: "roster corrected", explain: "explained" };

/** "explained by dana@acme.test, 2026-11-22 06:02 UTC: covers for the lead", one an answer, in order. */
export function answerWords({ answers }: Pick<EvidenceFinding, "answers">): string[] {
  return answers.map(({ kind, by, at, reason }) => {
    const why = reason === null ? "" : `: ${reason}`;
    return `${said[kind]}, by ${by ?? "somebody unknown"}, ${timeText(at)}${why}`;
  });
}

const decided = { accept: "accepted", reject: "rejected", reopen: "reopened" };

export function decisionWords({ decisions }: Pick<EvidenceFinding, "decisions">): string[] {
  return decisions.map(({ kind, by, at, until, reason }) => {
    const end = until === null ? "" : ` until ${until}`;
    return `${decided[kind]}${end}, by ${by}, ${timeText(at)}: ${reason}`;
  });
}

export function stateWord(state: EvidenceView["state"]): string {
  return state.replace("-", " ");
}

/** "listing of 2026-11-22 06:02 UTC, by lee@laptop": when what was found was there, and who read it. */
export function listingWords({ listedAt, readings }: Pick<EvidenceView, "listedAt" | "readings">): string {
  const reading = readings.find(({ takenAt }) => takenAt === listedAt);
  return `listing of ${timeText(listedAt)}${reading ? `, by ${reading.by}` : ""}`;
}
