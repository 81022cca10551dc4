import type { Grant as Held } from "../model/account.ts";
import type { Account, AccountsPage, Grant } from "../model/api/account.ts";
import type { Finding } from "../model/finding.ts";
import { compareIds, compareText } from "../model/json.ts";
import type { MatchedAccount } from "../model/matching.ts";
import { severities } from "../model/severity.ts";
import { paged } from "./paged.ts";
import type { Reading } from "./readings.ts";
import { hasWords } from "./show-findings.ts";

export interface AccountsAsked {
  only: "all" | "findings" | "nobody" | "admins" | "suspended";
  sort: "worst" | "name" | "email" | "role" | "last_sign_in";
  order: "asc" | "desc";
  class?: string | undefined;
  q?: string | undefined;
  cursor?: string | undefined;
  offset?: number | undefined;
  limit: number;
}

/** The accounts of one reading, with whose they are and what is wrong with each. @param refs finding key → ref */
export function showAccounts(reading: Reading | null, refs: ReadonlyMap<string, string>, asked: AccountsAsked): AccountsPage {
  if (!reading) return { items: [], next: null, total: 0 };
  const all = accountsOf(reading, refs).filter((one) => isWanted(one, asked));
  const sorted = all.sort(orders[asked.sort]);
  return paged(asked.order === "desc" ? sorted.reverse() : sorted, asked);
}

const made = new WeakMap<Reading, readonly Account[]>();

/** Derived once a reading. */
function accountsOf(reading: Reading, refs: ReadonlyMap<string, string>): Account[] {
  const known = made.get(reading) ?? reading.scene.matching.accounts.map(accountShower(reading, refs));
  made.set(reading, known);
  return [...known];
}

/** Shows accounts of one reading. */
export function accountShower(
  { view }: Pick<Reading, "view">,
  refs: ReadonlyMap<string, string>,
): (matched: MatchedAccount) => Account {
  const wrong = Map.groupBy(
    view.audit.findings.filter(({ exempt }) => exempt === null),
    ({ account }) => account?.id,
  );
  return ({ account, person, by }) => {
    const { id, name, email, username, url, kind, role, seated, admin, suspended, mfa } = account;
    const findings = wrong.get(id) ?? [];
    return {
      ...{ id, name, email, username, url, kind, seated, admin, suspended, mfa },
      class: account.class,
      role: role && (role.name ?? role.id),
      ...{ last_sign_in: account.lastSignIn, created_at: account.createdAt },
      person: person && { id: person.person.id, name: person.person.name, email: person.person.email },
      matched_by: by,
      grants: account.grants.map(grantOf),
      findings: findings.map(({ key, ref }) => refs.get(key) ?? ref),
      severity: worstOf(findings),
    };
  };
}

function grantOf({ entitlement, level, direct, via, expiresAt, admin }: Held): Grant {
  const { kind, id, name } = entitlement;
  return { kind, id, name, level: level?.name ?? null, direct, via, expires_at: expiresAt ?? null, admin: admin ?? false };
}

export function worstOf(findings: readonly Pick<Finding, "severity">[]): Account["severity"] {
  return severities.find((severity) => findings.some((one) => one.severity === severity)) ?? null;
}

function isWanted(one: Account, { only, class: wanted, q }: AccountsAsked): boolean {
  if (wanted !== undefined && one.class !== wanted) return false;
  if (only === "findings" && one.findings.length === 0) return false;
  if (only === "nobody" && one.person !== null) return false;
  if (only === "admins" && one.admin !== true) return false;
  if (only === "suspended" && one.suspended !== true) return false;
  return (
    q === undefined ||
    hasWords([one.id, one.name, one.email, one.username, one.role, one.person?.name].join(" ").toLowerCase(), q)
  );
}

type Order = (a: Account, b: Account) => number;

const byText =
  (of: (account: Account) => string | null): Order =>
  (a, b) =>
    compareText((of(a) ?? "\uffff").toLowerCase(), (of(b) ?? "\uffff").toLowerCase()) || compareIds(a.id, b.id);
const byName = byText(({ name, email }) => name ?? email);
const rank = ({ severity }: Account) => (severity === null ? severities.length : severities.indexOf(severity));

const orders: Record<AccountsAsked["sort"], Order> = {
  worst: (a, b) => rank(a) - rank(b) || byName(a, b),
  name: byName,
  email: byText(({ email }) => email),
  role: byText(({ role, class: its }) => role ?? its),
  last_sign_in: byText(({ last_sign_in: at }) => at),
};
