import { shortRevision } from "../model/person.ts";
import type { AuditView, ReportedAudit, ReportView } from "../model/report.ts";
import { cutToWidth, displayWidth, fitToWidth, wrapToWidth } from "./display-width.ts";
import { findingLines } from "./terminal-findings.ts";
import { type Line, piece, renderLines, type Style } from "./terminal-line.ts";
import { shortText } from "./text.ts";
import {
  counted,
  countsSentence,
  exemptFindings,
  findingsSentence,
  grouped,
  openFindings,
  severityCounts,
  statusSentence,
  unassessedChecks,
  unreadSources,
  unreadWord,
} from "./wording.ts";
import { worstFirst, worstSeverity } from "./worst-first.ts";

export interface SummaryOptions {
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
  /** Every finding, however many. */
  all?: boolean;
}

/** What a person sees at the end of `rollcall audit`: worst audit first, what could not be looked at before what was found. */
export function auditSummary(view: ReportView, { width, colour, all = false }: SummaryOptions): string {
  const audits = worstFirst(view.audits);
  const lines = [
    ...headLines(view, width),
    ...(audits.length > 1 ? [[], ...overviewLines(audits)] : []),
    ...audits.flatMap((audit) => auditLines(audit, { width, all })),
  ];
  return renderLines(lines, { width, colour });
}

function headLines({ report }: ReportView, width: number): Line[] {
  const { organization, period, generated_at, roster } = report;
  const origin = `${grouped(roster.people)} people on the roster · ${roster.source} at ${shortRevision(roster.revision)} · ${generated_at}`;
  return [
    [piece(`${shortText(organization)} · access audit ${period}`, "bold")],
    ...wrapToWidth(shortText(origin, 1_000), width).map((text) => [piece(text, "dim")]),
  ];
}

/** One line an audit, where there are several. */
function overviewLines(audits: readonly AuditView[]): Line[] {
  const names = Math.min(32, Math.max(...audits.map(({ name }) => displayWidth(shortText(name)))));
  return audits.map(({ name, audit }) => [
    piece(audit.status === "complete" ? "  ● " : "  ▒ ", statusStyle(audit)),
    piece(fitToWidth(shortText(name), names)),
    piece(`  ${audit.status.padEnd(10)}  `, statusStyle(audit)),
    piece(severityCounts(openFindings(audit)) || findingsSentence(audit)),
  ]);
}

/** Green only where all was read and nothing is open: what could not be looked at is never green. */
function statusStyle(audit: ReportedAudit): Style {
  if (audit.status !== "complete") return "unread";
  return worstSeverity(audit) ?? (unassessedChecks(audit).length > 0 ? "plain" : "ok");
}

function auditLines(view: AuditView, { width, all }: { width: number; all: boolean }): Line[] {
  const { audit, name, warnings } = view;
  return [
    [],
    titleLine(shortText(name), audit, width),
    ...unreadLines(audit, width),
    ...wrapped(countsSentence(audit), { width, style: "dim" }),
    ...silentLines(audit, width),
    ...warnings.flatMap((warning) => wrapped(`Warning: ${warning}`, { width, style: "medium" })),
    ...wrapped(closingSentence(audit), { width, style: "bold" }),
    ...findingLines(audit, { width, all }),
    ...issueLines(audit, width),
  ];
}

function titleLine(name: string, audit: ReportedAudit, width: number): Line {
  const title = cutToWidth(name, Math.max(10, width - audit.status.length - 8));
  const rule = Math.max(0, width - displayWidth(title) - audit.status.length - 7);
  return [
    piece("── ", "dim"),
    piece(title, "bold"),
    piece(` ${"─".repeat(rule)} `, "dim"),
    piece(audit.status, statusStyle(audit)),
    piece(" ─", "dim"),
  ];
}

/** Wrapped, never cut: the reason is what has to be mended. */
function unreadLines(audit: ReportedAudit, width: number): Line[] {
  if (audit.status === "complete") return [];
  const reasons = unreadSources(audit).flatMap((source) => {
    const [first = "", ...rest] = wrapToWidth(
      shortText(`${source.name} · ${unreadWord(source)} · ${source.reason ?? "no reason given"}`, 1_000),
      Math.max(10, width - 6),
    );
    return [[piece("  ▒ ", "unread"), piece(first)], ...rest.map((text) => [piece(`    ${text}`)])];
  });
  return [...wrapped(statusSentence(audit), { width, style: "unread" }), ...reasons];
}

function silentLines(audit: ReportedAudit, width: number): Line[] {
  const silent = unassessedChecks(audit).map(({ id }) => id);
  if (silent.length === 0) return [];
  const head = `Not assessed, ${grouped(silent.length)} of ${counted(audit.checks.length, "check")}: `;
  return wrapped(head + silent.join(", "), { width, style: "unread" });
}

function closingSentence(audit: ReportedAudit): string {
  const exempt = exemptFindings(audit).length;
  const aside = [exempt > 0 && `${exempt} exempt`, audit.resolved.length > 0 && `${audit.resolved.length} resolved`];
  return [findingsSentence(audit), ...aside.filter((part) => part !== false)].join("; ");
}

/** On a line of its own, so that it can be copied whole. */
function issueLines(audit: ReportedAudit, width: number): Line[] {
  if (audit.issue === null) return [];
  const url = wrapToWidth(shortText(audit.issue.url, 1_000), Math.max(10, width - 2));
  return [[], [piece("  Issue", "dim")], ...url.map((text) => [piece(`  ${text}`)])];
}

function wrapped(text: string, { width, style }: { width: number; style: Style }): Line[] {
  return text === ""
    ? []
    : wrapToWidth(shortText(text, 2_000), Math.max(10, width - 2)).map((line) => [piece(`  ${line}`, style)]);
}
