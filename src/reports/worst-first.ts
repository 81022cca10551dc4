import type { AuditView, ReportedAudit } from "../model/report.ts";
import { type Severity, severities } from "../model/severity.ts";
import { openFindings } from "./wording.ts";

/**
 * Audits as a person needs them: failed, incomplete, then by how many critical findings are open, high ones where that is the same,
 * and so on; else as configured.
 */
export function worstFirst(audits: readonly AuditView[]): AuditView[] {
  return audits.toSorted((a, b) => compareAudits(a.audit, b.audit));
}

/** Of the open findings; `null` where there is none. */
export function worstSeverity(audit: ReportedAudit): Severity | null {
  return openFindings(audit)[0]?.severity ?? null;
}

function compareAudits(a: ReportedAudit, b: ReportedAudit): number {
  const byStatus = statusOrder.indexOf(a.status) - statusOrder.indexOf(b.status);
  const bySeverity = severities.map((severity) => openOf(b, severity) - openOf(a, severity));
  return byStatus || (bySeverity.find((difference) => difference !== 0) ?? 0);
}

function openOf(audit: ReportedAudit, wanted: Severity): number {
  return openFindings(audit).filter(({ severity }) => severity === wanted).length;
}

const statusOrder = ["failed", "incomplete", "complete"];
