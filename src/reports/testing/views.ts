import type { Account } from "../../model/account.ts";
import type { CheckResult, Finding } from "../../model/finding.ts";
import type { MatchedAccount } from "../../model/matching.ts";
import type { Person } from "../../model/person.ts";
import type { AuditView, ReportedAudit, ReportedSource, ReportView } from "../../model/report.ts";

/** Builders of views for tests: each gives something whole and plausible, and takes what the test is about. */

export function aFinding(over: Partial<Finding> = {}): Finding {
  return {
    key: "zendesk-global/role-mismatch/account:123",
    ref: "F1",
    check: "role-mismatch",
    severity: "high",
    account: {
      id: "123",
      name: "Dana Whitfield",
      email: "dana@acme.test",
      url: "https://acme.zendesk.test/agent/users/123",
    },
    person: { email: "dana@acme.test", name: "Dana Whitfield" },
    credential: null,
    resource: null,
    expected: "Support Staff",
    observed: "Security Staff",
    message: "has role Security Staff, the roster says Support Staff",
    roster_at: "roster/dana.yaml:12@3f9c1ab0c1d2",
    source: "users",
    fixes: ["Give the account the role Support Staff."],
    answers_to: { email: "dana@acme.test" },
    change: "new",
    exempt: null,
    ...over,
  };
}

export function aSource(over: Partial<ReportedSource> = {}): ReportedSource {
  const read = { status: "complete", rows: 340, expected: 340, requests: 4, reason: null } as const;
  return { name: "users", ...read, sha256: "0123456789abcdef".repeat(4), ...over };
}

/** A source nobody could look at. */
export function anUnreadSource(over: Partial<ReportedSource> = {}): ReportedSource {
  const refused = { status: "unavailable", rows: 0, expected: null, sha256: null } as const;
  return aSource({ ...refused, reason: "403: an admin's token is needed", ...over });
}

export function aCheck(over: Partial<CheckResult> = {}): CheckResult {
  const counts = { assessed: 50, failing: 1, exempt: 0, unknown: 0 };
  return { id: "role-mismatch", outcome: "fail", ...counts, reason: null, ...over };
}

export function aPerson(over: Partial<Person> = {}): Person {
  const unsaid = {
    title: null,
    reportsTo: null,
    manager: null,
    region: null,
    workingHours: null,
    startDate: null,
    endDate: null,
  };
  const platforms = { calendly: null, pagerduty: null, zendesk: {}, gitlab: null, slack: null };
  const person = { id: "dana@acme.test", name: "Dana Whitfield", email: "dana@acme.test", aliases: [], focuses: [] };
  return { ...person, ...unsaid, ...platforms, extra: {}, places: {}, ...over };
}

export function anAccount(over: Partial<Account> = {}, person: Person | null = aPerson()): MatchedAccount {
  const account: Account = {
    id: "123",
    name: "Dana Whitfield",
    email: "dana@acme.test",
    username: null,
    url: "https://acme.zendesk.test/agent/users/123",
    kind: "person",
    class: "full",
    seated: true,
    admin: false,
    role: { id: "7", name: "Support Staff", known: true },
    suspended: false,
    mfa: null,
    lastSignIn: "2026-11-12T08:00:00Z",
    createdAt: "2022-03-14T09:00:00Z",
    grants: [{ entitlement: { kind: "group", id: "1", name: "Support AMER" }, direct: true, via: null }],
    ...over,
  };
  const matched = person && {
    person,
    expectation: null,
    expected: true,
    left: false,
    skipped: false,
    accounts: [],
    invitations: [],
  };
  return { account, person: matched, by: person ? "id" : null, namesakes: [] };
}

export function anAudit(over: Partial<ReportedAudit> = {}): ReportedAudit {
  return {
    system: "zendesk-global",
    platform: "zendesk",
    status: "complete",
    sources: [aSource()],
    counts: { accounts: 340, full: 40, light: 290, admin: 10, suspended: 2 },
    state: "draft",
    checks: [aCheck()],
    findings: [aFinding()],
    resolved: [],
    issue: { url: "https://gitlab.acme.test/acme/audits/-/issues/12", iid: 12 },
    ...over,
  };
}

export function anAuditView(over: Partial<ReportedAudit> = {}, view: Partial<AuditView> = {}): AuditView {
  const audit = anAudit(over);
  const tables = [
    {
      id: "full-agents",
      title: "Full agents",
      columns: ["name", "e-mail", "last sign-in"],
      rows: [["Dana", "dana@acme.test", null]],
    },
  ];
  return { name: "Zendesk Global", audit, tables, accounts: [anAccount()], seats: null, warnings: [], ...view };
}

export function aReportView(audits: AuditView[] = [anAuditView()]): ReportView {
  return {
    report: {
      schema: "rollcall.audit/1",
      organization: "Acme Support",
      period: "FY27-Q4",
      generated_at: "2026-11-22T06:02:00Z",
      roster: { source: "roster/", revision: "3f9c1ab0c1d2e3f4", people: 120 },
      audits: audits.map(({ audit }) => audit),
    },
    audits,
  };
}

export const aContext = {
  organization: "Acme Support",
  period: "FY27-Q4",
  generatedAt: "2026-11-22T06:02:00Z",
  rosterLine: "120 people, roster/ at 3f9c1ab0c1d2",
};
