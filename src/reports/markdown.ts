import type { PhrasingContent, RootContent } from "mdast";
import { compareIds } from "../model/json.ts";
import type { AuditView, ReportedAudit, ReportedSource, Table } from "../model/report.ts";
import { gitlabMarkdown } from "./escape-gitlab.ts";
import { findingItem, findingMarker, findingPhrases } from "./finding-line.ts";
import { heading, item, link, list, paragraph, sentence, strong, table, text } from "./markdown-nodes.ts";
import { seatsSentence } from "./seats-wording.ts";
import { startItem } from "./start-box.ts";
import { shortText } from "./text.ts";
import {
  cellText,
  counted,
  countsSentence,
  exemptFindings,
  findingsSentence,
  openFindings,
  statusSentence,
  unreadSentence,
  unreadSources,
} from "./wording.ts";

export interface NotesContext {
  organization: string;
  period: string;
  /** ISO 8601. */
  generatedAt: string;
  /** "120 people, roster/ at 3f9c1ab". */
  rosterLine: string;
}

export interface NotesOptions {
  /** Table id → Markdown link to its file. A table that has one is replaced by a line with the link. `null` = all inline. */
  attachments: ReadonlyMap<string, string> | null;
  /** Refs whose boxes people ticked. */
  ticked?: ReadonlySet<string>;
  /** Whether the box that starts the follow-up is ticked. */
  startTicked?: boolean;
  /** Finding key → ref of earlier runs of this audit. Those gone are listed, so that their refs are never given away. */
  earlier?: ReadonlyMap<string, string>;
}

/** GitLab stops rendering long before its limit of 1,048,576 characters. */
const mostCharacters = 200_000;
const mostRows = 500;

/** Whether Notes with these tables inline are still rendered by GitLab. With "" for the text it judges the rows alone. */
export function fitsInline(markdown: string, tables: readonly Table[]): boolean {
  return markdown.length <= mostCharacters && tables.reduce((rows, { rows: { length } }) => rows + length, 0) <= mostRows;
}

/** What stands under `## Notes` in the audit issue, ending in a line break. Status first; nobody is mentioned. */
export function notesMarkdown(view: AuditView, context: NotesContext, options: NotesOptions): string {
  return gitlabMarkdown([
    ...statusNodes(view.audit, contextLine(context)),
    ...seatNodes(view),
    ...sourceNodes(view),
    ...taskNodes(view.audit, options),
    ...exemptNodes(view.audit),
    ...goneNodes(view.audit, options.earlier ?? new Map()),
    ...checkNodes(view.audit),
    ...view.tables.flatMap((shown) => tableNodes(shown, options.attachments?.get(shown.id) ?? null)),
  ]);
}

function contextLine({ organization, period, generatedAt, rosterLine }: NotesContext): string {
  return [organization, period, `read ${generatedAt}`, rosterLine].join(" · ");
}

/** An audit that could not look says so before anything else. */
export function statusNodes(audit: ReportedAudit, line: string): RootContent[] {
  const unread = unreadSources(audit);
  const counts = countsSentence(audit);
  return [
    paragraph(strong(statusSentence(audit))),
    ...(unread.length > 0 ? [list(unread.map((source) => item([sentence(unreadSentence(source))])))] : []),
    paragraph(sentence(line)),
    ...(counts ? [paragraph(sentence(`Counts: ${counts}`))] : []),
  ];
}

/** The seats of the system in a line. */
export function seatNodes({ seats }: AuditView): RootContent[] {
  return seats === null ? [] : [paragraph(sentence(seatsSentence(seats)))];
}

/** The status of an audit that could not look, as one line of Markdown; `null` of one that did. */
export function statusMarkdown(audit: ReportedAudit): string | null {
  if (audit.status === "complete") return null;
  return gitlabMarkdown([paragraph(strong(statusSentence(audit)))]).trimEnd();
}

export function sourceNodes({ audit, warnings }: AuditView): RootContent[] {
  const head = ["Source", "Status", "Rows", "Expected", "Requests", "SHA-256", "Reason"];
  return [
    heading(3, "Sources"),
    table([head, ...audit.sources.map(sourceRow)]),
    ...(warnings.length > 0 ? [heading(3, "Warnings"), list(warnings.map((warning) => item([sentence(warning)])))] : []),
  ];
}

function sourceRow(source: ReportedSource): (string | PhrasingContent)[] {
  const { name, status, rows, expected, requests, sha256, reason } = source;
  return [name, status, String(rows), cellText(expected), String(requests), digest(sha256), reason ?? ""];
}

