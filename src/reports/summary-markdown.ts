import type { RootContent } from "mdast";
import { shortRevision } from "../model/person.ts";
import type { AuditView, ReportView } from "../model/report.ts";
import { gitlabMarkdown } from "./escape-gitlab.ts";
import { checkNodes, findingNodes, fitsInline, seatNodes, sourceNodes, statusNodes, tableNodes } from "./markdown.ts";
import { heading, link, paragraph, sentence, table, text } from "./markdown-nodes.ts";
import { webAddress } from "./text.ts";
import { findingsSentence, grouped, unreadSources } from "./wording.ts";
import { worstFirst } from "./worst-first.ts";

/** All audits of a run in one text, to read: an overview, then each audit, worst first. Long tables give way to the CSV report. */
export function summaryMarkdown(view: ReportView): string {
  const { organization, period, generated_at, roster } = view.report;
  const line = `${grouped(roster.people)} people, ${roster.source} at ${shortRevision(roster.revision)}`;
  const audits = worstFirst(view.audits);
  return gitlabMarkdown([
    heading(1, `${organization}: access audit ${period}`),
    paragraph(sentence(`Read ${generated_at} · ${line}`)),
    overview(audits),
    ...audits.flatMap((audit) => auditNodes(audit)),
  ]);
}

function overview(audits: readonly AuditView[]): RootContent {
  const rows = audits.map(({ name, audit }) => [
    name,
    audit.status,
    String(unreadSources(audit).length),
    findingsSentence(audit),
    issueCell(audit.issue?.url ?? null),
  ]);
  return table([["System", "Status", "Sources not read", "Findings", "Issue"], ...rows]);
}

function issueCell(url: string | null) {
  const address = webAddress(url);
  return address ? link(address, address) : (url ?? "");
}

function auditNodes(view: AuditView): RootContent[] {
  const { audit, tables, name } = view;
  return [
    heading(2, name),
    ...statusNodes(audit, `${audit.system} · ${audit.platform} · ${audit.state.replace("-", " ")}`),
    ...seatNodes(view),
    ...sourceNodes(view),
    ...findingNodes(audit),
    ...checkNodes(audit),
    ...(fitsInline("", tables) ? tables.flatMap((shown) => tableNodes(shown, null)) : [tooLong(tables)]),
  ];
}

function tooLong(tables: AuditView["tables"]): RootContent {
  const sizes = tables.map(({ title, rows }) => `${title} ${grouped(rows.length)}`).join(" · ");
  return paragraph(sentence(`Too long to read here: ${sizes}.`), text(" Every account: "), {
    type: "inlineCode",
    value: "rollcall audit --format csv --accounts",
  });
}
