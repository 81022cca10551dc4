import { assignRefs } from "../checks/refs.ts";
import { runChecks, type Unjudged } from "../checks/run.ts";
import { resolveContact } from "../core/contacts.ts";
import { knownGapsOf } from "../core/exempt.ts";
import { matchAccounts } from "../core/match.ts";
import { buildScene } from "../core/scene.ts";
import type { Observed } from "../model/account.ts";
import type { BasisConfig } from "../model/basis.ts";
import type { SystemConfig } from "../model/config.ts";
import type { KnownGap } from "../model/exemption.ts";
import { isFactRead } from "../model/fact.ts";
import type { CheckResult, Finding } from "../model/finding.ts";
import { compareText } from "../model/json.ts";
import { dayIn } from "../model/period.ts";
import type { AuditView, ReportedSource } from "../model/report.ts";
import type { Scene } from "../model/scene.ts";
import type { KeptRows, Source } from "../model/source.ts";
import type { Context } from "./context.ts";
import { deriveSeats } from "./derive-seats.ts";
import { statusOf } from "./source-outcomes.ts";

export interface Read {
  system: SystemConfig;
  sources: Source[];
  rows: KeptRows;
  /** Finding key → ref of earlier runs of this audit. */
  earlierRefs: ReadonlyMap<string, string>;
  /** For a recheck: which findings are told, of those that are found. Left out = all. */
  told?(found: readonly Finding[], unjudged: Unjudged): Finding[];
}

export type DeriveContext = Pick<Context, "roster" | "exemptions" | "knownGaps" | "platform" | "now"> & {
  config: Omit<BasisConfig, "system">;
};

/** Kept rows and roster → everything a report says. Pure: the same rows, roster, configuration and `now` give the same view. */
export function deriveAudit(context: DeriveContext, read: Read): { view: AuditView; scene: Scene; warnings: string[] } {
  const { system, sources } = read;
  const platform = context.platform(system.platform);
  const facts = platform.facts(system);
  const observed = platform.normalise(read.rows, system);
  const scene = sceneOf(context, read, observed);
  const ran = runChecks(scene, {
    settings: context.config.checks,
    exemptions: context.exemptions,
    ...(read.told ? { watched: read.earlierRefs } : {}),
  });
  const found = assignRefs(ran.findings, read.earlierRefs);
  const findings = read.told?.(found, ran.unjudged) ?? found;
  const gaps = knownGapsOf(context.knownGaps, { system: system.id, today: scene.today });
  const status = statusOf(sources);
  const warnings = [...ran.warnings, ...gaps.warnings];
  const view: AuditView = {
    name: system.name,
    audit: {
      system: system.id,
      platform: platform.id,
      status,
      sources: sources.map((source) => reported(source, gaps.inForce.get(source.name))),
      // Counts of what was not seen would look like zeros.
      counts: isFactRead(facts.accounts ?? facts.projects, sources) ? platform.counts(observed) : {},
      state: "draft",
      checks: read.told ? recounted(ran.checks, findings) : ran.checks,
      findings,
      resolved: resolvedSince(read.earlierRefs.keys(), { found: new Set(findings.map(({ key }) => key)), ran: ran.checks }),
      issue: null,
    },
    tables: platform.notes(scene, findings),
    accounts: scene.matching.accounts,
    seats: facts.accounts ? deriveSeats(context, { system, sources, observed, status }) : null,
    warnings,
  };
  return { view, scene, warnings };
}

/** All that checks look at, from what was read of a system. */
export function sceneOf(
  context: DeriveContext,
  { system, sources }: Pick<Read, "system" | "sources">,
  observed: Observed,
): Scene {
  const { config, roster, now } = context;
  const platform = context.platform(system.platform);
  const today = dayIn(now, config.timeZone);
  const matching = matchAccounts(observed.accounts, roster, {
    expectation: (person) => platform.expectation(person, system),
    today,
    skip: config.people.skip.map(({ email }) => email),
    ...(observed.invitations ? { invitations: observed.invitations } : {}),
  });
  return buildScene({
    system: system.id,
    name: system.name,
    now,
    today,
    roster,
    matching,
    credentials: observed.credentials,
    sources,
    facts: platform.facts(system),
    emailDomains: config.emailDomains,
    admins: system.admins,
    entitlements: observed.entitlements ?? [],
    paged: observed.paged ?? [],
    projects: observed.projects ?? [],
    licences: observed.licences ?? [],
    defaultRole: platform.defaultRole?.(system) ?? null,
    asksAlways: platform.asksAlways ?? null,
    serviceAccounts: system.serviceAccounts,
    verifications: system.verifications,
    auditor: resolveContact(config.people.auditor, roster),
    opsManager: resolveContact(config.people.opsManager, roster),
    deputy: config.people.deputy && resolveContact(config.people.deputy, roster),
  });
}

/** Results of checks, of the findings that are told and no others. */
function recounted(checks: readonly CheckResult[], findings: readonly Finding[]): CheckResult[] {
  const byCheck = Map.groupBy(findings, ({ check }) => check);
  return checks.map((result) => {
    const told = byCheck.get(result.id) ?? [];
    const exempt = told.filter((finding) => finding.exempt !== null).length;
    const failing = told.length - exempt;
    return { ...result, failing, exempt, outcome: failing > 0 ? "fail" : result.unknown > 0 ? "not-assessed" : "pass" };
  });
}

/** A known gap stays a gap: the audit is incomplete, and it says who accepted that. */
function reported({ name, status, rows, expected, requests, sha256, reason }: Source, gap: KnownGap | undefined): ReportedSource {
  const accepted = gap && reason !== null ? `; known gap, accepted by ${gap.approver} until ${gap.until}: ${gap.reason}` : "";
  return { name, status, rows, expected, requests, sha256, reason: reason === null ? null : reason + accepted };
}

/** Earlier findings of this audit that are gone, of checks that ran and saw everything: what was not looked at is not resolved. */
function resolvedSince(
  earlier: Iterable<string>,
  now: { found: ReadonlySet<string>; ran: readonly CheckResult[] },
): { key: string }[] {
  const looked = new Set(now.ran.filter(({ unknown }) => unknown === 0).map(({ id }) => id));
  const gone = [...earlier].filter((key) => !now.found.has(key) && looked.has(checkOfKey(key)));
  return gone.sort(compareText).map((key) => ({ key }));
}

/** A key is system/check/kind:id; neither a system nor a check has a slash in its name. */
function checkOfKey(key: string): string {
  return key.split("/", 2)[1] ?? "";
}
