import type { Basis } from "../model/basis.ts";
import type { Exemption, KnownGap } from "../model/exemption.ts";
import { canonicalJson, type Json } from "../model/json.ts";
import type { Roster } from "../model/person.ts";
import { openedConfig, sealedConfig } from "./sealed-config.ts";

/** The large parts of a basis: many readings share them, so each is kept once, under its digest. */
export const basisParts = ["config", "exemptions", "roster"] as const;

export type BasisPart = (typeof basisParts)[number];

/** What is kept of a basis beside its parts. */
export interface BasisHead {
  rollcall: string;
  now: string;
  /** Of the roster. */
  revision: string;
  refs: Record<string, string>;
  compared_with: Basis["comparedWith"];
}

interface Exemptions {
  exemptions: readonly Exemption[];
  known_gaps: readonly KnownGap[];
}

/** A basis as it is kept: its parts as canonical JSON, secrets taken out. */
export function sealedBasis(basis: Basis): { head: BasisHead; parts: Record<BasisPart, string> } {
  const { rollcall, now, refs, comparedWith, config, roster, exemptions, knownGaps } = basis;
  return {
    head: { rollcall, now, revision: roster.revision, refs: Object.fromEntries(refs), compared_with: comparedWith },
    parts: {
      config: canonicalJson(sealedConfig(config)),
      roster: rosterText(roster),
      exemptions: canonicalJson({ exemptions, known_gaps: knownGaps } satisfies Exemptions),
    },
  };
}

/** One roster is that of every system of a run. */
const rosterTexts = new WeakMap<Roster, string>();

function rosterText(roster: Roster): string {
  const text = rosterTexts.get(roster) ?? canonicalJson(roster);
  rosterTexts.set(roster, text);
  return text;
}

/** The basis again, from what was kept of it. @throws where that is something else */
export function openedBasis({ rollcall, now, refs, compared_with }: BasisHead, parts: Record<BasisPart, string>): Basis {
  const { exemptions, known_gaps } = JSON.parse(parts.exemptions) as Exemptions;
  return {
    ...{ rollcall, now, exemptions, knownGaps: known_gaps, comparedWith: compared_with },
    config: openedConfig(JSON.parse(parts.config) as Json),
    roster: JSON.parse(parts.roster) as Roster,
    refs: new Map(Object.entries(refs)),
  };
}
