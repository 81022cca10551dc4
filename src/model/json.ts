export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Canonical JSON: object keys in code-unit order, no white space, `undefined` members left out. The same value always gives
 * the same bytes, so hashes over it mean something. Ids are text everywhere, hence no number here exceeds 2^53.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const from = value as Record<string, unknown>;
  // Without a prototype, so that a key called __proto__ is a key like any other.
  const to: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(from).sort()) to[key] = sorted(from[key]);
  return to;
}

/** The one order of ids everywhere: shorter first, then by code unit. For digit strings that is numeric order at any length. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** Code-unit order of two texts: the same on every machine, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
