import type { Finding } from "../model/finding.ts";
import type { Cell, ReportedAudit, ReportedSource } from "../model/report.ts";
import { type Html, html } from "./html-template.ts";
import { shortText, webAddress } from "./text.ts";
import { answersSentence, cellText, changeWord, subjectDetail, subjectName, unreadWord, valueText } from "./wording.ts";

/** Sentences may be longer than names. */
const sentenceLimit = 1_000;

/** A table of plain cells with its caption; nothing where there are no rows but the words "None". */
export function gridTable(caption: string, { columns, rows }: { columns: readonly string[]; rows: readonly Cell[][] }): Html {
  if (rows.length === 0) return html`<p><strong>${shortText(caption)}</strong>: none</p>`;
  return html`<div class="table"><table>
<caption>${shortText(caption)}</caption>
<thead><tr>${columns.map((column, index) => headCell(column, typeof rows[0]?.[index] === "number"))}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map(gridCell)}</tr>\n`)}</tbody>
</table></div>`;
}

function headCell(column: string, number: boolean): Html {
  return number
    ? html`<th scope="col" class="number">${shortText(column)}</th>`
    : html`<th scope="col">${shortText(column)}</th>`;
}

/** `bdi`: a name written from right to left does not move its neighbours. */
function gridCell(cell: Cell): Html {
  if (typeof cell === "number") return html`<td class="number">${cell}</td>`;
  return html`<td><bdi>${shortText(cellText(cell), sentenceLimit)}</bdi></td>`;
}

export function findingsTable(findings: readonly Finding[], caption: string): Html | null {
  if (findings.length === 0) return null;
  const columns = ["Ref", "Severity", "Who", "What", "Expected → observed", "Answers", "Rests on"];
  return html`<div class="table"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${findings.map(findingRow)}</tbody>
</table></div>`;
}

function findingRow(finding: Finding): Html {
  const { ref, severity, check, message, expected, observed, fixes, exempt, roster_at, source } = finding;
  const notes = [changeWord(finding), exempt && `exempt until ${exempt.until}: ${exempt.reason}`, ...fixes.slice(0, 1)];
  return html`<tr><th scope="row">${shortText(ref)}</th><td class="severity ${severity}">${severity}</td>
<td class="who">${subject(finding)}<br><small class="dim"><bdi>${shortText(subjectDetail(finding))}</bdi></small></td>
<td><bdi>${shortText(message, sentenceLimit)}</bdi><br><small class="dim">${shortText([check, ...notes].filter(Boolean).join(" · "), sentenceLimit)}</small></td>
<td class="value"><div class="expected">${shortText(valueText(expected), sentenceLimit)}</div><div class="observed">${shortText(valueText(observed), sentenceLimit)}</div></td>
<td class="who"><bdi>${shortText(answersSentence(finding))}</bdi></td>
<td><small class="dim">${shortText([roster_at, `source ${source}`].filter(Boolean).join(" · "))}</small></td></tr>
`;
}

function subject(finding: Finding): Html {
  const address = finding.credential ? null : webAddress(finding.account?.url ?? null);
  const name = html`<bdi>${shortText(subjectName(finding))}</bdi>`;
  return address ? html`<a href="${address}" rel="noreferrer">${name}</a>` : name;
}

export function sourcesTable({ sources }: ReportedAudit): Html {
  const columns = ["Source", "Status", "Rows", "Expected", "Requests", "SHA-256", "Reason"];
  return html`<div class="table"><table>
<caption>Sources</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${sources.map(sourceRow)}</tbody>
</table></div>`;
}

function sourceRow(source: ReportedSource): Html {
  const { name, status, rows, expected, requests, sha256, reason } = source;
  const unread = status === "unavailable" || status === "failed";
  const said = unread ? html`<span class="unread">could not look (${unreadWord(source)})</span>` : status;
  return html`<tr><th scope="row">${shortText(name)}</th><td>${said}</td><td class="number">${rows}</td><td class="number">${expected}</td>
<td class="number">${requests}</td><td class="digest">${shortText(sha256 ?? "").slice(0, 12)}</td><td>${shortText(reason ?? "", sentenceLimit)}</td></tr>
`;
}
