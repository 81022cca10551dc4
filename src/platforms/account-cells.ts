import type { Finding } from "../model/finding.ts";
import type { MatchedAccount } from "../model/matching.ts";
import type { Cell } from "../model/report.ts";

/** The columns of every table of accounts in the Notes. */
export const accountColumns = [
  "Name",
  "E-mail",
  "Role",
  "Groups",
  "Last sign-in",
  "Second factor",
  "In the roster as",
  "Findings",
];

export function accountCells({ account, person }: MatchedAccount, refs: ReadonlyMap<string, string[]>): Cell[] {
  const groups = account.grants.map(({ entitlement }) => entitlement.name ?? `#${entitlement.id}`);
  return [
    account.name,
    account.email,
    account.role?.name ?? account.role?.id ?? null,
    groups.sort().join(", "),
    dayCell(account.lastSignIn),
    account.mfa,
    person?.person.name ?? null,
    (refs.get(account.id) ?? []).join(" "),
  ];
}

/** Account and credential ids → refs of their findings. */
export function refsBySubject(findings: readonly Finding[]): Map<string, string[]> {
  const refs = new Map<string, string[]>();
  for (const finding of findings) {
    const id = finding.credential?.id ?? finding.account?.id;
    if (id !== undefined) refs.set(id, [...(refs.get(id) ?? []), finding.ref]);
  }
  return refs;
}

export function dayCell(time: string | null): string | null {
  return time === "never" ? "never" : (time?.slice(0, 10) ?? null);
}
