import type { Answer, Decision } from "../model/answer.ts";
import type { Config, SystemConfig } from "../model/config.ts";
import { type AuditEvent, endedStates } from "../model/event.ts";
import type { Exemption } from "../model/exemption.ts";
import type { Finding } from "../model/finding.ts";
import type { FollowedFinding, FollowUpSettings, FollowUpState } from "../model/follow-up.ts";
import type { AuditMemory, RememberedFinding } from "../model/memory.ts";
import { dayIn, periodNamed, periodOf } from "../model/period.ts";
import type { Roster } from "../model/person.ts";
import { exemptionFinder } from "./exempt.ts";
import { followedPeople, rolesOf, subjectsOf } from "./follow-up-team.ts";
import { lastSaid } from "./said.ts";

/** What a follow-up rests on besides what is remembered. */
export interface FollowUpSource {
  config: Pick<Config, "people" | "pauses" | "followUp" | "timeZone" | "fiscalYearStarts">;
  system: Pick<SystemConfig, "id" | "followUp">;
  roster: Roster;
  /** Those of exemptions.yaml, as it stands now; others among them count for nothing here. */
  exemptions: readonly Exemption[];
  /** Of the platform: whom everything goes to there; `null` = as each check says. */
  asksAlways: "auditor" | "ops-manager" | null;
  /** Whether people can be told directly. */
  slack: boolean;
  /** ISO 8601. */
  now: string;
}

/**
 * The follow-up of one audit, derived from what is remembered of it, the roster and the configuration as they are now. A line added
 * to exemptions.yaml or taken out of it counts at once, without another reading: what the last one found exempt is not asked.
 * Decisions never make a finding exempt here: they are among its decisions, and so can be taken back.
 */
export function followUpState(memory: AuditMemory, of: FollowUpSource): FollowUpState {
  const { config, system, roster, now } = of;
  const { audit, events } = memory;
  const today = dayIn(now, config.timeZone);
  const exemptions = of.exemptions.filter(({ from }) => from === "file");
  const exemptionOf = exemptionFinder({ exemptions, system: system.id, today, roster });
  const said = saidOf(events);
  return {
    audit: audit.id,
    periodEnd: periodEndOf(memory, config),
    recordedAt: events.find(({ kind }) => kind === "snapshot-taken")?.at ?? audit.openedAt,
    startedAt: events.find((event) => event.kind === "follow-up-started")?.since ?? null,
    closed: endedStates.includes(audit.state),
    settings: settingsOf(of),
    clock: { timeZone: config.timeZone, pauseWeekends: config.pauses.weekends, holidays: config.pauses.holidays },
    roles: rolesOf(config, roster),
    people: followedPeople(config, roster, today),
    findings: memory.findings.map((one) => followed(one, { said, exemptionOf, roster })),
    done: events.flatMap((event) => (event.kind === "act-made" ? [event.act] : [])),
  };
}

/** What the system says, else what is said of all systems, else what the platform needs. */
export function settingsOf({ config, system, asksAlways, slack }: FollowUpSource): FollowUpSettings {
  const written = { ...config.followUp, ...system.followUp };
  return {
    wait: written.wait ?? 3,
    startAfter: written.startAfter ?? null,
    atMost: written.atMost ?? 40,
    ladder: written.ladder ?? (asksAlways === null ? "full" : "direct"),
    directTo: asksAlways ?? "ops-manager",
    slack,
  };
}

/** By the period's own name: the month years start in may have been changed since, and a store rebuilt later than the period. */
function periodEndOf({ audit }: AuditMemory, { timeZone, fiscalYearStarts: yearStarts }: FollowUpSource["config"]): string {
  const near = dayIn(audit.openedAt, timeZone);
  return (periodNamed(audit.period, { yearStarts, near }) ?? periodOf(near, yearStarts)).end;
}

interface SaidOf {
  answers: ReadonlyMap<string, Answer[]>;
  decisions: ReadonlyMap<string, Decision[]>;
}

function saidOf(events: readonly AuditEvent[]): SaidOf {
  const answers = new Map<string, Answer[]>();
  const decisions = new Map<string, Decision[]>();
  for (const said of lastSaid(events).values()) {
    for (const { key, answer } of said.answers) answers.set(key, [...(answers.get(key) ?? []), answer]);
    for (const { key, decision } of said.decisions) decisions.set(key, [...(decisions.get(key) ?? []), decision]);
  }
  return { answers, decisions };
}

function followed(
  { finding, foundAt, sightings, carried }: RememberedFinding,
  of: { said: SaidOf; exemptionOf(finding: Finding): Exemption | null; roster: Roster },
): FollowedFinding {
  const { key, ref, severity } = finding;
  const exemption = of.exemptionOf(finding);
  return {
    key,
    ref,
    severity,
    owner: finding.answers_to.email,
    subjects: subjectsOf(finding, of.roster),
    foundAt,
    exempt: exemption && { until: exemption.until },
    sightings,
    answers: [...(carried.answers ?? []), ...(of.said.answers.get(key) ?? [])],
    decisions: [...carried.decisions, ...(of.said.decisions.get(key) ?? [])],
    carried: carried.steps,
  };
}
