import type { Finding } from "../model/finding.ts";

/**
 * Gives every finding its ref. One that had a ref in an earlier run of the audit keeps it; a new one gets the next number above
 * the highest ever given, in the order of the findings: a ref never comes to mean something else.
 * @param earlier finding key → ref, of all earlier runs, settled findings too
 */
export function assignRefs(findings: readonly Finding[], earlier: ReadonlyMap<string, string>): Finding[] {
  let highest = 0;
  for (const ref of earlier.values()) highest = Math.max(highest, refNumber(ref) ?? 0);
  const taken = new Set<string>();
  return findings.map((finding) => {
    const kept = earlier.get(finding.key);
    if (kept !== undefined && refNumber(kept) !== null && !taken.has(kept)) {
      taken.add(kept);
      return { ...finding, ref: kept };
    }
    highest += 1;
    return { ...finding, ref: `F${highest}` };
  });
}

/** Refs come back out of an issue people may edit: what is no ref of ours counts for nothing. */
function refNumber(ref: string): number | null {
  return /^F[1-9]\d{0,8}$/.test(ref) ? Number(ref.slice(1)) : null;
}
