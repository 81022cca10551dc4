import type { CheckResult, Finding, Named } from "../model/finding.ts";
import type { ReportedAudit, ReportedSource, ReportView } from "../model/report.ts";

/**
 * `rollcall.audit/1` as printed by `rollcall audit --format json`: two spaces, keys in the order of the contract, a line break
 * at the end. Every field is named here, so nothing that happens to hang on an object reaches the report.
 */
export function auditJson(view: ReportView): string {
  const { schema, organization, period, generated_at, roster, audits } = view.report;
  const { source, revision, people } = roster;
  const report = { schema, organization, period, generated_at, roster: { source, revision, people }, audits: audits.map(audit) };
  return escapedJson(report);
}

/** Two spaces, a line break at the end, and nothing in it that a terminal acts on. */
export function escapedJson(value: object): string {
  return `${JSON.stringify(value, null, 2).replace(acting, escaped)}\n`;
}

/** Legal in JSON as they are, but a terminal acts on them; they stand inside strings only, so the escape means the same. */
const acting = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

function escaped(character: string): string {
  const units = character.split("");
  return units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}

function audit(from: ReportedAudit): ReportedAudit {
  const { system, platform, status, counts, state, issue } = from;
  return {
    system,
    platform,
    status,
    sources: from.sources.map(source),
    counts,
    state,
    checks: from.checks.map(check),
    findings: from.findings.map(finding),
    resolved: from.resolved.map(({ key }) => ({ key })),
    issue: issue && { url: issue.url, iid: issue.iid },
  };
}

function source({ name, status, rows, expected, requests, sha256, reason }: ReportedSource): ReportedSource {
  return { name, status, rows, expected, requests, sha256, reason };
}

function check({ id, outcome, assessed, failing, exempt, unknown, reason }: CheckResult): CheckResult {
  return { id, outcome, assessed, failing, exempt, unknown, reason };
}

function finding(from: Finding): Finding {
  const { key, ref, check, severity, account, person, exempt } = from;
  const { expected, observed, message, roster_at, source, fixes, answers_to, change } = from;
  return {
    key,
    ref,
    check,
    severity,
    account: account && { id: account.id, email: account.email, name: account.name, url: account.url },
    person: person && { email: person.email, name: person.name },
    credential: named(from.credential),
    resource: named(from.resource),
    expected,
    observed,
    message,
    roster_at,
    source,
    fixes,
    answers_to: { email: answers_to.email },
    change,
    exempt: exempt && { reason: exempt.reason, until: exempt.until },
  };
}

function named(from: Named | null): Named | null {
  return from && { id: from.id, name: from.name };
}
