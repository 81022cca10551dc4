import type { AuditStatus } from "./report.ts";
import type { Source } from "./source.ts";

/** `readings/<n>/reading.json` of a bundle: one reading of the system, without its rows and findings. */
export interface SealedReading {
  n: number;
  /** `recheck`: only what was open was read again. */
  scope: "whole" | "recheck";
  /** ISO 8601. */
  taken_at: string;
  /** Who had it read, as far as that is known. */
  by: string;
  status: AuditStatus;
  /** Each source with its ledger: what was asked, when, in how many requests, rows, rows expected, digest. */
  sources: (Source & {
    /** File of its rows in the bundle; `null` = there are none. */
    file: string | null;
  })[];
  /** Of a recheck: row ids by source, where only those were asked about. */
  asked: Record<string, string[]>;
  /** Its rows were forgotten by the policy for readings before the audit was sealed. */
  thinned: boolean;
  /** File of its findings, canonical JSON lines. */
  findings: string;
  /** What they were derived from beside the rows; `null` = it was read by a Rollcall that did not keep that yet. */
  basis: SealedBasis | null;
}

export interface SealedBasis {
  /** Version of Rollcall, and with it of its checks. */
  rollcall: string;
  /** ISO 8601: the time the audit was of. */
  now: string;
  /** Of the roster: commit of git, or digest of its content. */
  revision: string;
  /** Finding key → ref, of earlier readings. */
  refs: Record<string, string>;
  /** Whose findings these were compared with, and the file of those. */
  compared_with: { audit: string; n: number; file: string } | null;
  /** Files of the configuration, exemptions and roster in force. */
  files: { config: string; exemptions: string; roster: string };
}