/** In a code span: bare hex digits would be read as a commit. */
function digest(sha256: string | null): string | PhrasingContent {
  return sha256 && /^[0-9a-f]+$/.test(sha256) ? { type: "inlineCode", value: sha256.slice(0, 12) } : (sha256 ?? "");
}

/** A task list: boxes do not work in tables. The first box is the auditor's, and goes once people are asked. */
function taskNodes(audit: ReportedAudit, { ticked, startTicked = false }: NotesOptions): RootContent[] {
  const tasks = openFindings(audit).map((finding) => findingItem(finding, ticked?.has(finding.ref) ?? false));
  return [
    heading(3, "Findings"),
    paragraph(sentence(findingsSentence(audit))),
    ...(audit.state === "draft" ? [list([startItem(startTicked)])] : []),
    ...(tasks.length > 0 ? [howToAnswer(), list(tasks)] : []),
  ];
}

/** The commands as people write them. */
function howToAnswer(): RootContent {
  const code = (value: string): PhrasingContent => ({ type: "inlineCode", value });
  return paragraph(
    text("Fixed? Tick its box. Or answer in a comment: "),
    code("/rollcall fixed F12"),
    text(", "),
    code("/rollcall roster F12"),
    text(" (the roster is corrected), "),
    code("/rollcall explain F12: why it is right"),
    text(". The auditor or the Support Operations Manager decides: "),
    code("/rollcall accept F12 until 2027-03-01: why"),
    text(", "),
    code("/rollcall reject F12: why"),
    text(", "),
    code("/rollcall reopen F12: why"),
    text("."),
  );
}

/** The same findings to read only, without boxes and markers. */
export function findingNodes(audit: ReportedAudit): RootContent[] {
  const items = audit.findings.map((finding) => item(findingPhrases(finding)));
  return [heading(3, "Findings"), paragraph(sentence(findingsSentence(audit))), ...(items.length > 0 ? [list(items)] : [])];
}

function exemptNodes(audit: ReportedAudit): RootContent[] {
  const exempt = exemptFindings(audit);
  return exempt.length === 0 ? [] : [heading(3, "Exempt"), list(exempt.map((finding) => findingItem(finding, null)))];
}

/** Resolved since the earlier audit, and what only earlier runs of this one found. Unread is not fixed, and it says so. */
function goneNodes(audit: ReportedAudit, earlier: ReadonlyMap<string, string>): RootContent[] {
  const known = new Set([...audit.findings, ...audit.resolved].map(({ key }) => key));
  const resolved = audit.resolved.map(({ key }) => goneItem(key, earlier.get(key)));
  const unseen = [...earlier]
    .filter(([key]) => !known.has(key))
    .sort(([, a], [, b]) => compareIds(a, b))
    .map(([key, ref]) => goneItem(key, ref));
  const caution = audit.status === "complete" ? "" : " They may still be wrong: not everything could be looked at.";
  return [
    ...(resolved.length > 0 ? [heading(3, "Resolved"), list(resolved)] : []),
    ...(unseen.length > 0
      ? [
          heading(3, "Not found again"),
          paragraph(text(`Found by an earlier run of this audit, not by this one.${caution}`)),
          list(unseen),
        ]
      : []),
  ];
}

function goneItem(key: string, ref: string | undefined) {
  return item(ref === undefined ? [sentence(key)] : [strong(ref), text(" "), sentence(key), text(" "), findingMarker(key, ref)]);
}

export function checkNodes(audit: ReportedAudit): RootContent[] {
  const head = ["Check", "Outcome", "Assessed", "Failing", "Exempt", "Unknown", "Reason"];
  const rows = audit.checks.map(({ id, outcome, assessed, failing, exempt, unknown, reason }) => [
    id,
    outcome.replace("-", " "),
    ...[assessed, failing, exempt, unknown].map(String),
    reason ?? "",
  ]);
  return [heading(3, "Checks"), table([head, ...rows])];
}

/** A table of the platform, or a line that says where it is. `elsewhere`: Markdown link to its file. */
export function tableNodes({ title, columns, rows }: Table, elsewhere: string | null): RootContent[] {
  const head = heading(3, `${title} (${rows.length})`);
  if (elsewhere !== null) return [head, paragraph(text(`${counted(rows.length, "row")}: `), attachment(elsewhere))];
  return rows.length === 0 ? [head, paragraph(text("None."))] : [head, table([columns, ...rows.map((row) => row.map(cellText))])];
}

/** GitLab answers an upload with `[name](/uploads/…)`; anything else stays text. */
function attachment(markdown: string): PhrasingContent {
  const parts = /^!?\[([^\]]*)\]\(([^()\s]+)\)$/u.exec(markdown);
  return parts ? link(parts[1] ?? "", parts[2] ?? "") : text(shortText(markdown));
}
