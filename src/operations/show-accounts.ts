import type { Grant as Held } from "../model/account.ts";
import type { Account, Grant } from "../model/api/account.ts";
import type { Finding } from "../model/finding.ts";
import type { MatchedAccount } from "../model/matching.ts";
import { severities } from "../model/severity.ts";
import type { Reading } from "./readings.ts";

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
