import type { AuditStatus } from "../model/report.ts";
import type { Source } from "../model/source.ts";

/** What happens while audits run, as it happens. */
export type ProgressEvent =
  /** Before any audit starts; `null` = it is read. */
  | { kind: "roster"; note: string | null }
  | { kind: "audit-started"; system: string; sources: string[] }
  | { kind: "rows-read"; system: string; source: string; rows: number; expected: number | null }
  | { kind: "source-ended"; system: string; source: Source }
  | { kind: "waiting"; system: string; reason: string }
  | { kind: "publishing"; system: string; where: string }
  | { kind: "audit-ended"; system: string; status: AuditStatus /** Exempt ones left out. */; findings: number };

/** Told of every event, in order; must not throw. */
export type Progress = (event: ProgressEvent) => void;
