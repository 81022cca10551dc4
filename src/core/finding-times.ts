import type { Standing } from "../model/follow-up.ts";
import type { AuditMemory } from "../model/memory.ts";
import { daysBetween } from "../model/period.ts";
import type { Severity } from "../model/severity.ts";

/** An audit as remembered, and where each of its findings stands, by key. */
export interface StandingAudit {
  memory: AuditMemory;
  standings: ReadonlyMap<string, Standing>;
}

export interface FindingTimes {
  /** ISO 8601: since when this audit has it; one that was carried over, since the audit was opened. */
  found: string;
  /** ISO 8601; `null` = it is not. */
  settled: string | null;
  severity: Severity;
  isAccepted: boolean;
}

/** When each finding of an audit came and was settled. Exempt ones were never open, and are left out. */
export function* findingTimes({ memory, standings }: StandingAudit): Generator<FindingTimes> {
  for (const { finding, foundAt } of memory.findings) {
    const standing = standings.get(finding.key);
    if (standing?.is === "settled" && standing.by === "exempt") continue;
    const found = foundAt < memory.audit.openedAt ? memory.audit.openedAt : foundAt;
    const settled = standing?.is === "settled" ? (standing.at ?? found) : null;
    yield { found, settled, severity: finding.severity, isAccepted: standing?.is === "settled" && standing.by === "accepted" };
  }
}

/** Whole days each that is settled took, fewest first. */
export function daysToSettle(times: readonly Pick<FindingTimes, "found" | "settled">[]): number[] {
  return times.flatMap(({ found, settled }) => (settled === null ? [] : [daysBetween(found, settled)])).sort((a, b) => a - b);
}

/** Of numbers in order, the lower of the two in the middle: a day somebody really took. `null` = of none. */
export function medianOf(sorted: readonly number[]): number | null {
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
