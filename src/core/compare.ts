import type { Account, Grant } from "../model/account.ts";
import type { Finding } from "../model/finding.ts";
import { canonicalJson } from "../model/json.ts";
import type { Cell } from "../model/report.ts";

/** One thing about an account that is not as it was. */
export interface FieldChange {
  /** `role`, `e-mail`, or what is held: `group Support AMER`. */
  field: string;
  before: Cell;
  after: Cell;
}

export interface ChangedAccount {
  account: Account;
  fields: FieldChange[];
}

/** What became of the accounts of a system between two complete readings. Sorted as the later reading is; those gone as the earlier. */
export interface Comparison {
  added: Account[];
  changed: ChangedAccount[];
  gone: Account[];
}

/**
 * Compares two complete readings of one system. An account is the same one by the platform's own id: who has a new e-mail or name
 * has changed. Signing in is no change. Only complete readings may be given: what was not read would look gone.
 */
export function compareAccounts(before: Iterable<Account>, after: Iterable<Account>): Comparison {
  const earlier = new Map<string, Account>();
  for (const account of before) earlier.set(account.id, account);
  const comparison: Comparison = { added: [], changed: [], gone: [] };
  for (const account of after) {
    const was = earlier.get(account.id);
    if (!was) {
      comparison.added.push(account);
      continue;
    }
    earlier.delete(account.id);
    const fields = [...changedFields(was, account), ...changedGrants(was.grants, account.grants)];
    if (fields.length > 0) comparison.changed.push({ account, fields });
  }
  comparison.gone.push(...earlier.values());
  return comparison;
}

const fields: readonly [name: string, of: (account: Account) => Cell][] = [
  ["name", ({ name }) => name],
  ["e-mail", ({ email }) => email],
  ["user name", ({ username }) => username],
  ["kind", ({ kind }) => kind],
  ["class", ({ class: its }) => its],
  ["takes a seat", ({ seated }) => seated],
  ["admin", ({ admin }) => admin],
  ["role", ({ role }) => role && (role.name ?? role.id)],
  ["suspended", ({ suspended }) => suspended],
  ["second factor", ({ mfa }) => mfa],
];

function changedFields(was: Account, is: Account): FieldChange[] {
  const changed: FieldChange[] = [];
  for (const [field, of] of fields) {
    const [before, after] = [of(was), of(is)];
    if (before !== after) changed.push({ field, before, after });
  }
  return changed;
}

function changedGrants(was: readonly Grant[], is: readonly Grant[]): FieldChange[] {
  if (was.length === is.length && was.every((grant, index) => isSame(grant, is[index]))) return [];
  const held = new Map<string, { was: Grant[]; is: Grant[] }>();
  const of = ({ entitlement: { kind, id } }: Grant) => {
    const key = `${kind}:${id}`;
    const both = held.get(key) ?? { was: [], is: [] };
    held.set(key, both);
    return both;
  };
  for (const grant of was) of(grant).was.push(grant);
  for (const grant of is) of(grant).is.push(grant);
  return [...held.values()].flatMap((both) => {
    const [before, after] = [holding(both.was), holding(both.is)];
    return before === after ? [] : [{ field: fieldOf(both.is[0] ?? both.was[0]), before, after }];
  });
}

/** Most accounts hold what they held, listed in the same order. */
function isSame(a: Grant, b: Grant | undefined): boolean {
  return (
    b !== undefined && a.entitlement.id === b.entitlement.id && a.entitlement.kind === b.entitlement.kind && how(a) === how(b)
  );
}

/** How an entitlement is held, in words that can be compared; `null` = not at all. */
function holding(grants: readonly Grant[]): string | null {
  return grants.length === 0 ? null : [...new Set(grants.map(how))].sort().join("; ");
}

function how({ level, direct, via, expiresAt, admin }: Grant): string {
  const parts = [level?.name ?? "held"];
  if (admin) parts.push("administers it");
  if (!direct) parts.push(via === null ? "inherited" : `through ${via}`);
  if (expiresAt) parts.push(`until ${expiresAt}`);
  return parts.join(", ");
}

function fieldOf(grant: Grant | undefined): string {
  if (!grant) return "";
  const { kind, id, name } = grant.entitlement;
  return `${kind} ${name ?? id}`;
}

/** Whether a finding was there in an earlier audit. `changed`: the same thing is wrong in another way. */
export function changeOf(finding: Finding, earlier: ReadonlyMap<string, Finding>): Finding["change"] {
  const was = earlier.get(finding.key);
  if (!was) return "new";
  const same = canonicalJson([was.expected, was.observed]) === canonicalJson([finding.expected, finding.observed]);
  return same ? "persisting" : "changed";
}
