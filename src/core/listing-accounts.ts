import type { Account, Grant } from "../model/account.ts";
import type { Account as ListedAccount } from "../model/api/account.ts";
import type { Finding } from "../model/finding.ts";
import { searchable } from "../model/listing.ts";
import type { MatchedAccount } from "../model/matching.ts";
import type { Severity } from "../model/severity.ts";
import { counting, type FindingsBy, worstOf } from "./listing-findings.ts";
import type { ListedKindOf } from "./listing-kind.ts";
import { orderOf, ranksByText, ranksByTime, worstFirst } from "./listing-ranks.ts";

/** The accounts of a reading as a list. */
export function accountList(accounts: readonly MatchedAccount[], { account: findings }: FindingsBy): ListedKindOf<"account"> {
  const of = ({ account }: MatchedAccount) => findings.get(account.id) ?? [];
  const worst = new Map(accounts.map((one) => [one, worstOf(of(one))]));
  const order = orderOf(accounts.map(({ account }) => titleOf(account)));
  const key = (one: MatchedAccount) => ({ worst: worst.get(one) ?? null, title: titleOf(one.account), id: one.account.id });
  const items = worstFirst(accounts, key, order);
  const by = (value: (account: Account) => string | null) => items.map(({ account }) => value(account));
  return {
    kind: "account",
    size: items.length,
    sorted: {
      by_name: ranksByText(
        by(({ name }) => name),
        order,
      ),
      by_email: ranksByText(by(({ email }) => email)),
      by_role: ranksByText(by(roleOf)),
      by_sign_in: ranksByTime(by(({ lastSignIn }) => lastSignIn)),
    },
    facets: (index) => facetsOf(at(index), worst.get(at(index)) ?? null),
    listed: (index) => {
      const one = at(index);
      const entry = entryOf(one, { findings: of(one), severity: worst.get(one) ?? null });
      return { person: one.person?.person.id ?? null, words: wordsIn(one), entry };
    },
  };

  function at(index: number): MatchedAccount {
    const one = items[index];
    if (!one) throw new Error(`no account at ${index}`);
    return one;
  }
}

function titleOf({ name, email, username }: Account): string | null {
  return name ?? email ?? username;
}

function roleOf({ role, class: its }: Account): string | null {
  return role ? (role.name ?? role.id) : its;
}

function facetsOf({ account, person }: MatchedAccount, worst: Severity | null): string[] {
  const facets = [`id:${account.id}`, `class:${account.class}`, `kind:${account.kind}`];
  if (worst !== null) facets.push(`severity:${worst}`, "only:findings");
  if (person === null) facets.push("only:nobody");
  if (account.admin === true) facets.push("only:admins");
  if (account.suspended === true) facets.push("only:suspended");
  return facets;
}

function wordsIn({ account, person }: MatchedAccount): string {
  const { id, name, email, username, class: its } = account;
  const whose = person?.person;
  const words = [name, email, username, id, roleOf(account), its, whose?.name, whose?.email];
  return searchable([...new Set(words)].filter((word) => word).join("\n"));
}

function entryOf(
  { account, person, by }: MatchedAccount,
  { findings, severity }: { findings: readonly Finding[]; severity: Severity | null },
): ListedAccount {
  const { id, name, email, username, url, kind, seated, admin, role, suspended, mfa } = account;
  return {
    ...{ id, name, email, username, url, kind, class: account.class },
    role: role && (role.name ?? role.id),
    ...{ seated, admin, suspended, mfa, last_sign_in: account.lastSignIn, created_at: account.createdAt },
    person: person && { id: person.person.id, name: person.person.name, email: person.person.email },
    matched_by: by,
    grants: account.grants.map(grantOf),
    findings: counting(findings).map(({ ref }) => ref),
    severity,
  };
}

function grantOf({ entitlement, direct, via, level, expiresAt = null, admin }: Grant): ListedAccount["grants"][number] {
  const { kind, id, name } = entitlement;
  return { kind, id, name, level: level?.name ?? null, direct, via, expires_at: expiresAt, admin: admin === true };
}

/** What the access map shows of somebody's accounts: the role, the highest level held, or the platform's class. */
export function levelOf(accounts: readonly MatchedAccount[]): string | null {
  const all = accounts.map(({ account }) => account);
  const shown = all.find(({ admin }) => admin === true) ?? all.find(({ seated }) => seated) ?? all[0];
  if (!shown) return null;
  const { role, grants } = shown;
  const highest = grants.reduce<Grant["level"]>(
    (so, { level }) => (level && (!so || level.value > so.value) ? level : so),
    undefined,
  );
  return role?.name ?? role?.id ?? highest?.name ?? shown.class;
}
