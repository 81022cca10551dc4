import type { Exemption, KnownGap } from "../model/exemption.ts";
import type { Finding } from "../model/finding.ts";
import { compareText } from "../model/json.ts";
import type { Roster } from "../model/person.ts";
import { type Coverable, coverable, coverOf, isOwn } from "./exemption-cover.ts";
import { literalLength } from "./pattern.ts";
import { type People, peopleOf } from "./people.ts";

export interface ExemptOptions {
  exemptions: readonly Exemption[];
  system: string;
  /** YYYY-MM-DD in the configured time zone. */
  today: string;
  roster: Roster;
  /** Checks that did not look at everything: an exemption that covers nothing there may still be needed. */
  unjudged: ReadonlySet<string>;
}

/**
 * Marks the findings an exemption accepts, and says what is wrong with the exemptions themselves. Of several that cover a finding
 * the narrower scope counts, then the earlier end. Nobody accepts a finding about themselves: an approver who is its person, or
 * whose e-mail the account has, is passed over. @returns the findings in their order, and a warning an exemption at most a kind
 * of fault; of decisions only that they ended
 */
export function applyExemptions(
  findings: readonly Finding[],
  options: ExemptOptions,
): { findings: Finding[]; warnings: string[] } {
  const people = peopleOf(options.roster);
  const rules = rulesFor(options, people);
  const judged = findings.map((finding) => accept(coverable(finding, people), rules.of(finding), people));
  return { findings: judged, warnings: rules.all.flatMap((rule) => warningsOf(rule, options)) };
}

/** The exemption that accepts a finding today; `null` = none does. Asked of many findings, it is made once. */
export function exemptionFinder(options: Omit<ExemptOptions, "unjudged">): (finding: Finding) => Exemption | null {
  const people = peopleOf(options.roster);
  const rules = rulesFor(options, people);
  return (finding) => {
    const one = coverable(finding, people);
    const accepts = (rule: Rule) => !rule.ended && rule.covers(one) && !isOwn(rule.exemption.approver, one, people);
    return rules.of(finding).find(accepts)?.exemption ?? null;
  };
}

interface Rule {
  exemption: Exemption;
  covers(one: Coverable): boolean;
  ended: boolean;
  covered: number;
  /** Findings it names but whose subject is its approver. */
  own: number;
}

interface Rules {
  /** In the order given. */
  all: Rule[];
  /** Those that may cover a finding, the one that counts first. */
  of(finding: Finding): readonly Rule[];
}

function rulesFor({ exemptions, system, today }: Omit<ExemptOptions, "unjudged">, people: People): Rules {
  const all = exemptions
    .filter((exemption) => exemption.system === null || exemption.system === system)
    .map((exemption): Rule => {
      const covers = coverOf(exemption, people);
      return { exemption, covers, ended: exemption.until < today, covered: 0, own: 0 };
    });
  const sorted = all.toSorted((a, b) => byScope(a.exemption, b.exemption));
  const byKey = Map.groupBy(sorted, ({ exemption }) => exemption.key);
  const scoped = byKey.get(null) ?? [];
  const byCheck = new Map<string, Map<string | null, Rule[]>>();
  const ofCheck = (check: string) => {
    const known =
      byCheck.get(check) ??
      Map.groupBy(
        scoped.filter(({ exemption }) => (exemption.check ?? check) === check),
        ({ exemption }) => exemption.account,
      );
    byCheck.set(check, known);
    return known;
  };
  const of = ({ key, check, account }: Finding): readonly Rule[] => {
    const scopes = ofCheck(check);
    const others = scopes.get(null) ?? [];
    const [ofKey, ofAccount] = [byKey.get(key), account && scopes.get(account.id)];
    if (!ofKey && !ofAccount) return others;
    return [...(ofKey ?? []), ...(ofAccount ?? []), ...others].sort((a, b) => byScope(a.exemption, b.exemption));
  };
  return { all, of };
}

/** The narrower first: one finding, one account or credential or person, then patterns; one check before all; then what ends first. */
function byScope(a: Exemption, b: Exemption): number {
  const breadth = ({ key, match, check, system }: Exemption) => [
    key !== null ? 0 : match === null ? 1 : 2,
    Number(check === null),
    Number(system === null),
  ];
  const [first, second] = [breadth(a), breadth(b)];
  const index = first.findIndex((part, at) => part !== second[at]);
  return index < 0 ? compareText(a.until, b.until) : (first[index] ?? 0) - (second[index] ?? 0);
}

function accept(one: Coverable, rules: readonly Rule[], people: People): Finding {
  let exempt: Finding["exempt"] = null;
  for (const rule of rules) {
    if (!rule.covers(one)) continue;
    if (isOwn(rule.exemption.approver, one, people)) {
      rule.own += 1;
      continue;
    }
    rule.covered += 1;
    if (!rule.ended) exempt ??= { reason: rule.exemption.reason, until: rule.exemption.until };
  }
  return exempt ? { ...one.finding, exempt } : one.finding;
}

function warningsOf(rule: Rule, options: ExemptOptions): string[] {
  const { exemption, ended, covered, own } = rule;
  const warnings: string[] = [];
  const say = (text: string) => warnings.push(`${exemption.at}: ${text}`);
  if (exemption.from === "decision") {
    if (ended && covered > 0) say(`the acceptance by ${exemption.approver} ended on ${exemption.until}: it counts again`);
    return warnings;
  }
  if (own > 0) say(`${exemption.approver} cannot accept findings about themselves: ${plural(own)} not covered by it`);
  if (ended && covered > 0)
    say(
      `the exemption ended on ${exemption.until}, so ${plural(covered)} ${covered === 1 ? "counts" : "count"} again: renew or remove it`,
    );
  else if (ended) say(`the exemption ended on ${exemption.until} and would cover nothing: remove it`);
  else if (covered + own === 0 && isKnownUnused(exemption, options)) say("the exemption covers no finding: remove it");
  if (!ended && isBroad(exemption))
    say(`the exemption is broad (${breadth(exemption)}): name the check and the accounts it is meant for`);
  return warnings;
}

/** Only where it names this system, and every check it could be meant for has looked at everything. */
function isKnownUnused({ system, check }: Exemption, { unjudged }: ExemptOptions): boolean {
  return system !== null && (check === null ? unjudged.size === 0 : !unjudged.has(check));
}

const fewLiterals = 3;

function isBroad({ check, match }: Exemption): boolean {
  return match !== null && (check === null || literalLength(match) < fewLiterals);
}

function breadth({ check, match }: Exemption): string {
  return `${check === null ? "every check" : check} for all accounts like ${JSON.stringify(match)}`;
}

function plural(findings: number): string {
  return findings === 1 ? "1 finding" : `${findings} findings`;
}

/** The gaps of a system that are accepted today, by source; a warning for each that ended. */
export function knownGapsOf(
  gaps: readonly KnownGap[],
  { system, today }: { system: string; today: string },
): { inForce: Map<string, KnownGap>; warnings: string[] } {
  const ours = gaps.filter((gap) => gap.system === system);
  const ended = ours.filter((gap) => gap.until < today);
  const inForce = new Map(ours.filter((gap) => gap.until >= today).map((gap) => [gap.source, gap]));
  const warnings = ended.map((gap) => `${gap.at}: the known gap ${gap.source} ended on ${gap.until}: renew or remove it`);
  return { inForce, warnings };
}
