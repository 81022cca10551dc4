import type { Answer, Decision } from "../model/answer.ts";
import type { Exemption } from "../model/exemption.ts";
import type { Finding } from "../model/finding.ts";
import type { FollowedFinding, FollowUpState, Standing } from "../model/follow-up.ts";
import type { AuditMemory, Carried } from "../model/memory.ts";
import { changeOf } from "./compare.ts";
import { carriedSteps, pastOf, turnOf } from "./follow-up-past.ts";
import { runningClock } from "./running-clock.ts";
import { settle } from "./settle.ts";

/** An audit that is remembered, and its follow-up. */
export interface KnownAudit {
  memory: AuditMemory;
  state: FollowUpState;
}

/** An acceptance in force. */
export interface Acceptance {
  /** Of the audit it is known from. */
  audit: string;
  /** As it was last seen there. */
  finding: Finding;
  decision: Decision;
}

/**
 * What an audit takes over from the one before, by finding key: its age, its place on the ladder, an explanation nobody has decided
 * on, and the acceptance in force. Only steps of the turn it is in are carried: a new turn begins at the lowest rung. What was seen
 * gone is not carried, and if it is found again it is new; but for one that was accepted, which still is.
 * @param now ISO 8601
 */
export function carriedFrom({ memory, state }: KnownAudit, now: string): Map<string, Carried> {
  const past = pastOf(state);
  const steps = carriedSteps(state);
  const clock = runningClock(state.clock);
  const foundAt = new Map(memory.findings.map(({ finding, foundAt: at }) => [finding.key, at]));
  const carried = new Map<string, Carried>();
  for (const finding of state.findings) {
    // What the file exempts today it may not exempt tomorrow.
    const standing = settle({ ...finding, exempt: null }, { clock, now: Date.parse(now) });
    const decision = acceptanceOf(finding, standing);
    if (standing.is === "settled" && decision === null) continue;
    const turn = turnOf(finding, standing, past);
    carried.set(finding.key, {
      foundAt: foundAt.get(finding.key) ?? finding.foundAt,
      steps: (steps.get(finding.key) ?? []).filter((step) => isSameTime(step.turn, turn)),
      answers: answersOf(finding, standing),
      decisions: decision === null ? [] : [decision],
    });
  }
  return carried;
}

function isSameTime(a: string | null, b: string | null): boolean {
  return a === null || b === null ? a === b : Date.parse(a) === Date.parse(b);
}

/** The explanation that waits for a decision, or what was last claimed to be fixed. */
function answersOf({ answers }: FollowedFinding, standing: Standing): Answer[] {
  if (standing.is === "settled") return [];
  const kind = standing.is === "explained" ? "explain" : standing.claim;
  const { since } = standing.turn;
  const said = answers.filter((answer) => answer.kind === kind && (standing.is !== "explained" || answer.at === since));
  return said.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).slice(-1);
}

/** The decision that settles a finding until a day to come, also where it is gone meanwhile: if it comes back it still does. */
function acceptanceOf({ decisions }: FollowedFinding, standing: Standing): Decision | null {
  if (standing.is !== "settled" || standing.until === null) return null;
  const accepting = decisions.filter(({ kind, until }) => kind === "accept" && until === standing.until);
  return accepting.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1) ?? null;
}

/**
 * Every acceptance in force, by finding key. The newest audit that knows a finding tells: what was reopened, or said again, there
 * goes before what an older one knows. @param audits newest first
 */
export function acceptancesIn(audits: readonly KnownAudit[], now: string): Map<string, Acceptance> {
  const found = new Map<string, Acceptance | null>();
  for (const { memory, state } of audits) {
    const clock = runningClock(state.clock);
    const findings = new Map(memory.findings.map(({ finding }) => [finding.key, finding]));
    for (const followed of state.findings) {
      const finding = findings.get(followed.key);
      if (!finding || found.has(followed.key)) continue;
      const decision = acceptanceOf(followed, settle({ ...followed, exempt: null }, { clock, now: Date.parse(now) }));
      found.set(followed.key, decision && { audit: state.audit, finding, decision });
    }
  }
  return new Map([...found].flatMap(([key, one]) => (one === null ? [] : [[key, one] as const])));
}

/**
 * An acceptance as an exemption of that one finding. From an earlier audit it accepts only what was wrong then: a role that is
 * another wrong one now is asked about again.
 * @param audit id of the audit it is to hold in
 */
export function exemptionFrom({ audit: from, finding, decision }: Acceptance, audit: string): Exemption {
  const { key, expected, observed } = finding;
  return {
    from: "decision",
    key,
    ...(from === audit ? {} : { seen: { expected, observed } }),
    ...{ system: key.split("/", 1)[0] ?? null, check: finding.check, account: null, person: null, match: null, credential: null },
    reason: decision.reason,
    approver: decision.by,
    // Only an acceptance is ever one, and those have an end.
    until: decision.until ?? "",
    at: from,
  };
}

/** All acceptances in force, as exemptions that hold in this audit. */
export function exemptionsFrom({ accepted }: { accepted: ReadonlyMap<string, Acceptance> }, audit: string): Exemption[] {
  return [...accepted.values()].map((one) => exemptionFrom(one, audit));
}

/**
 * What is carried into an audit that has just been read: of each finding what the audit before knew, and an acceptance of any
 * earlier one, as long as the same is wrong as when it was accepted.
 */
export function carriedInto(
  findings: readonly Finding[],
  { before, accepted }: { before: ReadonlyMap<string, Carried>; accepted: ReadonlyMap<string, Acceptance> },
): Map<string, Carried> {
  const carried = new Map<string, Carried>();
  for (const finding of findings) {
    const acceptance = accepted.get(finding.key);
    const isSame = acceptance && changeOf(finding, new Map([[finding.key, acceptance.finding]])) === "persisting";
    const decisions = isSame ? [acceptance.decision] : [];
    const known = before.get(finding.key);
    if (known) carried.set(finding.key, { ...known, decisions });
    // It was there when it was accepted, at the latest; no audit in between could look.
    else if (isSame) carried.set(finding.key, { foundAt: acceptance.decision.at, steps: [], answers: [], decisions });
  }
  return carried;
}
