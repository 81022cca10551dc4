import type { MatchedAccount } from "../model/matching.ts";
import type { Cell } from "../model/report.ts";
import { type Refs, refsText } from "./finding-refs.ts";

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

export function accountCells({ account, person }: MatchedAccount, refs: Refs): Cell[] {
  const groups = account.grants.map(({ entitlement }) => entitlement.name ?? `#${entitlement.id}`);
  return [
    account.name,
    account.email,
    account.role?.name ?? account.role?.id ?? null,
    groups.sort().join(", "),
    dayCell(account.lastSignIn),
    account.mfa,
    person?.person.name ?? null,
    refsText(refs, `account:${account.id}`),
  ];
}

export function dayCell(time: string | null): string | null {
  return time === "never" ? "never" : (time?.slice(0, 10) ?? null);
}
