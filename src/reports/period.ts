import type { PeriodReport, PeriodSystem } from "../model/period-report.ts";
import { displayWidth, fitToWidth, wrapToWidth } from "./display-width.ts";
import { escapedJson } from "./json.ts";
import {
  auditsWords,
  auditWord,
  comparison,
  daysWords,
  findingsOf,
  periodSubtitle,
  periodTitle,
  savedWords,
  seatsWords,
  severityWords,
  unseenLines,
} from "./period-words.ts";
import { type Line, piece, renderLines, type Style } from "./terminal-line.ts";
import { shortText } from "./text.ts";

/** `rollcall.period/1`. */
export function periodJson(report: PeriodReport): string {
  return escapedJson(report);
}

/** What a person sees of `rollcall report`. Nothing is cut: what does not fit into the width goes on in the next line. */
export function periodTable(report: PeriodReport, to: { width: number; colour: boolean }): string {
  const width = Math.max(20, to.width);
  const unseen = unseenLines(report);
  return renderLines(
    [
      ...wrapped(periodTitle(report), { width, style: "bold" }),
      ...wrapped(periodSubtitle(report), { width, style: "dim" }),
      ...wrapped(`Audits: ${auditsWords(report.total)}`, { width }),
      ...wrapped(`Findings: ${findingsOf(report.total.findings)} · ${daysWords(report.total.findings)}`, { width }),
      ...wrapped(`Seats: ${seatsWords(report.total.seats)} · could be saved a month: ${savedWords(report.total.seats)}`, {
        width,
      }),
      ...(unseen.length > 0 ? [[], ...wrapped("Could not look at", { width, style: "unread" })] : []),
      ...unseen.flatMap((text) => wrapped(text, { width, style: "unread", indent: 2 })),
      ...report.systems.flatMap((system) => systemLines(system, width)),
      [],
      ...comparisonLines(report, width),
    ],
    { width, colour: to.colour },
  );
}

function wrapped(
  text: string,
  { width, style = "plain", indent = 0 }: { width: number; style?: Style; indent?: number },
): Line[] {
  return wrapToWidth(shortText(text, 1_000), width - indent).map((line) => [piece(`${" ".repeat(indent)}${line}`, style)]);
}

function systemLines(system: PeriodSystem, width: number): Line[] {
  const { findings, seats, audit } = system;
  const word = auditWord(system);
  const style: Style = word === "done" ? "ok" : audit === null || word === "waived" ? "unread" : "medium";
  const head: Line = [
    piece("── ", "dim"),
    piece(fitToWidth(shortText(system.name), Math.min(32, width - 18)), "bold"),
    piece(`  ${word}`, style),
  ];
  if (audit === null) return [[], head];
  const open = findings.open > 0 ? ` (${severityWords(findings.open_by_severity)})` : "";
  const text = [`${findingsOf(findings)}${open}`, daysWords(findings), ...(seats ? [`seats ${seatsWords(seats)}`] : [])].join(
    " · ",
  );
  return [[], head, ...wrapped(text, { width, indent: 3 })];
}

/** As many periods as fit; the oldest give way, and that is said. */
function comparisonLines(report: PeriodReport, width: number): Line[] {
  const { heads, rows } = comparison(report);
  const first = Math.min(Math.max(...rows.map(({ label }) => displayWidth(label))), Math.max(8, width - 12));
  const widths = heads.map((head, index) =>
    Math.max(displayWidth(head), ...rows.map(({ values }) => displayWidth(values[index] ?? ""))),
  );
  let fitting = 0;
  for (let taken = first; fitting < widths.length && taken + 2 + (widths[fitting] ?? 0) <= width; fitting++)
    taken += 2 + (widths[fitting] ?? 0);
  const line = (label: string, values: readonly string[]) =>
    [fitToWidth(label, first), ...values.slice(0, fitting).map((value, index) => value.padStart(widths[index] ?? 0))].join("  ");
  const left = heads.slice(fitting);
  return [
    [piece(line("", heads), "dim")],
    ...rows.map(({ label, values }): Line => [piece(line(label, values))]),
    ...(left.length > 0 ? wrapped(`not shown for want of width: ${left.join(", ")}`, { width, style: "dim" }) : []),
  ];
}
