import type { RootContent } from "mdast";
import type { PeriodReport } from "../model/period-report.ts";
import { gitlabMarkdown } from "./escape-gitlab.ts";
import { heading, item, link, list, paragraph, sentence, strong, table } from "./markdown-nodes.ts";
import {
  auditsWords,
  auditWord,
  comparison,
  daysWords,
  findingsOf,
  periodSubtitle,
  periodTitle,
  savedWords,
  seatsWords,
  severityWords,
  unseenLines,
} from "./period-words.ts";
import { webAddress } from "./text.ts";
import { grouped } from "./wording.ts";

/** The page as Markdown, for an issue, a wiki or a mail. */
export function periodMarkdown(report: PeriodReport): string {
  const { total } = report;
  return gitlabMarkdown([
    heading(1, periodTitle(report)),
    paragraph(sentence(periodSubtitle(report))),
    list([
      item([strong("Audits"), sentence(`: ${auditsWords(total)}`)]),
      item([strong("Findings"), sentence(`: ${findingsOf(total.findings)}, ${daysWords(total.findings)}`)]),
      item([strong("Seats"), sentence(`: ${seatsWords(total.seats)}, could be saved a month ${savedWords(total.seats)}`)]),
    ]),
    ...unseenNodes(report),
    heading(2, "Systems"),
    systemsTable(report),
    heading(2, "Against earlier periods"),
    comparisonTable(report),
  ]);
}

function unseenNodes(report: PeriodReport): RootContent[] {
  const lines = unseenLines(report);
  if (lines.length === 0) return [paragraph(sentence("Everything could be looked at."))];
  return [
    paragraph(strong("Could not look at everything. What was not seen is not cleared.")),
    list(lines.map((line) => item([sentence(line)]))),
  ];
}

function systemsTable({ systems }: PeriodReport): RootContent {
  const rows = systems.map((system) => {
    const { name, issue, findings, seats, unseen, audit } = system;
    const address = webAddress(issue?.url ?? null);
    if (audit === null) return [name, "not begun", "", "", "", "", ""];
    return [
      address ? link(name, address) : name,
      auditWord(system),
      grouped(findings.found),
      severityWords(findings.open_by_severity),
      daysWords(findings),
      seats ? seatsWords(seats) : "",
      grouped(unseen.length),
    ];
  });
  return table([["System", "Audit", "Found", "Open", "Days to settle", "Seats", "Sources not seen"], ...rows]);
}

function comparisonTable(report: PeriodReport): RootContent {
  const { heads, rows } = comparison(report);
  return table([["", ...heads], ...rows.map(({ label, values }) => [label, ...values])]);
}
