import type { Answer, Command, Decision } from "../model/answer.ts";
import type { FollowedFinding, FollowUpState, Standing } from "../model/follow-up.ts";
import { mayNotDecide } from "./may-decide.ts";
import { runningClock } from "./running-clock.ts";
import { settle } from "./settle.ts";

/** Who says it, and when. */
export interface Said {
  /** E-mail; `null` = somebody nobody knows. */
  by: string | null;
  /** ISO 8601. */
  at: string;
  /** Signed in as auditor or manager by `serve.roles`. */
  isListed?: boolean;
}

/** What a command comes to. Refs that were refused are not among the others: part of a command may stand. */
export interface Heeded {
  answers: { key: string; answer: Answer }[];
  decisions: { key: string; decision: Decision }[];
  /** Somebody asks to close the audit, and why where something is left; whether it may be closed is another matter. */
  close: { reason: string | null } | null;
  /** A sentence each. May hold outside text. */
  refusals: string[];
}

type Audit = Pick<FollowUpState, "findings" | "roles" | "clock" | "audit">;

/** What is to be recorded of a command, and why the rest of it is not. */
export function heed(command: Command, said: Said, audit: Audit): Heeded {
  const heeded: Heeded = { answers: [], decisions: [], close: null, refusals: [] };
  if (command.verb === "close") return { ...heeded, close: { reason: command.reason } };
  const byRef = new Map(audit.findings.map((finding) => [finding.ref, finding]));
  const clock = runningClock(audit.clock);
  for (const ref of command.refs) {
    const finding = byRef.get(ref);
    if (!finding) {
      heeded.refusals.push(`${ref} is no finding of ${audit.audit}.`);
      continue;
    }
    const standing = settle(finding, { clock, now: Date.parse(said.at) });
    const refusal = refusalOf(command, { said, finding, standing, audit, today: clock.dayOf(Date.parse(said.at)) });
    if (refusal === null) record(heeded, command, { said, finding });
    else heeded.refusals.push(`${ref}: ${refusal}.`);
  }
  return heeded;
}

/** Free words in the thread of a ping: an explanation of every item of it that is open. Never a refusal: nothing was asked for. */
export function heedWords(words: string, { by, at }: Said, audit: Audit & { refs: readonly string[] }): Heeded {
  const clock = runningClock(audit.clock);
  const open = audit.findings.filter(
    (finding) => audit.refs.includes(finding.ref) && settle(finding, { clock, now: Date.parse(at) }).is === "open",
  );
  const answers = open.map(({ key }) => ({ key, answer: { kind: "explain" as const, by, at, reason: words } }));
  return { answers, decisions: [], close: null, refusals: [] };
}

type Findings = Exclude<Command, { verb: "close" }>;

interface Case {
  said: Said;
  finding: FollowedFinding;
  standing: Standing;
  audit: Audit;
  today: string;
}

/** Without its full stop; `null` = there is nothing against it. */
function refusalOf(command: Findings, { said, finding, standing, audit, today }: Case): string | null {
  const { verb } = command;
  const isSeen = standing.is !== "settled" || standing.by === "accepted" || standing.by === "exempt";
  if (verb === "fixed" || verb === "roster") return null;
  if (verb === "explain") return standing.is === "settled" ? settledSentence(standing) : null;
  const barred = mayNotDecide(said.by, finding, { ...audit.roles, isListed: said.isListed ?? false });
  if (barred !== null) return `${said.by ?? "somebody unknown"} may not ${verb} it: ${barred}`;
  if (!isSeen) return `it is no longer seen on the platform, so there is nothing to ${verb}; it opens again if it comes back`;
  if (verb === "accept") return command.until < today ? `${command.until} is past: name a day to come` : null;
  if (verb === "reject")
    return standing.is === "explained" ? null : `nobody explained it, so there is nothing to reject${hint(standing)}`;
  if (standing.is === "settled" && standing.by === "exempt") return "exemptions.yaml exempts it: take it out there";
  return standing.is === "open" ? "it is open already" : null;
}

function hint(standing: Standing): string {
  return standing.is === "settled" ? ": to take back that it was accepted, reopen it" : "";
}

function settledSentence(standing: Extract<Standing, { is: "settled" }>): string {
  if (standing.by === "accepted" || standing.by === "exempt") return `it is accepted until ${standing.until}: nothing to explain`;
  return "it is settled already: nothing to explain";
}

function record(heeded: Heeded, command: Findings, { said, finding: { key } }: Pick<Case, "said" | "finding">): void {
  const { by, at } = said;
  if (command.verb === "fixed" || command.verb === "roster" || command.verb === "explain") {
    heeded.answers.push({ key, answer: { kind: command.verb, by, at, reason: command.reason } });
    return;
  }
  // Somebody unknown decides nothing: that was refused above.
  if (by === null) return;
  const until = command.verb === "accept" ? command.until : null;
  heeded.decisions.push({ key, decision: { kind: command.verb, by, at, until, reason: command.reason } });
}
