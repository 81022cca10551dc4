/** Files every bundle has, by the names they go by. Those of readings are below `readings/<n>/`. */
export const bundleNames = {
  manifest: "manifest.json",
  signature: "signature.json",
  events: "events.jsonl",
} as const;

export function readingFolder(n: number): string {
  return `readings/${n}`;
}
