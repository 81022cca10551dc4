import type { Basis, ComparedWith } from "../model/basis.ts";
import type { SystemConfig } from "../model/config.ts";
import type { Exemption } from "../model/exemption.ts";
import type { Context } from "./context.ts";

interface Derived {
  system: SystemConfig;
  /** All that held: those of decisions too. */
  exemptions: readonly Exemption[];
  refs: ReadonlyMap<string, string>;
  comparedWith: ComparedWith | null;
}

/** What a reading's findings are derived from beside its rows: the same values that `deriveAudit` is given. */
export function basisOf({ version, now, config, roster, knownGaps }: Context, derived: Derived): Basis {
  const { organization, fiscalYearStarts, timeZone, people, emailDomains, checks } = config;
  const { system, ...rest } = derived;
  const kept = { organization, fiscalYearStarts, timeZone, people, emailDomains, checks, system };
  return { rollcall: version, now, config: kept, roster, knownGaps, ...rest };
}
