import type { FollowedAudit, FollowUpReport, PlanReport, ReportedAct } from "../model/follow-up-report.ts";
import { compareText } from "../model/json.ts";
import { wrapToWidth } from "./display-width.ts";
import { escapedJson } from "./json.ts";
import { type Line, piece, renderLines } from "./terminal-line.ts";
import { shortText } from "./text.ts";
import { counted } from "./wording.ts";

interface Terminal {
  /** Columns. */
  width: number;
  colour: boolean;
}

export function followUpJson(report: FollowUpReport | PlanReport): string {
  return escapedJson(report);
}

/** What a round of the follow-up did, an audit after the other. */
export function followUpTable({ audits, at }: FollowUpReport, terminal: Terminal): string {
  if (audits.length === 0) return "No audit is open: rollcall audit opens those of this period.\n";
  const lines = [...audits].sort((a, b) => compareText(a.audit, b.audit)).flatMap((audit) => auditLines(audit, at));
  return renderLines(lines, terminal);
}

function auditLines(audit: FollowedAudit, at: string): Line[] {
  const { made, taken, refused, next, state } = audit;
  const done = [...taken.map(takenLine), ...refused.flatMap(refusedLines), ...made.flatMap(madeLines)];
  return [
    [piece(shortText(audit.name), "bold"), piece(`  ${audit.audit} · ${state}`, "dim")],
    ...(done.length > 0 ? done : [[piece("  nothing was due", "dim")]]),
    [piece(`  ${nextWords({ next, state, at })}`, "dim")],
  ];
}

function nextWords({ next, state, at }: { next: string | null; state: FollowedAudit["state"]; at: string }): string {
  if (state === "draft") return "a draft: nobody is asked before rollcall follow-up --start";
  if (next === null) return "nothing more comes by itself";
  if (Date.parse(next) <= Date.parse(at)) return "more is due: the next round makes it";
  return `next ${moment(next)}`;
}

function takenLine({ ref, kind, by }: FollowedAudit["taken"][number]): Line {
  return [piece("  ← ", "ok"), piece(`${ref} ${kind}`), piece(by === null ? "" : ` · ${shortText(by)}`, "dim")];
}

function refusedLines({ by, why }: FollowedAudit["refused"][number]): Line[] {
  return why.map((sentence) => [
    piece("  ✗ ", "high"),
    piece(shortText(sentence, 300)),
    piece(by === null ? "" : ` · ${shortText(by)}`, "dim"),
  ]);
}

function madeLines({ step, to, refs, channel, sent, remarks }: ReportedAct): Line[] {
  const doubt = sent === "perhaps" ? " (perhaps sent: it could not be asked, and is not sent again)" : "";
  return [
    [
      piece("  → ", "ok"),
      piece(`${stepNoun[step]}: ${to.map((email) => shortText(email)).join(", ") || "nobody"}`),
      piece(` · ${channelWord[channel]} · ${refWords(refs)}${doubt}`, "dim"),
    ],
    ...remarks.map((remark): Line => [piece(`    ${shortText(remark, 300)}`, "dim")]),
  ];
}

const mostRefs = 8;

function refWords(refs: readonly string[]): string {
  if (refs.length === 0) return "the whole audit";
  return refs.length <= mostRefs ? refs.join(" ") : `${refs.slice(0, mostRefs).join(" ")} and ${refs.length - mostRefs} more`;
}

/** What would be sent and when, each message whole. */
export function planTable({ audits, until }: PlanReport, terminal: Terminal): string {
  const planned = audits.flatMap(({ name, audit, acts }) => acts.map((act) => ({ name, audit, ...act })));
  planned.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || compareText(a.audit, b.audit));
  if (planned.length === 0) return `Nothing would be sent until ${moment(until)}.\n`;
  const lines = planned.flatMap(({ at, act, text, name }): Line[] => [
    [
      piece(moment(at), "bold"),
      piece(`  ${shortText(name)} · ${stepNoun[act.step]}: ${act.to.join(", ") || "nobody"} · ${channelWord[act.channel]}`),
    ],
    ...text.split("\n").flatMap((line) => wrapped(line, terminal.width)),
  ]);
  const sum = `${counted(planned.length, "message")} until ${moment(until)}, if nobody answers and nothing changes.`;
  return renderLines([...lines, [], [piece(sum)]], terminal);
}

/** A message is shown whole, however narrow the terminal. */
function wrapped(line: string, width: number): Line[] {
  return wrapToWidth(shortText(line, 2_000), Math.max(20, width - 6)).map((text, index) => [
    piece(`${index === 0 ? "    " : "      "}${text}`, "dim"),
  ]);
}

/** "2026-11-26 09:00 UTC" */
export function moment(time: string): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** What was done, or comes next. */
export const stepNoun: Record<ReportedAct["step"], string> = {
  ask: "asked",
  escalate: "escalated",
  tell: "manager told",
  decide: "decision asked for",
  "decide-late": "ops manager asked",
  remind: "reminded",
  review: "review asked for",
  "carry-over": "carried over",
};

const channelWord: Record<ReportedAct["channel"], string> = {
  issue: "issue",
  slack: "Slack",
  email: "mail",
  nobody: "only noted",
};
