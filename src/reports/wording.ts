import type { CheckResult, Finding } from "../model/finding.ts";
import type { Json } from "../model/json.ts";
import { canonicalJson } from "../model/json.ts";
import type { Cell, ReportedAudit, ReportedSource } from "../model/report.ts";
import { type Severity, severities } from "../model/severity.ts";

/** The words all reports share, so that none of them says "clean" where another says "could not look". All plain text. */

/** Sources nobody could look at (law 1): refused, cut, broken or still moving. */
export function unreadSources(audit: ReportedAudit): ReportedSource[] {
  return audit.sources.filter((source) => source.status === "unavailable" || source.status === "failed");
}

export function openFindings(audit: ReportedAudit): Finding[] {
  return audit.findings.filter((finding) => finding.exempt === null);
}

export function exemptFindings(audit: ReportedAudit): Finding[] {
  return audit.findings.filter((finding) => finding.exempt !== null);
}

export function unassessedChecks(audit: ReportedAudit): CheckResult[] {
  return audit.checks.filter((check) => check.outcome === "not-assessed");
}

export function statusSentence(audit: ReportedAudit): string {
  if (audit.status === "failed") return "Failed: could not look. No source could be read, so nothing is known of this system.";
  if (audit.status === "complete") return "Complete: every source was read to its end.";
  const unread = unreadSources(audit).length;
  if (unread === 0) return "Incomplete: could not look at everything. What was not seen is not cleared.";
  return `Incomplete: could not look at ${unread} of ${counted(audit.sources.length, "source")}. What was not seen is not cleared.`;
}

/** "users: could not look (refused): 403, an admin's token is needed". */
export function unreadSentence(source: ReportedSource): string {
  return `${source.name}: could not look (${unreadWord(source)}): ${source.reason ?? "no reason given"}`;
}

export function unreadWord(source: ReportedSource): string {
  return source.status === "unavailable" ? "refused" : "failed";
}

/** "2 critical · 4 high", worst first; only those there are. "" where there is none. */
export function severityCounts(findings: readonly Finding[]): string {
  return severityTally(findings)
    .map(({ severity, count }) => `${count} ${severity}`)
    .join(" · ");
}

export function severityTally(findings: readonly Finding[]): { severity: Severity; count: number }[] {
  return severities
    .map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0);
}

/** What there is to say of the findings as a whole, with the reservation an unread source makes. */
export function findingsSentence(audit: ReportedAudit): string {
  const open = openFindings(audit);
  if (open.length > 0) return `${counted(open.length, "finding")}: ${severityCounts(open)}`;
  if (audit.status === "failed") return "No findings, because nothing could be read";
  if (audit.status === "incomplete") return "No findings in what could be read";
  const silent = unassessedChecks(audit).length;
  return silent > 0 ? `No findings; ${counted(silent, "check")} not assessed` : "No findings";
}

/** Counts in the platform's own order: "accounts 340 · full 40". */
export function countsSentence(audit: ReportedAudit): string {
  return Object.entries(audit.counts)
    .map(([name, count]) => `${name} ${grouped(count)}`)
    .join(" · ");
}

/** Who a finding is about, by name: the credential, else the account, else the person; a pair names both. */
export function subjectName(finding: Finding): string {
  const { account, person, credential, resource } = finding;
  const who =
    credential?.name || credential?.id || account?.name || account?.email || account?.id || person?.name || person?.email || null;
  const what = resource?.name || resource?.id || null;
  return [who, what].filter((part) => part !== null).join(", ") || finding.key;
}

/** What tells the subject from others of the same name: e-mail of the account, else of the person; "" where the name is it. */
export function subjectDetail(finding: Finding): string {
  const detail = finding.account?.email || finding.person?.email || finding.account?.id || "";
  return detail === subjectName(finding) ? "" : detail;
}

export function answersSentence(finding: Finding): string {
  return finding.answers_to.email ?? "nobody is named";
}

/** Where the finding stands against the earlier audit; "" for a new one. */
export function changeWord(finding: Finding): string {
  if (finding.change === "persisting") return "known from an earlier audit";
  return finding.change === "changed" ? "changed since an earlier audit" : "";
}

/** A value expected or observed, in words. */
export function valueText(value: Json): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(valueText).join(", ");
  if (typeof value === "object") return canonicalJson(value);
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

/** A cell as text; `null` (no signal) is the empty text, never "no". */
export function cellText(cell: Cell): string {
  if (cell === null) return "";
  return typeof cell === "boolean" ? (cell ? "yes" : "no") : String(cell);
}

/** "1 finding", "1,500 findings". */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

export function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
