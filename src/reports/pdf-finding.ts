import type { EvidenceFinding } from "../model/evidence-view.ts";
import { answerWords, decisionWords, lookbackWords, proofWords, timeText } from "./evidence-words.ts";
import type { PdfBlock, PdfNode } from "./pdf-file.ts";
import { dim, line, tones, unseen } from "./pdf-style.ts";
import { shortText } from "./text.ts";
import { answersSentence, grouped, subjectDetail, subjectName, valueText } from "./wording.ts";

/** Findings beyond this are told to be elsewhere: 300 take 4 s and 50 pages, and they come worst first. */
const mostFindings = 300;

const long = (text: string) => shortText(text, 1_000);

/** Each finding with everything that was said, decided and seen of it. */
export function findingBlocks(findings: readonly EvidenceFinding[]): PdfNode[] {
  const rest = findings.length - mostFindings;
  const more =
    rest > 0
      ? [{ text: `And ${grouped(rest)} more, none of them worse: all are in the page and the workbook.`, style: "dim" }]
      : [];
  return [...findings.slice(0, mostFindings).map(block), ...more];
}

function block(one: EvidenceFinding): PdfBlock {
  const { finding } = one;
  return {
    table: {
      widths: [48, "*", 132],
      ...{ dontBreakRows: true },
      body: [
        [
          {
            stack: [
              { text: shortText(finding.ref), bold: true },
              { text: finding.severity, bold: true, ...colour(finding.severity) },
            ],
          },
          {
            stack: [
              {
                text: [
                  { text: shortText(subjectName(finding)), bold: true },
                  { text: ` ${shortText(subjectDetail(finding))}`, color: dim },
                ],
              },
              { text: long(finding.message) },
              ...details(one),
            ],
          },
          { stack: outcome(one) },
        ],
      ],
    },
    layout: {
      hLineWidth: (index: number) => (index === 0 ? 0.5 : 0),
      ...{ vLineWidth: () => 0, hLineColor: () => line },
      paddingLeft: (index: number) => (index === 0 ? 0 : 6),
      ...{ paddingRight: () => 0, paddingTop: () => 5, paddingBottom: () => 5 },
    },
  };
}

function colour(tone: string): { color?: string } {
  const color = tones[tone];
  return color ? { color } : {};
}

function details(one: EvidenceFinding): PdfBlock[] {
  const { finding, lookback } = one;
  const rows: [string, string][] = [
    ["expected", valueText(finding.expected)],
    ["observed", valueText(finding.observed)],
    ...answerWords(one).map((words): [string, string] => ["answer", words]),
    ...decisionWords(one).map((words): [string, string] => ["decision", words]),
    ["lookback", lookbackWords(lookback)],
    ["rests on", [finding.roster_at, `source ${finding.source}`].filter(Boolean).join(" · ")],
  ];
  return rows
    .filter(([, words]) => words !== "")
    .map(([name, words]) => ({
      text: [
        { text: `${name}  `, color: dim },
        { text: long(words), ...tone(name, one) },
      ],
      fontSize: 8,
    }));
}

/** What an auditor looks for first: access that was used while it was wrong, and what nobody can tell. */
function tone(name: string, { lookback }: EvidenceFinding): { color?: string } {
  if (name !== "lookback" || lookback === null) return {};
  if (lookback.used === "yes") return colour("critical");
  return lookback.used === "no" ? {} : { color: unseen };
}

function outcome(one: EvidenceFinding): PdfBlock[] {
  const proof = proofWords(one);
  return [
    { text: shortText(one.stands), bold: true, ...(one.settled ? {} : colour("high")) },
    ...(proof === "" ? [] : [{ text: proof, fontSize: 8 }]),
    { text: `found ${timeText(one.foundAt)}`, style: "small" },
    { text: shortText(`asked: ${answersSentence(one.finding)}`), style: "small" },
    { text: shortText(one.finding.check), style: "small" },
  ];
}
