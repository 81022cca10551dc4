import type { PeriodReport, PeriodSystem } from "../model/period-report.ts";
import { type PdfBlock, type PdfNode, pdfBytes } from "./pdf-file.ts";
import { figures, grid, heading, type PdfCell, pdfDocument, tones, unseen, unseenBox } from "./pdf-style.ts";
import {
  auditsWords,
  auditWord,
  comparison,
  periodSubtitle,
  periodTitle,
  savedWords,
  seatsWords,
  unseenLines,
} from "./period-words.ts";
import { shortText } from "./text.ts";
import { grouped } from "./wording.ts";

/** The page as a PDF, on one sheet where a team has a handful of systems. */
export async function periodPdf(report: PeriodReport): Promise<Uint8Array> {
  const { organization, generated_at: at } = report;
  return pdfBytes(pdfDocument({ title: periodTitle(report), author: organization, at, content: content(report) }));
}

function content(report: PeriodReport): PdfNode[] {
  return [
    { text: shortText(periodTitle(report)), style: "title" },
    { text: shortText(periodSubtitle(report)), style: "subtitle" },
    figuresOf(report),
    ...unseenBlock(report),
    heading("Systems", auditsWords(report.total)),
    systemsGrid(report),
    heading("Against earlier periods"),
    comparisonGrid(report),
  ];
}

function figuresOf({ total, systems }: PeriodReport): PdfBlock {
  const { audits, findings, seats, unseen: notSeen } = total;
  return figures([
    { label: "Audits done", value: `${audits.done} of ${systems.length}` },
    { label: "Waived", value: grouped(audits.waived), ...(audits.waived > 0 ? { color: unseen } : {}) },
    { label: "Open findings", value: `${grouped(findings.open)} of ${grouped(findings.found)}` },
    { label: "Days, median", value: findings.days_to_settle === null ? "–" : grouped(findings.days_to_settle.median) },
    { label: "To save a month", value: savedWords(seats) },
    { label: "Sources not seen", value: grouped(notSeen), ...(notSeen > 0 ? { color: unseen } : {}) },
  ]);
}

function unseenBlock(report: PeriodReport): PdfNode[] {
  const lines = unseenLines(report);
  if (lines.length === 0) return [{ text: "Everything could be looked at.", margin: [0, 4, 0, 0] }];
  const head = { text: "Could not look at everything. What was not seen is not cleared.", style: "unseen" };
  return [unseenBox([head, ...lines.map((line) => ({ text: shortText(line, 1_000), fontSize: 8.5 }))])];
}

function systemsGrid({ systems }: PeriodReport): PdfBlock {
  const heads = ["System", "Audit", "Found", "Open", "Days, med. / worst", "Seats", "Not seen"];
  return grid(heads, systems.map(systemRow), { widths: ["*", 50, 28, 118, 44, 94, 32] });
}

function systemRow(system: PeriodSystem): PdfCell[] {
  const { name, audit, findings, seats, unseen: notSeen } = system;
  const word = auditWord(system);
  const color = audit === null || word === "waived" ? unseen : word === "done" ? tones.pass : tones.medium;
  const state: PdfBlock = { text: word, bold: true, ...(color ? { color } : {}) };
  const title: PdfBlock = { text: shortText(name), bold: true };
  if (audit === null) return [title, state, null, null, null, null, { text: "all", style: "unseen" }];
  const { days_to_settle: days } = findings;
  return [
    title,
    state,
    findings.found,
    {
      text: openShort(findings.open_by_severity),
      ...(findings.open_by_severity.critical > 0 && tones.critical ? { color: tones.critical } : {}),
    },
    days === null ? "–" : { text: `${grouped(days.median)} / ${grouped(days.worst)}`, alignment: "right" },
    seats ? seatsWords(seats) : null,
    notSeen.length > 0 ? { text: grouped(notSeen.length), style: "unseen" } : 0,
  ];
}

/** "5 critical · 9 high · 30 lower": on one line, so that the page stays one. */
function openShort({ critical, high, medium, low }: PeriodSystem["findings"]["open_by_severity"]): string {
  const parts: [number, string][] = [
    [critical, "critical"],
    [high, "high"],
    [medium + low, critical + high > 0 ? "lower" : "medium or low"],
  ];
  const there = parts.filter(([count]) => count > 0).map(([count, word]) => `${grouped(count)} ${word}`);
  return there.length > 0 ? there.join(" · ") : "none";
}

function comparisonGrid(report: PeriodReport): PdfBlock {
  const { heads, rows } = comparison(report);
  const right = (text: string, bold: boolean): PdfBlock => ({ text, alignment: "right", bold });
  const body = rows.map(({ label, values }): PdfCell[] => [label, ...values.map((value, index) => right(value, index === 0))]);
  return grid(["", ...heads], body, { widths: [112, ...heads.map(() => "*")], padding: 1.4 });
}
