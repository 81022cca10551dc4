import { compareText } from "../model/json.ts";
import type { RecheckedAuditReport, RecheckedFinding, RecheckReport } from "../model/recheck-report.ts";
import { escapedJson } from "./json.ts";
import { type Line, piece, renderLines, type Style } from "./terminal-line.ts";
import { shortText } from "./text.ts";
import { counted } from "./wording.ts";

export function recheckJson(report: RecheckReport): string {
  return escapedJson(report);
}

/** What a person sees of `rollcall recheck`: an audit after the other, what changed before what did not. */
export function recheckTable({ audits }: RecheckReport, terminal: { width: number; colour: boolean }): string {
  if (audits.length === 0) return "No audit is open: rollcall audit opens those of this period.\n";
  return renderLines([...audits].sort((a, b) => compareText(a.audit, b.audit)).flatMap(auditLines), terminal);
}

function auditLines(audit: RecheckedAuditReport): Line[] {
  const { name, fixed, back, open, unlooked } = audit;
  return [
    [piece(shortText(name), "bold"), piece(`  ${audit.audit} · ${audit.state}`, "dim")],
    [piece(`  ${countsText(audit)}`), piece(costText(audit), "dim")],
    ...fixed.map((finding) => findingLine("fixed", finding, "ok")),
    ...back.map((finding) => findingLine("came back", finding, "critical")),
    ...open.map((finding) => findingLine("still open", finding, finding.severity)),
    ...unlooked.flatMap((finding): Line[] => [
      findingLine("could not look", finding, "unread"),
      [piece(`${" ".repeat(18)}${shortText(finding.reason, 200)}`, "dim")],
    ]),
  ];
}

function countsText({ status, fixed, back, open, unlooked }: RecheckedAuditReport): string {
  if (status === null) return "nothing is open, nothing was read";
  const counts = [`${fixed.length} fixed`, `${back.length} came back`, `${open.length} still open`];
  return [...counts, ...(unlooked.length > 0 ? [`${unlooked.length} could not be looked at`] : [])].join(" · ");
}

function costText({ status, reread, requests }: RecheckedAuditReport): string {
  if (status === null) return "";
  const sources = reread.map(({ source, asked }) => (asked === null ? source : `${source} (${asked})`));
  return ` · ${counted(requests, "request")}: ${sources.join(", ")}`;
}

function findingLine(word: string, { ref, subject, message }: RecheckedFinding, style: Style): Line {
  return [
    piece(`  ${word.padEnd(14)}  `, style),
    piece(`${ref}  `, "bold"),
    piece(`${shortText(subject)} `),
    piece(shortText(message, 200), "dim"),
  ];
}
