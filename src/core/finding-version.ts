import type { Finding } from "../model/finding.ts";
import type { Standing } from "../model/follow-up.ts";
import { canonicalJson } from "../model/json.ts";

/**
 * Tells whether a finding is still what somebody saw when they decided: another one as soon as it says something else, or stands
 * elsewhere. No digest anybody rests evidence on: it only has to differ (FNV-1a, 64 bits).
 */
export function versionOf(finding: Finding, standing: Standing): string {
  const { expected, observed, severity, message } = finding;
  const text = canonicalJson(JSON.parse(JSON.stringify({ expected, observed, severity, message, standing })));
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at += 1) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}

/** Where a finding stands of which nothing was seen or said since it was found. */
export const isOpen: Standing = { is: "open", turn: { since: null, why: "found", reason: null }, claim: null };
