import type { AuditView, ReportedAudit } from "../model/report.ts";
import { compareSeverity, type Severity } from "../model/severity.ts";
import { openFindings } from "./wording.ts";

/** Audits as a person needs them: failed, incomplete, then by their worst open finding and how many are open; else as configured. */
export function worstFirst(audits: readonly AuditView[]): AuditView[] {
  return audits.toSorted((a, b) => compareAudits(a.audit, b.audit));
}

/** Of the open findings; `null` where there is none. */
export function worstSeverity(audit: ReportedAudit): Severity | null {
  return openFindings(audit)[0]?.severity ?? null;
}

function compareAudits(a: ReportedAudit, b: ReportedAudit): number {
  const byStatus = statusOrder.indexOf(a.status) - statusOrder.indexOf(b.status);
  const byWorst = compareSeverity(worstSeverity(a) ?? "low", worstSeverity(b) ?? "low");
  return byStatus || byWorst || openFindings(b).length - openFindings(a).length;
}

const statusOrder = ["failed", "incomplete", "complete"];
