import type { Finding } from "../model/finding.ts";
import { compareSeverity, type Severity } from "../model/severity.ts";
import { pushTo } from "./people.ts";

/** The findings of a reading by what they are about. */
export interface FindingsBy {
  account: ReadonlyMap<string, readonly Finding[]>;
  credential: ReadonlyMap<string, readonly Finding[]>;
}

export function findingsBySubject(findings: readonly Finding[]): FindingsBy {
  const by = { account: new Map<string, Finding[]>(), credential: new Map<string, Finding[]>() };
  for (const finding of findings) {
    if (finding.account) pushTo(by.account, finding.account.id, finding);
    if (finding.credential) pushTo(by.credential, finding.credential.id, finding);
  }
  return by;
}

/** Exempt ones are settled: they make nothing bad. */
export function counting(findings: readonly Finding[]): readonly Finding[] {
  return findings.some(({ exempt }) => exempt) ? findings.filter(({ exempt }) => !exempt) : findings;
}

export function worstOf(findings: readonly Finding[]): Severity | null {
  let worst: Severity | null = null;
  for (const { severity } of counting(findings)) if (worst === null || compareSeverity(severity, worst) < 0) worst = severity;
  return worst;
}
