import type { EvidenceView } from "../model/evidence-view.ts";
import {
  findingsWords,
  listingWords,
  outcomeWord,
  rosterWords,
  sourceWord,
  stateWord,
  statusWords,
  timeText,
  unseenSources,
} from "./evidence-words.ts";
import { type PdfBlock, type PdfNode, pdfBytes } from "./pdf-file.ts";
import { findingBlocks } from "./pdf-finding.ts";
import { figures, grid, heading, pdfDocument, tones, unseen, unseenBox } from "./pdf-style.ts";
import { shortText, webAddress } from "./text.ts";
import { grouped } from "./wording.ts";

const sentence = (text: string | null) => shortText(text ?? "", 1_000);

/** The evidence of one audit for people: everything but the list of accounts, which the workbook has. The same view gives the same bytes. */
export async function pdfOf(view: EvidenceView): Promise<Uint8Array> {
  const title = `${view.name}: access audit ${view.period}`;
  return pdfBytes(pdfDocument({ title, author: view.organization, at: view.sealedAt, content: content(view, title) }));
}

function content(view: EvidenceView, title: string): PdfNode[] {
  return [
    { text: shortText(title), style: "title" },
    { text: shortText(`${view.organization} · ${view.audit} · ${view.platform} · ${stateWord(view.state)}`), style: "subtitle" },
    figuresOf(view),
    ...statusBlock(view),
    ...facts(view),
    ...reviewBlock(view),
    heading("Findings", findingsWords(view)),
    ...findingBlocks(view.findings),
    heading("What was read", shortText(listingWords(view))),
    sourcesTable(view),
    ...readingsPart(view),
    heading("Checks", "each with how many it looked at"),
    checksTable(view),
    heading("Exemptions in force"),
    exemptionsTable(view),
    heading("What happened"),
    eventsTable(view),
  ];
}

function figuresOf(view: EvidenceView): PdfBlock {
  const open = view.findings.filter(({ settled }) => !settled).length;
  const notSeen = unseenSources(view).length;
  const wrong = view.findings.filter(({ lookback }) => lookback?.used === "yes").length;
  return figures([
    { label: "Accounts", value: grouped(view.accountCount) },
    { label: "Findings", value: grouped(view.findings.length) },
    { label: "Still open", value: grouped(open), ...(open > 0 ? { color: tones.high } : {}) },
    { label: "Used while wrong", value: grouped(wrong), ...(wrong > 0 ? { color: tones.critical } : {}) },
    { label: "Sources not seen", value: `${notSeen} of ${view.sources.length}`, ...(notSeen > 0 ? { color: unseen } : {}) },
  ]);
}

function statusBlock(view: EvidenceView): PdfNode[] {
  if (view.status === "complete") return [{ text: statusWords(view), margin: [0, 4, 0, 0] }];
  const silent = view.checks.filter(({ outcome }) => outcome === "not-assessed").map(({ id }) => id);
  return [
    unseenBox([
      { text: statusWords(view), style: "unseen" },
      ...unseenSources(view).map((source) => ({
        text: sentence(`${source.name}: ${sourceWord(source)}: ${source.reason ?? "no reason given"}`),
      })),
      ...(silent.length > 0 ? [{ text: `Not assessed: ${shortText(silent.join(", "), 2_000)}` }] : []),
    ]),
  ];
}

function facts(view: EvidenceView): PdfNode[] {
  const counts = Object.entries(view.counts).map(([name, count]) => `${name} ${grouped(count)}`);
  const rows: [string, PdfNode][] = [
    ["Roster", sentence(rosterWords(view))],
    ["Accounts", counts.join(" · ")],
    ["Opened", timeText(view.openedAt)],
    ["Evidence as of", timeText(view.sealedAt)],
    ["Issue", issueLink(view)],
    ["Made by", `Rollcall ${view.rollcall}`],
  ];
  return [
    {
      table: { widths: [86, "*"], body: rows.map(([name, value]) => [{ text: name, style: "dim" }, { text: value }]) },
      layout: { defaultBorder: false, paddingTop: () => 1, paddingBottom: () => 1, paddingLeft: () => 0 },
      margin: [0, 6, 0, 0],
    },
  ];
}

function issueLink({ issue }: EvidenceView): PdfBlock {
  const address = webAddress(issue?.url ?? null);
  return address ? { text: shortText(address), link: address } : { text: "none" };
}

