import { gunzipSync } from "node:zlib";
import type { Finding } from "../model/finding.ts";

/** Findings as they are kept: canonical JSON lines, packed. */
export function findingsIn(packed: Buffer): Finding[] {
  if (packed.length === 0) return [];
  const text = gunzipSync(packed).toString("utf8");
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Finding);
}
