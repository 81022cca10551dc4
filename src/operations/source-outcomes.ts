import type { AuditStatus } from "../model/report.ts";
import { isRead, type Source } from "../model/source.ts";

/** What the sources of one reading make of it as a whole. */
export function statusOf(sources: readonly Source[]): AuditStatus {
  if (sources.every(isRead)) return "complete";
  return sources.some((source) => source.status === "complete") ? "incomplete" : "failed";
}

/** Nothing could be read, and that was for want of rights. */
export function wasRefused(sources: readonly Source[]): boolean {
  return !sources.some(({ status }) => status === "complete") && sources.some(({ refused }) => refused);
}
