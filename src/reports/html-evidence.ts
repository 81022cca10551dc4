import type { EvidenceFinding, EvidenceView } from "../model/evidence-view.ts";
import type { Cell } from "../model/report.ts";
import {
  answerWords,
  decisionWords,
  findingsWords,
  listingWords,
  lookbackWords,
  outcomeWord,
  proofWords,
  rosterWords,
  sourceWord,
  stateWord,
  statusWords,
  timeText,
  unseenSources,
} from "./evidence-words.ts";
import { htmlPage } from "./html-page.ts";
import { gridTable } from "./html-tables.ts";
import { type Html, html } from "./html-template.ts";
import { shortText, webAddress } from "./text.ts";
import { answersSentence, grouped, subjectDetail, subjectName, valueText } from "./wording.ts";

const long = (text: string) => shortText(text, 1_000);

/** The evidence of one audit as one page, the same as the PDF: everything but the list of accounts. The same view gives the same text. */
export function htmlOf(view: EvidenceView): string {
  const title = `${shortText(view.name)}: access audit ${shortText(view.period)}`;
  return htmlPage(
    title,
    html`<p class="dim">${shortText(`${view.organization} · ${view.audit} · ${view.platform} · ${stateWord(view.state)}`)} ${issueLink(view)}</p>
<p class="dim">${shortText(rosterWords(view))} · evidence as of <time>${timeText(view.sealedAt)}</time> · Rollcall ${shortText(view.rollcall)}</p>
${figures(view)}
${statusBlock(view)}
<section><h2>Review</h2>${review(view)}</section>
<section><header><h2>Findings</h2><p class="dim">${findingsWords(view)}</p></header>${findings(view)}</section>
<section><header><h2>What was read</h2><p class="dim">${shortText(listingWords(view))}</p></header>${sources(view)}${readings(view)}</section>
<section><h2>Checks</h2>${checks(view)}</section>
<section><h2>Exemptions in force</h2>${exemptions(view)}</section>
<section><h2>What happened</h2>${events(view)}</section>`,
  );
}

function issueLink({ issue }: EvidenceView): Html | null {
  const address = webAddress(issue?.url ?? null);
  return address ? html`· <a href="${address}" rel="noreferrer">issue ${issue?.iid ?? ""}</a>` : null;
}

function figures(view: EvidenceView): Html {
  const open = view.findings.filter(({ settled }) => !settled).length;
  const used = view.findings.filter(({ lookback }) => lookback?.used === "yes").length;
  const notSeen = unseenSources(view).length;
  return html`<dl class="kpi">
<div><dt>Accounts</dt><dd>${grouped(view.accountCount)}</dd></div>
<div><dt>Findings</dt><dd>${grouped(view.findings.length)}</dd></div>
<div><dt>Still open</dt><dd${open > 0 ? html` class="high"` : null}>${grouped(open)}</dd></div>
<div><dt>Used while wrong</dt><dd${used > 0 ? html` class="critical"` : null}>${grouped(used)}</dd></div>
<div><dt>Sources we could not look at</dt><dd${notSeen > 0 ? html` class="unread"` : null}>${notSeen} of ${view.sources.length}</dd></div>
</dl>`;
}

function statusBlock(view: EvidenceView): Html {
  if (view.status === "complete") return html`<p>${statusWords(view)}</p>`;
  const silent = view.checks.filter(({ outcome }) => outcome === "not-assessed").map(({ id }) => id);
  return html`<div class="hatched" role="note"><div><strong class="unread">${statusWords(view)}</strong>
<ul>${unseenSources(view).map((source) => html`<li>${long(`${source.name}: ${sourceWord(source)}: ${source.reason ?? "no reason given"}`)}</li>`)}</ul>
${silent.length > 0 ? html`<p>Not assessed: ${shortText(silent.join(", "), 2_000)}</p>` : null}</div></div>`;
}

function review({ review: signed }: EvidenceView): Html {
  if (signed === null) return html`<p class="unread">Nobody has signed this audit.</p>`;
  const over = signed.carriedOver > 0 ? ` ${grouped(signed.carriedOver)} carried into the next audit.` : "";
  const waiver = signed.waiver;
  return html`<p>“<bdi>${long(signed.sentence)}</bdi>”</p>
<p class="dim">Signed by <bdi>${shortText(signed.by)}</bdi>, of the listing of ${timeText(signed.listedAt)}; sha256 over its ledgers ${shortText(signed.sha256)}.${over}</p>
${waiver === null ? null : html`<div class="hatched" role="note"><div><strong class="unread">Closed by waiver</strong><p><bdi>${long(waiver)}</bdi></p></div></div>`}`;
}

