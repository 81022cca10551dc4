import type { PeriodReport, PeriodSystem } from "../model/period-report.ts";
import { severities } from "../model/severity.ts";
import { htmlPage } from "./html-page.ts";
import { type Html, html } from "./html-template.ts";
import {
  auditsWords,
  auditWord,
  comparison,
  daysWords,
  periodSubtitle,
  periodTitle,
  savedWords,
  seatsWords,
  unseenLines,
} from "./period-words.ts";
import { shortText, webAddress } from "./text.ts";
import { grouped } from "./wording.ts";

/** The page as one file that needs nothing else. */
export function periodHtml(report: PeriodReport): string {
  return htmlPage(
    shortText(periodTitle(report)),
    html`<p class="dim">${shortText(periodSubtitle(report))}</p>
${figures(report)}
${unseenBlock(report)}
<section><header><h2>Systems</h2><p class="dim">${auditsWords(report.total)}</p></header>${systemsTable(report)}</section>
<section><h2>Against earlier periods</h2>${comparisonTable(report)}</section>`,
  );
}

function figures({ total, systems }: PeriodReport): Html {
  const { audits, findings, seats, unseen } = total;
  return html`<dl class="kpi">
<div><dt>Audits done</dt><dd>${audits.done} of ${systems.length}</dd></div>
<div><dt>Waived</dt><dd${audits.waived > 0 ? html` class="unread"` : null}>${audits.waived}</dd></div>
<div><dt>Open findings</dt><dd>${grouped(findings.open)} of ${grouped(findings.found)}</dd></div>
<div><dt>Days to settle, median</dt><dd>${findings.days_to_settle === null ? "–" : grouped(findings.days_to_settle.median)}</dd></div>
<div><dt>Could be saved a month</dt><dd>${savedWords(seats)}</dd></div>
<div><dt>Sources we could not look at</dt><dd${unseen > 0 ? html` class="unread"` : null}>${grouped(unseen)}</dd></div>
</dl>`;
}

function unseenBlock(report: PeriodReport): Html {
  const lines = unseenLines(report);
  if (lines.length === 0) return html`<p>Everything could be looked at.</p>`;
  return html`<div class="hatched" role="note"><div><strong class="unread">Could not look at everything. What was not seen is not cleared.</strong>
<ul>${lines.map((line) => html`<li><bdi>${shortText(line, 1_000)}</bdi></li>`)}</ul></div></div>`;
}

function systemsTable({ systems }: PeriodReport): Html {
  const columns = ["System", "Audit", "Found", "Open", "Days to settle", "Seats", "Could be saved a month", "Sources not seen"];
  return html`<div class="table"><table>
<caption>One line a system</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${systems.map(systemRow)}</tbody>
</table></div>`;
}

function systemRow(system: PeriodSystem): Html {
  const { name, issue, audit, findings, seats, unseen } = system;
  const address = webAddress(issue?.url ?? null);
  const title = html`<bdi>${shortText(name)}</bdi>`;
  const word = auditWord(system);
  const tone = audit === null || word === "waived" ? "unread" : word === "done" ? "ok" : "medium";
  const head = html`<tr><th scope="row">${address ? html`<a href="${address}" rel="noreferrer">${title}</a>` : title}</th><td class="${tone}">${word}</td>`;
  if (audit === null) return html`${head}<td></td><td></td><td></td><td></td><td></td><td class="unread">all</td></tr>\n`;
  return html`${head}
<td class="number">${grouped(findings.found)}</td><td>${openMarks(system)}</td><td>${daysWords(findings)}</td>
<td>${seats ? seatsWords(seats) : null}</td><td>${seats ? savedWords(seats) : null}</td>
<td${unseen.length > 0 ? html` class="unread"` : null}>${unseen.length > 0 ? grouped(unseen.length) : "none"}</td></tr>
`;
}

function openMarks({ findings }: PeriodSystem): Html {
  const there = severities.filter((severity) => findings.open_by_severity[severity] > 0);
  if (there.length === 0) return html`none`;
  return html`${there.map((severity) => html`<span class="severity ${severity}">${grouped(findings.open_by_severity[severity])} ${severity}</span> `)}`;
}

function comparisonTable(report: PeriodReport): Html {
  const { heads, rows } = comparison(report);
  return html`<div class="table"><table>
<caption>This period first</caption>
<thead><tr><th scope="col">What</th>${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>
${rows.map(({ label, values }) => html`<tr><th scope="row">${label}</th>${values.map((value) => html`<td class="number">${value}</td>`)}</tr>\n`)}</tbody>
</table></div>`;
}
