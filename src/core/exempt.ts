import type { Exemption, KnownGap } from "../model/exemption.ts";
import type { Finding } from "../model/finding.ts";
import { normalEmail, normalName } from "../model/identity.ts";
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
 * Marks the findings an exemption accepts, and says what is wrong with the exemptions themselves. The first that covers a
 * finding counts. Nobody accepts a finding about themselves: an approver who is its person, or whose e-mail the account has,
 * is passed over. @returns the findings in their order, and a warning an exemption at most a kind of fault
 */
export function applyExemptions(
  findings: readonly Finding[],
  options: ExemptOptions,
): { findings: Finding[]; warnings: string[] } {
  const people = peopleOf(options.roster);
  const rules = options.exemptions
    .filter(({ system }) => system === null || system === options.system)
    .map((exemption) => ({ exemption, ended: exemption.until < options.today, covered: 0, own: 0 }));
  const forCheck = new Map<string, Rule[]>();
  for (const { check } of findings) {
    if (!forCheck.has(check))
      forCheck.set(
        check,
        rules.filter((rule) => (rule.exemption.check ?? check) === check),
      );
  }
  const judged = findings.map((finding) => accept(finding, forCheck.get(finding.check) ?? [], people));
  return { findings: judged, warnings: rules.flatMap((rule) => warningsOf(rule, options)) };
}

interface Rule {
  exemption: Exemption;
  ended: boolean;
  covered: number;
  /** Findings it names but whose subject is its approver. */
  own: number;
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
  if (exemption.account !== null) return finding.account?.id === exemption.account;
  if (exemption.person !== null) return isPerson(exemption.person, finding, people);
  if (exemption.credential !== null) return isNamed(exemption.credential, finding.credential);
  const { match } = exemption;
  return match !== null && namesOf(finding).some((text) => text !== null && fitsPattern(match, text));
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
