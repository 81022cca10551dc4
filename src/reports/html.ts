import type { Finding } from "../model/finding.ts";
import { shortRevision } from "../model/person.ts";
import type { AuditView, ReportedAudit, ReportView } from "../model/report.ts";
import { htmlPage } from "./html-page.ts";
import { findingsTable, gridTable, sourcesTable } from "./html-tables.ts";
import { type Html, html } from "./html-template.ts";
import { shortText, webAddress } from "./text.ts";
import {
  cellText,
  countsSentence,
  exemptFindings,
  findingsSentence,
  grouped,
  openFindings,
  statusSentence,
  unassessedChecks,
  unreadSentence,
  unreadSources,
} from "./wording.ts";
import { worstFirst } from "./worst-first.ts";

/** One page that needs nothing else: no script, nothing loaded, readable in the dark and on paper. */
export function htmlReport(view: ReportView): string {
  const { organization, period, generated_at, roster } = view.report;
  const title = `${shortText(organization)}: access audit ${shortText(period)}`;
  return htmlPage(
    title,
    html`<p class="dim">${grouped(roster.people)} people on the roster, ${shortText(roster.source)} at ${shortText(shortRevision(roster.revision))} · read <time>${shortText(generated_at)}</time></p>
${figures(view)}
${worstFirst(view.audits).map(auditSection)}`,
  );
}

function figures({ audits }: ReportView): Html {
  const open = audits.flatMap(({ audit }) => openFindings(audit));
  const unread = audits.reduce((sum, { audit }) => sum + unreadSources(audit).length, 0);
  const worst = open.filter(({ severity }) => severity === "critical" || severity === "high").length;
  return html`<dl class="kpi">
<div><dt>Open findings</dt><dd>${grouped(open.length)}</dd></div>
<div><dt>Critical or high</dt><dd>${grouped(worst)}</dd></div>
<div><dt>Sources we could not look at</dt><dd${unread > 0 ? html` class="unread"` : null}>${grouped(unread)}</dd></div>
<div><dt>Systems read in full</dt><dd>${audits.filter(({ audit }) => audit.status === "complete").length} of ${audits.length}</dd></div>
</dl>`;
}

function auditSection(view: AuditView): Html {
  const { name, audit, tables, warnings } = view;
  return html`<section>
<header><h2>${shortText(name)}</h2><p class="dim">${shortText(`${audit.system} · ${audit.platform} · ${audit.state.replace("-", " ")}`)} ${issueLink(audit)}</p></header>
${statusBlock(audit)}
<p>${findingsSentence(audit)}</p>
<p class="dim">${shortText(countsSentence(audit), 1_000)}</p>
${roll(view)}
${warnings.map((warning) => html`<p class="medium">${shortText(warning, 1_000)}</p>`)}
<h3>Findings</h3>
${findingsTable(openFindings(audit), "Open findings, worst first")}
${findingsTable(exemptFindings(audit), "Exempt findings")}
${audit.resolved.length > 0 ? html`<h3>Resolved</h3><ul>${audit.resolved.map(({ key }) => html`<li>${shortText(key)}</li>`)}</ul>` : null}
<h3>What was read</h3>
${sourcesTable(audit)}
${checksTable(audit)}
${tables.length > 0 ? html`<h3>Accounts and credentials</h3>` : null}
${tables.map(({ title, columns, rows }) => gridTable(`${title} (${grouped(rows.length)})`, { columns, rows }))}
</section>
`;
}

function issueLink({ issue }: ReportedAudit): Html | null {
  const address = webAddress(issue?.url ?? null);
  return address ? html`· <a href="${address}" rel="noreferrer">issue ${issue?.iid ?? ""}</a>` : null;
}

function statusBlock(audit: ReportedAudit): Html {
  if (audit.status === "complete") return html`<p>${statusSentence(audit)}</p>`;
  const reasons = unreadSources(audit).map((source) => html`<li>${shortText(unreadSentence(source), 1_000)}</li>`);
  const silent = unassessedChecks(audit)
    .map(({ id }) => id)
    .join(", ");
  return html`<div class="hatched" role="note"><div><strong class="unread">${statusSentence(audit)}</strong>
${reasons.length > 0 ? html`<ul>${reasons}</ul>` : null}
${silent ? html`<p>Not assessed: ${shortText(silent, 2_000)}</p>` : null}</div></div>`;
}

/** Marks beyond this are too small to tell apart. */
const mostMarks = 400;

/** One mark a seated account, coloured by its worst finding. In an audit that did not see all, no mark is calm. */
function roll({ audit, accounts }: AuditView): Html | null {
  const seated = accounts.filter(({ account }) => account.seated);
  if (seated.length === 0 || seated.length > mostMarks) return null;
  const worst = worstByAccount(openFindings(audit));
  const calm = audit.status === "complete" ? "" : "unseen";
  const marks = seated.map(({ account }) => html`<i class="${worst.get(account.id) ?? calm}"></i>`);
  return html`<div class="roll" aria-hidden="true">${marks}</div>
<p class="dim">One mark a seated account · colour = its worst finding · hatched = not everything could be looked at</p>`;
}

function worstByAccount(findings: readonly Finding[]): Map<string, string> {
  const worst = new Map<string, string>();
  for (const { account, severity } of findings) if (account && !worst.has(account.id)) worst.set(account.id, severity);
  return worst;
}

function checksTable({ checks }: ReportedAudit): Html {
  const columns = ["Check", "Outcome", "Assessed", "Failing", "Exempt", "Unknown", "Reason"];
  const rows = checks.map((check) => [
    check.id,
    check.outcome.replace("-", " "),
    check.assessed,
    check.failing,
    check.exempt,
    check.unknown,
    cellText(check.reason),
  ]);
  return gridTable("Checks", { columns, rows });
}