function reviewBlock({ review }: EvidenceView): PdfNode[] {
  if (review === null) return [heading("Review"), { text: "Nobody has signed this audit.", style: "unseen" }];
  const over = review.carriedOver > 0 ? ` ${grouped(review.carriedOver)} carried into the next audit.` : "";
  return [
    heading("Review", `signed by ${shortText(review.by)}`),
    { text: `“${sentence(review.sentence)}”` },
    {
      text: `The listing of ${timeText(review.listedAt)}, sha256 over its ledgers ${review.sha256}.${over}`,
      style: "small",
      margin: [0, 3, 0, 0],
    },
    ...(review.waiver === null
      ? []
      : [unseenBox([{ text: "Closed by waiver", style: "unseen" }, { text: sentence(review.waiver) }])]),
  ];
}

function sourcesTable(view: EvidenceView): PdfBlock {
  const rows = view.sources.map((source) => {
    const word = sourceWord(source);
    const status: PdfBlock = word.startsWith("could") ? { text: word, style: "unseen" } : { text: word };
    const digest = source.sha256 === null ? sentence(source.reason) : `sha256 ${source.sha256}`;
    return [
      {
        stack: [
          { text: shortText(source.name), bold: true },
          { text: shortText(source.query, 400), style: "small" },
          { text: digest, style: "small" },
        ],
      },
      status,
      source.rows,
      source.expected === null ? "not told" : source.expected,
      source.requests,
      timeText(source.finishedAt),
    ];
  });
  return grid(["Source, query, digest", "Status", "Rows", "Expected", "Requests", "Read at"], rows, {
    widths: ["*", 66, 34, 42, 42, 58],
  });
}

function readingsPart({ readings }: EvidenceView): PdfNode[] {
  if (readings.length < 2) return [];
  const rows = readings.map(({ n, scope, takenAt, by, status, sources }) => {
    const notSeen = sources.filter((source) => sourceWord(source).startsWith("could")).length;
    const said: PdfBlock = notSeen > 0 ? { text: `${status}, ${notSeen} not seen`, style: "unseen" } : { text: status };
    return [n, scope === "whole" ? "everything" : "what was open", timeText(takenAt), shortText(by), sources.length, said];
  });
  return [
    { text: "Readings", style: "h3", margin: [0, 10, 0, 3], headlineLevel: 3 },
    grid(["Reading", "Of", "Taken", "By", "Sources", "Ended"], rows, { widths: [38, 70, 92, "*", 42, 90] }),
  ];
}

function checksTable({ checks }: EvidenceView): PdfBlock {
  const rows = checks.map((check) => {
    const word = outcomeWord(check.outcome);
    const reason = check.reason === null ? [] : [{ text: sentence(check.reason), style: "small" }];
    return [
      { stack: [{ text: shortText(check.id) }, ...reason] },
      { text: word, bold: true, ...(tones[word] ? { color: tones[word] } : {}) },
      check.assessed,
      check.failing,
      check.exempt,
      check.unknown,
    ];
  });
  return grid(["Check", "Outcome", "Assessed", "Failing", "Exempt", "Unknown"], rows, { widths: ["*", 66, 48, 42, 42, 46] });
}

function exemptionsTable({ exemptions }: EvidenceView): PdfBlock {
  const rows = exemptions.map(({ covers, reason, approver, until, at }) => [
    { stack: [{ text: sentence(covers) }, { text: shortText(at), style: "small" }] },
    sentence(reason),
    shortText(approver),
    until,
  ]);
  return grid(["Covers", "Reason", "Approved by", "Until"], rows, { widths: ["*", "*", 110, 52] });
}

/** Events beyond this are told to be elsewhere. */
const mostEvents = 500;

function eventsTable({ events }: EvidenceView): PdfBlock {
  const shown = events.slice(0, mostEvents);
  const rows = shown.map(({ n, at, actor, sentence: what, reason, refs }) => [
    n,
    timeText(at),
    shortText(actor),
    { stack: [{ text: sentence(what) }, ...(reason === null ? [] : [{ text: `“${sentence(reason)}”`, style: "small" }])] },
    shortText(refs.join(", "), 80),
  ]);
  const rest = events.length - shown.length;
  const table = grid(["No.", "Time", "Who", "What", "Findings"], rows, { widths: [22, 84, 110, "*", 60] });
  if (rest === 0) return table;
  return { stack: [table, { text: `And ${grouped(rest)} later ones: all are in the page and the workbook.`, style: "dim" }] };
}
