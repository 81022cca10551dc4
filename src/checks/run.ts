import { applyExemptions } from "../core/exempt.ts";
import type { Exemption } from "../model/exemption.ts";
import type { CheckResult, Finding } from "../model/finding.ts";
import { compareText } from "../model/json.ts";
import type { Scene } from "../model/scene.ts";
import { compareSeverity } from "../model/severity.ts";
import type { Check, CheckSettings, Limits } from "./check.ts";
import { findingOf, keyOf } from "./finding.ts";
import { checks as registry } from "./index.ts";
import { type Blind, blindOf, unreadSentence } from "./unread.ts";

export interface RunOptions {
  settings: CheckSettings;
  exemptions: readonly Exemption[];
  /** Default: every check there is. */
  checks?: readonly Check[];
  /** Keys of findings of which it matters whether they could be judged; by default none. */
  watched?: { has(key: string): boolean };
}

/** What could not be judged: no finding there says nothing. */
export interface Unjudged {
  /** Checks that could not look, and why. */
  blind: ReadonlyMap<string, string>;
  /** Checks that are not off, and have a meaning on this system. */
  listed: ReadonlySet<string>;
  /** Keys of watched findings whose subject gave no signal. */
  keys: ReadonlySet<string>;
}

export interface ChecksRun {
  /** In the order of the registry; those that are off, or have no meaning on this system, are left out. */
  checks: CheckResult[];
  /** Worst first, then by key; exempt ones among them. `ref` is empty: `assignRefs` gives it. */
  findings: Finding[];
  /** What is wrong with the exemptions. */
  warnings: string[];
  unjudged: Unjudged;
}

/**
 * Judges everything a scene shows. A check whose input was not read is not assessed, never passed: where it needs a source as a
 * whole it does not run, where each source stands for itself what was read is judged and the rest counts as unknown.
 */
export function runChecks(scene: Scene, options: RunOptions): ChecksRun {
  const { settings, checks = registry } = options;
  const listed = checks.filter((check) => settings[check.id]?.off !== true && hasMeaning(check, scene));
  const runs = listed.map((check) => runCheck(check, scene, options));
  const found = runs.flatMap((run) => run.findings).sort(worstFirst);
  const { findings, warnings } = applyExemptions(found, {
    exemptions: options.exemptions,
    system: scene.system,
    today: scene.today,
    roster: scene.roster,
    unjudged: new Set(runs.filter((run) => run.unknown > 0).map(({ check }) => check.id)),
  });
  const exempt = new Map<string, number>();
  for (const finding of findings) if (finding.exempt) exempt.set(finding.check, (exempt.get(finding.check) ?? 0) + 1);
  const results = runs.map((run) => resultOf(run, exempt.get(run.check.id) ?? 0));
  return { checks: results, findings, warnings, unjudged: unjudgedIn(runs) };
}

function unjudgedIn(runs: readonly CheckRun[]): Unjudged {
  const blind = runs.filter((run) => run.blind.all.length > 0);
  return {
    listed: new Set(runs.map(({ check }) => check.id)),
    blind: new Map(blind.map((run) => [run.check.id, run.blind.all.map(unreadSentence).join("; ")])),
    keys: new Set(runs.flatMap(({ mute }) => mute)),
  };
}

function hasMeaning(check: Check, scene: Scene): boolean {
  return check.needs.every((need) => scene.facts[need] !== undefined) && (check.applies?.(scene) ?? true);
}

function worstFirst(a: Finding, b: Finding): number {
  return compareSeverity(a.severity, b.severity) || compareText(a.key, b.key);
}

interface CheckRun {
  check: Check;
  assessed: number;
  /** Subjects without a signal and unread sources. */
  unknown: number;
  silent: number;
  /** Keys of those that gave no signal, as far as somebody asks. */
  mute: string[];
  blind: Blind;
  findings: Finding[];
}

function runCheck(check: Check, scene: Scene, { settings, watched }: RunOptions): CheckRun {
  const blind = blindOf(check, scene);
  if (blind.all.length > 0) return blindRun(check, scene, blind);
  const run: CheckRun = { check, assessed: 0, unknown: 0, silent: 0, mute: [], blind, findings: [] };
  const limits = limitsOf(check, settings);
  for (const subject of check.scope(scene)) {
    const verdict = check.run(subject, scene, limits);
    if (verdict === "unknown") {
      run.silent += 1;
      if (watched) noteMute(run, keyOf(check, subject, scene), watched);
      continue;
    }
    run.assessed += 1;
    if (verdict === "pass") continue;
    run.findings.push(findingOf(check, { subject, fault: verdict, severity: settings[check.id]?.severity }, scene));
  }
  run.unknown = run.silent + blind.each.length;
  return run;
}

function noteMute({ mute }: CheckRun, key: string, watched: { has(key: string): boolean }): void {
  if (watched.has(key)) mute.push(key);
}

/** Nothing is judged: what is known to be in scope is unknown, and at least one for each source nobody saw. */
function blindRun(check: Check, scene: Scene, blind: Blind): CheckRun {
  const known = Array.from(check.scope(scene)).length;
  const unknown = Math.max(known, blind.all.length) + blind.each.length;
  return { check, assessed: 0, unknown, silent: 0, mute: [], blind, findings: [] };
}

function limitsOf({ id, limits = {} }: Check, settings: CheckSettings): Limits {
  const { after = limits.after, before = limits.before } = settings[id] ?? {};
  return { after, before };
}

function resultOf(run: CheckRun, exempt: number): CheckResult {
  const { check, assessed, unknown } = run;
  const failing = run.findings.length - exempt;
  const outcome = failing > 0 ? "fail" : unknown > 0 ? "not-assessed" : "pass";
  return { id: check.id, outcome, assessed, failing, exempt, unknown, reason: unknown > 0 ? reasonOf(run) : null };
}

/** Why not all was seen, in words. */
function reasonOf({ blind, silent, assessed }: CheckRun): string {
  const unread = [...blind.all, ...blind.each].map(unreadSentence);
  const mute = silent > 0 ? [`${silent} of ${silent + assessed} gave no signal`] : [];
  return [...unread, ...mute].join("; ");
}
