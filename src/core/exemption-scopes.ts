import type { Exemption, KnownGap } from "../model/exemption.ts";
import { didYouMean } from "./did-you-mean.ts";

/** Systems and checks an exemption may name. */
export interface Scopes {
  systems: readonly string[];
  checks: readonly string[];
}

/**
 * A warning for each exemption and known gap of a system or check there is none of: most likely mistyped, and then it accepts
 * nothing while whoever wrote it believes it does.
 */
export function unknownScopes(
  exemptions: readonly Exemption[],
  gaps: readonly KnownGap[],
  { systems, checks }: Scopes,
): string[] {
  return [
    ...exemptions.flatMap(({ at, system, check }) => [
      ...unknown(at, { kind: "system", name: system, known: systems }),
      ...unknown(at, { kind: "check", name: check, known: checks }),
    ]),
    ...gaps.flatMap(({ at, system }) => unknown(at, { kind: "system", name: system, known: systems })),
  ];
}

function unknown(at: string, { kind, name, known }: { kind: string; name: string | null; known: readonly string[] }): string[] {
  if (name === null || known.includes(name)) return [];
  const near = didYouMean(name, known);
  return [
    `${at}: there is no ${kind} ${JSON.stringify(name)}${near === null ? "" : `: did you mean ${near}?`}; it accepts nothing`,
  ];
}
