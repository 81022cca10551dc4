import type { Exemption, KnownGap } from "../model/exemption.ts";
import type { Finding } from "../model/finding.ts";
import { normalEmail, normalName } from "../model/identity.ts";
import { canonicalJson, compareText } from "../model/json.ts";
import type { Roster } from "../model/person.ts";
import { fitsPattern, literalLength } from "./pattern.ts";
import { emailsOf, findPeople, type People, peopleOf } from "./people.ts";

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
  const rules = rulesFor(options);
  const judged = findings.map((finding) => accept(finding, rules.of(finding), people));
  return { findings: judged, warnings: rules.all.flatMap((rule) => warningsOf(rule, options)) };
}

/** The exemption that accepts a finding today; `null` = none does. Asked of many findings, it is made once. */
export function exemptionFinder(options: Omit<ExemptOptions, "unjudged">): (finding: Finding) => Exemption | null {
  const people = peopleOf(options.roster);
  const rules = rulesFor(options);
  return (finding) =>
    rules
      .of(finding)
      .find(({ ended, exemption }) => !ended && covers(exemption, finding, people) && !isOwn(exemption.approver, finding, people))
      ?.exemption ?? null;
}

interface Rule {
  exemption: Exemption;
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

function rulesFor({ exemptions, system, today }: Omit<ExemptOptions, "unjudged">): Rules {
  const all = exemptions
    .filter((exemption) => exemption.system === null || exemption.system === system)
    .map((exemption): Rule => ({ exemption, ended: exemption.until < today, covered: 0, own: 0 }));
  const sorted = all.toSorted((a, b) => byScope(a.exemption, b.exemption));
  const byKey = Map.groupBy(sorted, ({ exemption }) => exemption.key);
  const scoped = byKey.get(null) ?? [];
  const byCheck = new Map<string, readonly Rule[]>();
  const ofCheck = (check: string) => {
    const known = byCheck.get(check) ?? scoped.filter(({ exemption }) => (exemption.check ?? check) === check);
    byCheck.set(check, known);
    return known;
  };
  return { all, of: ({ key, check }) => [...(byKey.get(key) ?? []), ...ofCheck(check)] };
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

function accept(finding: Finding, rules: readonly Rule[], people: People): Finding {
  let exempt: Finding["exempt"] = null;
  for (const rule of rules) {
    if (!covers(rule.exemption, finding, people)) continue;
    if (isOwn(rule.exemption.approver, finding, people)) {
      rule.own += 1;
      continue;
    }
    rule.covered += 1;
    if (!rule.ended) exempt ??= { reason: rule.exemption.reason, until: rule.exemption.until };
  }
  return exempt ? { ...finding, exempt } : finding;
}

function covers(exemption: Exemption, finding: Finding, people: People): boolean {
  if (exemption.key !== null) return finding.key === exemption.key && isAsSeen(finding, exemption.seen);
  if (exemption.account !== null) return finding.account?.id === exemption.account;
  if (exemption.person !== null) return isPerson(exemption.person, finding, people);
  if (exemption.credential !== null) return isNamed(exemption.credential, finding.credential);
  const { match } = exemption;
  return match !== null && namesOf(finding).some((text) => text !== null && fitsPattern(match, text));
}

function isAsSeen({ expected, observed }: Finding, seen: Exemption["seen"]): boolean {
  return seen === undefined || canonicalJson([seen.expected, seen.observed]) === canonicalJson([expected, observed]);
}

/** Of the account; of the project where a finding is about nobody. */
function namesOf({ account, person, credential, resource }: Finding): (string | null)[] {
  if (account) return [account.name, account.email];
  return person || credential || !resource ? [] : [resource.name];
}

function isNamed(text: string, named: Finding["credential"]): boolean {
  return named !== null && (named.id === text || (named.name !== null && normalName(named.name) === normalName(text)));
}

/** By any e-mail of theirs; one without an e-mail by name. */
function isPerson(text: string, { person }: Finding, people: People): boolean {
  if (!person) return false;
  if (person.email === null)
    return person.name !== null && findPeople(people, text).some(({ email, name }) => email === null && name === person.name);
  if (normalEmail(person.email) === normalEmail(text)) return true;
  const [found] = findPeople(people, person.email);
  return found !== undefined && emailsOf(found).includes(normalEmail(text));
}

/** Whether the approver is whom the finding is about. A name that several people have may be any of them. */
function isOwn(approver: string, finding: Finding, people: People): boolean {
  const accountEmail = finding.account?.email;
  if (accountEmail && normalEmail(accountEmail) === normalEmail(approver)) return true;
  return [approver, ...findPeople(people, approver).map(({ email, name }) => email ?? name ?? "")].some((text) =>
    isPerson(text, finding, people),
  );
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
