import type { FindingsReport, ListedAudit, ListedFinding, ReportedStanding } from "../model/findings-report.ts";
import { csvRecord } from "./escape-csv.ts";
import { escapedJson } from "./json.ts";
import { type Line, piece, renderLines } from "./terminal-line.ts";
import { shortText } from "./text.ts";
import { counted, subjectName, valueText } from "./wording.ts";

export function findingsJson(report: FindingsReport): string {
  return escapedJson(report);
}

const columns = [
  ...["audit", "ref", "severity", "check", "message", "subject", "answers to", "found at", "standing", "settled by"],
  ...["since", "until", "reason", "expected", "observed", "roster at", "source", "key"],
];

/** A record a finding. Named otherwise than the CSV of an audit: it tells where each stands. */
export function standingsCsv({ audits }: FindingsReport): string {
  const records = audits.flatMap(({ audit, findings }) => findings.map((finding) => csvRecord(cells(audit, finding))));
  return [csvRecord(columns), ...records].join("");
}

function cells(audit: string, finding: ListedFinding): (string | null)[] {
  const { standing } = finding;
  return [
    ...[audit, finding.ref, finding.severity, finding.check, finding.message, subjectName(finding), finding.answers_to.email],
    ...[finding.found_at, standing.is, standing.by, standing.since, standing.until, standing.reason],
    ...[valueText(finding.expected), valueText(finding.observed), finding.roster_at, finding.source, finding.key],
  ];
}

/** What a person sees of `rollcall findings`: an audit after the other, worst first, each with where it stands. */
export function findingsTable({ audits }: FindingsReport, terminal: { width: number; colour: boolean }): string {
  if (audits.length === 0) return "No audit is open: rollcall audit opens those of this period.\n";
  return renderLines(audits.flatMap(auditLines), terminal);
}

function auditLines({ audit, name, state, findings }: ListedAudit): Line[] {
  return [
    [piece(shortText(name), "bold"), piece(`  ${audit} · ${state} · ${counted(findings.length, "finding")}`, "dim")],
    ...findings.flatMap(findingLines),
  ];
}

function findingLines(finding: ListedFinding): Line[] {
  const { ref, severity, message, standing, answers_to } = finding;
  const asked = answers_to.email === null ? "" : ` · asks ${shortText(answers_to.email)}`;
  return [
    [
      piece(`  ${ref.padEnd(5)} `),
      piece(severity.padEnd(9), severity),
      piece(`${shortText(message)} · ${shortText(subjectName(finding))}`),
    ],
    [piece(`        ${standingText(standing)}${asked}`, "dim")],
  ];
}

/** "explained: covers the night shift", "accepted until 2027-03-01". Holds outside text. */
export function standingText({ is, by, claim, until, reason }: ReportedStanding): string {
  const why = reason ? `: ${shortText(reason, 200)}` : "";
  if (is === "explained") return `explained, waits for a decision${why}`;
  if (is === "open") return claim ? `open, said to be ${claim === "fixed" ? "fixed" : "put right in the roster"}` : "open";
  if (by === "accepted" || by === "exempt") return `${by} until ${until}`;
  return by === "roster" ? "put right in the roster" : "seen fixed";
}