function findings({ findings: all }: EvidenceView): Html | null {
  if (all.length === 0) return null;
  const columns = ["Ref", "Severity", "Who", "What", "Said and decided", "Lookback", "Stands"];
  return html`<div class="table"><table>
<caption>Findings, worst first</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${all.map(findingRow)}</tbody>
</table></div>`;
}

function findingRow(one: EvidenceFinding): Html {
  const { finding, lookback } = one;
  const { ref, severity, check, message, expected, observed, roster_at, source } = finding;
  const rests = [check, roster_at, `source ${source}`].filter(Boolean).join(" · ");
  const said = [...answerWords(one), ...decisionWords(one)];
  const used = lookback === null || lookback.used === "no" ? "" : lookback.used === "yes" ? "critical" : "unread";
  return html`<tr><th scope="row">${shortText(ref)}</th><td class="severity ${severity}">${severity}</td>
<td class="who"><bdi>${shortText(subjectName(finding))}</bdi><br><small class="dim"><bdi>${shortText(subjectDetail(finding))}</bdi></small></td>
<td class="what"><bdi>${long(message)}</bdi><div class="expected">${long(valueText(expected))}</div><div class="observed">${long(valueText(observed))}</div><small class="dim">${long(rests)}</small></td>
<td>${said.map((words) => html`<p><bdi>${long(words)}</bdi></p>`)}</td>
<td class="${used}">${long(lookbackWords(lookback))}</td>
<td class="who"><strong${one.settled ? null : html` class="high"`}>${shortText(one.stands)}</strong><br><small>${proofWords(one)}</small><br><small class="dim">found ${timeText(one.foundAt)} · asked: ${shortText(answersSentence(finding))}</small></td></tr>
`;
}

function sources({ sources: all }: EvidenceView): Html {
  const columns = ["Source", "Query", "Status", "Rows", "Expected", "Requests", "Read at", "SHA-256, or why not"];
  return html`<div class="table"><table>
<caption>Sources of the listing</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${all.map((source) => {
  const word = sourceWord(source);
  return html`<tr><th scope="row">${shortText(source.name)}</th><td>${shortText(source.query, 400)}</td>
<td>${word.startsWith("could") ? html`<span class="unread">${word}</span>` : word}</td><td class="number">${source.rows}</td>
<td class="number">${source.expected ?? "not told"}</td><td class="number">${source.requests}</td><td>${timeText(source.finishedAt)}</td>
<td><small>${long(source.sha256 ?? source.reason ?? "")}</small></td></tr>
`;
})}</tbody>
</table></div>`;
}

function readings({ readings: all }: EvidenceView): Html | null {
  if (all.length < 2) return null;
  const rows = all.map(({ n, scope, takenAt, by, status, sources: read }): Cell[] => {
    const notSeen = unseenSources({ sources: read }).length;
    return [n, scope === "whole" ? "everything" : "what was open", timeText(takenAt), by, read.length, notSeen, status];
  });
  const columns = ["Reading", "Of", "Taken", "By", "Sources", "Could not look at", "Ended"];
  return gridTable("Readings", { columns, rows });
}

function checks({ checks: all }: EvidenceView): Html {
  const columns = ["Check", "Outcome", "Assessed", "Failing", "Exempt", "Unknown", "Reason"];
  const rows = all.map(({ id, outcome, assessed, failing, exempt, unknown, reason }): Cell[] => {
    return [id, outcomeWord(outcome), assessed, failing, exempt, unknown, reason];
  });
  return gridTable("Each with how many it looked at", { columns, rows });
}

function exemptions({ exemptions: all }: EvidenceView): Html {
  const rows = all.map(({ covers, reason, approver, until, at }): Cell[] => [covers, reason, approver, until, at]);
  return gridTable("Exemptions", { columns: ["Covers", "Reason", "Approved by", "Until", "Where"], rows });
}

function events({ events: all }: EvidenceView): Html {
  const rows = all.map(({ n, at, actor, sentence, reason, refs }): Cell[] => [
    n,
    timeText(at),
    actor,
    sentence,
    reason,
    refs.join(", "),
  ]);
  return gridTable("Events, in order", { columns: ["No.", "Time", "Who", "What", "Reason", "Findings"], rows });
}
