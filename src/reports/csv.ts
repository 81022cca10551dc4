import type { Account } from "../model/account.ts";
import type { Finding } from "../model/finding.ts";
import type { MatchedAccount } from "../model/matching.ts";
import type { AuditView, ReportedAudit, ReportView, Table } from "../model/report.ts";
import { csvRecord } from "./escape-csv.ts";
import { valueText } from "./wording.ts";

/**
 * UTF-8 without a byte-order mark: with one, the first column's name is not `system` to anything that is not a spreadsheet, and
 * spreadsheets import UTF-8 when told so. An empty field says: the platform gives no signal.
 */

const findingColumns = [
  ...["system", "ref", "severity", "check", "message", "account id", "account name", "account e-mail", "account url"],
  ...["person", "person e-mail", "credential id", "credential name", "resource id", "resource name", "expected", "observed"],
  ...["answers to", "change", "exempt reason", "exempt until", "roster at", "source", "fixes", "key"],
];

/** All findings of all audits, exempt ones too, in the order of the view. */
export function findingsCsv(view: ReportView): string {
  const rows = view.audits.flatMap(({ audit }) => audit.findings.map((finding) => csvRecord(findingCells(audit, finding))));
  return [csvRecord(findingColumns), ...rows].join("");
}

function findingCells({ system }: ReportedAudit, finding: Finding): (string | null)[] {
  const { account, person, credential, resource, exempt } = finding;
  return [
    ...[system, finding.ref, finding.severity, finding.check, finding.message],
    ...[account?.id ?? null, account?.name ?? null, account?.email ?? null, account?.url ?? null],
    ...[person?.name ?? null, person?.email ?? null, credential?.id ?? null, credential?.name ?? null],
    ...[resource?.id ?? null, resource?.name ?? null, valueText(finding.expected), valueText(finding.observed)],
    ...[finding.answers_to.email, finding.change, exempt?.reason ?? null, exempt?.until ?? null],
    ...[finding.roster_at, finding.source, finding.fixes.join(" "), finding.key],
  ];
}

const accountColumns = [
  ...["system", "account id", "name", "user name", "e-mail", "class", "role", "groups", "permission level", "suspended"],
  ...["second factor", "created", "last sign-in", "person", "matched by", "finding refs"],
];

/** Every account of every audit, a record at a time: what an external auditor calls the population. */
export function* accountsCsv(view: ReportView): Generator<string> {
  yield csvRecord(accountColumns);
  for (const audit of view.audits) {
    const refs = accountRefs(audit);
    for (const matched of audit.accounts) yield csvRecord(accountCells(matched, { system: audit.audit.system, refs }));
  }
}

/** Refs by account id. A finding about a person alone belongs to every account of theirs (`duplicate-account` names them all). */
function accountRefs({ audit, accounts }: AuditView): Map<string, string[]> {
  const refs = new Map<string, string[]>();
  const ofPerson = new Map<string, string[]>();
  for (const { account, person } of accounts) {
    const email = person?.person.email;
    if (email) ofPerson.set(email, [...(ofPerson.get(email) ?? []), account.id]);
  }
  for (const finding of audit.findings) {
    const email = finding.credential ? null : (finding.person?.email ?? null);
    const ids = finding.account ? [finding.account.id] : (ofPerson.get(email ?? "") ?? []);
    for (const id of ids) refs.set(id, [...(refs.get(id) ?? []), finding.ref]);
  }
  return refs;
}

function accountCells(matched: MatchedAccount, audit: { system: string; refs: Map<string, string[]> }) {
  const { account, person, by } = matched;
  const groups = account.grants.filter(({ entitlement }) => entitlement.kind === "group");
  return [
    ...[audit.system, account.id, account.name, account.username, account.email, account.class],
    ...[account.role?.name ?? account.role?.id ?? null, groups.map(({ entitlement: { id, name } }) => name ?? id).join("; ")],
    ...[permissionLevel(account), account.suspended, account.mfa, account.createdAt, account.lastSignIn],
    ...[person?.person.name ?? person?.person.email ?? null, by, (audit.refs.get(account.id) ?? []).join(" ")],
  ];
}

/** Never empty: the administrator, else the role, else the platform's class, for the auditor who reads one column only. */
function permissionLevel({ admin, role, class: platformClass }: Account): string {
  return admin ? "admin" : (role?.name ?? platformClass);
}

/** A table of the Notes as a file. */
export function tableCsv(table: Table): string {
  return [table.columns, ...table.rows].map(csvRecord).join("");
}
