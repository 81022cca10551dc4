import type { Actor } from "../model/errors.ts";
import type { AuditReport } from "../model/report.ts";
import { compareSeverity, type Severity } from "../model/severity.ts";

/** Exit codes of every command; where several apply, the first of DESIGN's order wins: 130, 5, 2, 4, 3, 1, 0. */
export const exitCodes = { done: 0, findings: 1, usage: 2, incomplete: 3, credentials: 4, fault: 5, interrupted: 130 } as const;

const order: readonly number[] = [130, 5, 2, 4, 3, 1, 0];

/** The code that says most of several. */
export function worstExitCode(codes: readonly number[]): number {
  return order.find((code) => codes.includes(code)) ?? exitCodes.done;
}

/** Who must act decides the code of an error that ended a command. */
export function exitCodeOfError(actor: Actor): number {
  switch (actor) {
    case "usage":
    case "configuration":
    case "machine":
    case "stale":
      return exitCodes.usage;
    case "credentials":
      return exitCodes.credentials;
    case "later":
    case "platform":
      return exitCodes.incomplete;
    case "interrupted":
      return exitCodes.interrupted;
    case "bug":
      return exitCodes.fault;
  }
}

/** What the audits themselves say, without errors of writing. `refused` holds systems of which nothing could be read for want of rights. */
export function exitCodeOfReport(report: AuditReport, of: { failOn: Severity | null; refused: ReadonlySet<string> }): number {
  const codes = report.audits.map((audit) => {
    if (of.refused.has(audit.system)) return exitCodes.credentials;
    if (audit.status !== "complete") return exitCodes.incomplete;
    const { failOn } = of;
    const bad = audit.findings.some(({ severity, exempt }) => failOn && !exempt && compareSeverity(severity, failOn) <= 0);
    return bad ? exitCodes.findings : exitCodes.done;
  });
  return worstExitCode(codes);
}
