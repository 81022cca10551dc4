import type { Finding } from "../model/finding.ts";
import type { ReportedAudit } from "../model/report.ts";
import { severities } from "../model/severity.ts";
import { cutToWidth, displayWidth, fitToWidth } from "./display-width.ts";
import { type Line, piece } from "./terminal-line.ts";
import { shortText } from "./text.ts";
import { answersSentence, grouped, openFindings, subjectDetail, subjectName } from "./wording.ts";

/** Findings shown of one audit before the rest is only counted. */
const mostFindings = 25;
/** From this width a finding takes one line, below it two. */
const oneLineWidth = 110;

/** The open findings of one audit under their severities, worst first; all of them, or the first and how many more. */
export function findingLines(audit: ReportedAudit, { width, all }: { width: number; all: boolean }): Line[] {
  const open = openFindings(audit);
  const shown = all ? open : open.slice(0, mostFindings);
  const layout = layoutOf(shown, width);
  const groups = severities.flatMap((severity) => {
    const group = shown.filter((finding) => finding.severity === severity);
    return group.length === 0 ? [] : [[], [piece(`  ${severity}`, severity)], ...group.flatMap((one) => oneFinding(one, layout))];
  });
  const more = open.length - shown.length;
  return more > 0 ? [...groups, [], [piece(`  … ${grouped(more)} more: rollcall audit --format csv`, "dim")]] : groups;
}

/** Columns of the list: those of `who` and `asks` are as wide as their longest text, within a share that leaves room for what is wrong. */
interface Layout {
  refs: number;
  who: number;
  asks: number;
  /** All that is right of the ref. */
  room: number;
  oneLine: boolean;
}

function layoutOf(shown: readonly Finding[], width: number): Layout {
  const longest = (texts: string[], most: number) => Math.min(most, Math.max(0, ...texts.map(displayWidth)));
  const refs = longest(
    shown.map(({ ref }) => shortText(ref)),
    8,
  );
  const room = Math.max(12, width - refs - 4);
  const who = longest(shown.map(nameOf), Math.floor(room * 0.22));
  const asks = longest(shown.map(asksWhom), Math.floor(room * 0.26));
  return { refs, who, asks, room, oneLine: width >= oneLineWidth };
}

function nameOf(finding: Finding): string {
  return shortText(subjectName(finding));
}

function asksWhom(finding: Finding): string {
  return `asks ${shortText(answersSentence(finding))}`;
}

function oneFinding(finding: Finding, layout: Layout): Line[] {
  const { refs, room, who, asks } = layout;
  const ref = piece(`  ${fitToWidth(shortText(finding.ref), refs)}  `, finding.severity);
  const message = shortText(finding.message, 1_000);
  if (layout.oneLine) {
    const middle = fitToWidth(message, room - who - asks - 4);
    return [[ref, piece(fitToWidth(nameOf(finding), who), "bold"), piece(`  ${middle}  `), piece(asksWhom(finding), "dim")]];
  }
  const tail = cutToWidth(asksWhom(finding), Math.floor(room * 0.55));
  const name = cutToWidth(nameOf(finding), room - displayWidth(tail) - 3);
  const detail = cutToWidth(withDetail(finding), Math.max(0, room - displayWidth(name) - displayWidth(tail) - 3));
  const indent = " ".repeat(refs + 4);
  return [
    [ref, piece(name, "bold"), piece(detail, "dim"), piece(` · ${tail}`, "dim")],
    [piece(indent + cutToWidth(message, room))],
  ];
}

/** The e-mail beside a name, unless it is who is asked anyway. */
function withDetail(finding: Finding): string {
  const detail = subjectDetail(finding);
  return detail === "" || detail === finding.answers_to.email ? "" : ` ${shortText(detail)}`;
}
