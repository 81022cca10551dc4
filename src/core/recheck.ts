import type { Finding } from "../model/finding.ts";
import { compareText } from "../model/json.ts";
import type { RememberedFinding } from "../model/memory.ts";
import { compareSeverity } from "../model/severity.ts";

/** What reading again showed of the findings of an audit. Each key is in one of the lists, but that `back` is among `there`. */
export interface Rechecked {
  /** Those that are there, as they are now. */
  there: Finding[];
  /** Those of them that were gone: granted again since. */
  back: Finding[];
  /** Those that were there and are not any more. */
  gone: Finding[];
  /** Those that were gone, and are still. */
  settled: Finding[];
  /** Those nobody could judge, as they were, and why. */
  unlooked: { finding: Finding; reason: string }[];
}

export interface Judging {
  remembered: readonly RememberedFinding[];
  /** By key: everything the rows show now. What was not remembered is new, seen by chance, and not for a recheck to add. */
  found: ReadonlyMap<string, Finding>;
  /** Why a finding that is not found may be there all the same, or one that is found may not; `null` = it was looked at. */
  unseen(finding: Finding): string | null;
}

/** Holds what is remembered of an audit against what the rows show now. Law 1: what was not looked at is neither gone nor back. */
export function judgeRecheck({ remembered, found, unseen }: Judging): Rechecked {
  const all: Rechecked = { there: [], back: [], gone: [], settled: [], unlooked: [] };
  for (const one of remembered) {
    const { finding } = one;
    const wasGone = !isThere(one);
    const reason = unseen(finding);
    if (reason !== null) {
      all.unlooked.push({ finding, reason });
      continue;
    }
    const now = found.get(finding.key);
    if (!now) (wasGone ? all.settled : all.gone).push(finding);
    else {
      const still = { ...now, ref: finding.ref, change: finding.change };
      all.there.push(still);
      if (wasGone) all.back.push(still);
    }
  }
  return all;
}

/** Whether a finding was there when somebody last looked. */
export function isThere({ sightings }: Pick<RememberedFinding, "sightings">): boolean {
  return sightings.at(-1)?.seen ?? true;
}

/** The findings an audit has after a recheck, worst first: those that are there, and those nobody could judge that were there before. */
export function toldAfter(
  there: readonly Finding[],
  unlooked: Rechecked["unlooked"],
  remembered: readonly RememberedFinding[],
): Finding[] {
  const before = new Set(remembered.filter(isThere).map(({ finding }) => finding.key));
  const kept = unlooked.flatMap(({ finding }) => (before.has(finding.key) ? [finding] : []));
  return [...there, ...kept].sort((a, b) => compareSeverity(a.severity, b.severity) || compareText(a.key, b.key));
}
