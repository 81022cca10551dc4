import type { Config, SystemConfig } from "./config.ts";
import type { Exemption, KnownGap } from "./exemption.ts";
import type { Roster } from "./person.ts";

/** What of the configuration findings are derived with: no addresses to write to, and one system. */
export type BasisConfig = Pick<
  Config,
  "organization" | "fiscalYearStarts" | "timeZone" | "people" | "emailDomains" | "checks"
> & { system: SystemConfig };

/** A reading whose findings this one's were compared with. */
export interface ComparedWith {
  audit: string;
  n: number;
}

/**
 * Everything the findings of a reading were derived from beside its rows. Kept with the reading, so that anyone can derive them again:
 * the same rows and the same basis give the same bytes.
 */
export interface Basis {
  /** Version of Rollcall, and with it of its checks. */
  rollcall: string;
  /** ISO 8601: the time the audit is of. */
  now: string;
  config: BasisConfig;
  roster: Roster;
  /** Those of the file and those decided in audits. */
  exemptions: readonly Exemption[];
  knownGaps: readonly KnownGap[];
  /** Finding key → ref, of earlier readings of the audit. */
  refs: ReadonlyMap<string, string>;
  /** `null` = there was none. */
  comparedWith: ComparedWith | null;
}
