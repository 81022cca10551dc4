export type Severity = "critical" | "high" | "medium" | "low";

/** Worst first: the order of every list of findings. */
export const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

/** Negative where `a` is worse than `b`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}
