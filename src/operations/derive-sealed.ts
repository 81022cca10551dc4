import { changeOf } from "../core/compare.ts";
import type { Basis } from "../model/basis.ts";
import type { Finding } from "../model/finding.ts";
import type { AuditView } from "../model/report.ts";
import type { Scene } from "../model/scene.ts";
import type { KeptRows, Source } from "../model/source.ts";
import type { Context } from "./context.ts";
import { deriveAudit } from "./derive-audit.ts";

export interface KeptReadingOf {
  /** Id of the audit. */
  audit: string;
  sources: Source[];
  rows: KeptRows;
  basis: Basis;
  /** Findings of the reading it was compared with; `null` = there was none. */
  before: readonly Finding[] | null;
}

/**
 * What a whole reading came to, from what is kept of it and nothing else: the same path as on the day it was read, so the findings are
 * the same, byte for byte.
 */
export function deriveKept(
  { platform }: Pick<Context, "platform">,
  { audit, sources, rows, basis, before }: KeptReadingOf,
): { view: AuditView; scene: Scene } {
  const { config, roster, exemptions, knownGaps, now, refs, comparedWith } = basis;
  const derived = deriveAudit(
    { config, roster, exemptions, knownGaps, platform, now },
    { system: config.system, sources, rows, earlierRefs: refs },
  );
  if (before && comparedWith && comparedWith.audit !== audit) markChanges(derived.view.audit.findings, before);
  return derived;
}

/** Says of each finding whether an earlier audit had it. */
export function markChanges(findings: readonly Finding[], before: readonly Finding[]): void {
  const known = new Map(before.map((finding) => [finding.key, finding]));
  for (const finding of findings) finding.change = changeOf(finding, known);
}
