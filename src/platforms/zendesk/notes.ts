import { isFactRead, unreadOf } from "../../model/fact.ts";
import type { Finding } from "../../model/finding.ts";
import type { MatchedAccount } from "../../model/matching.ts";
import type { Cell, Table } from "../../model/report.ts";
import type { OwnedCredential, Scene } from "../../model/scene.ts";

const accountColumns = ["Name", "E-mail", "Role", "Groups", "Last sign-in", "Second factor", "In the roster as", "Findings"];

/**
 * The tables a Zendesk audit's Notes have always had: light agents, admins, full agents, suspended agents, token review.
 * A list nobody could read has no table: an empty one would say that there is nobody.
 */
export function zendeskNotes(scene: Scene, findings: readonly Finding[]): Table[] {
  const refs = refsBySubject(findings);
  const accounts = isFactRead(scene.facts.accounts, scene.sources) ? accountTables(scene, refs) : [];
  return [...accounts, ...tokenTable(scene, { refs, findings })];
}

function accountTables(scene: Scene, refs: Map<string, string[]>): Table[] {
  const ours = scene.matching.accounts.filter((one) => one.account.kind !== "shared");
  const table = (id: string, title: string, of: (one: MatchedAccount) => boolean): Table => ({
    id,
    title,
    columns: accountColumns,
    rows: ours.filter(of).map((one) => accountCells(one, refs)),
  });
  return [
    table("light-agents", "Light agents", (one) => one.account.class === "light"),
    table("admins", "Admins", (one) => one.account.class === "admin"),
    table("full-agents", "Full agents", (one) => one.account.class === "full"),
    table("contributors", "Contributors", (one) => one.account.class === "contributor"),
    table("suspended-agents", "Suspended agents", (one) => one.account.suspended === true),
  ];
}

function tokenTable(scene: Scene, of: { refs: Map<string, string[]>; findings: readonly Finding[] }): Table[] {
  const fact = scene.facts.credentials;
  const unread = fact ? unreadOf(fact, scene.sources) : [];
  if (!fact || unread.length === fact.sources.length) return [];
  return [
    {
      id: "api-token-review",
      title: unread.length > 0 ? `API token review without ${unread.join(", ")}, which could not be read` : "API token review",
      columns: ["Token", "Kind", "Owner", "Request link", "Expires", "Last used", "Justification", "Findings"],
      rows: scene.credentials.map((one) => tokenCells(one, of)),
    },
  ];
}

/** Account and credential ids → refs of their findings. */
function refsBySubject(findings: readonly Finding[]): Map<string, string[]> {
  const refs = new Map<string, string[]>();
  for (const finding of findings) {
    const id = finding.credential?.id ?? finding.account?.id;
    if (id !== undefined) refs.set(id, [...(refs.get(id) ?? []), finding.ref]);
  }
  return refs;
}

function accountCells({ account, person }: MatchedAccount, refs: Map<string, string[]>): Cell[] {
  const groups = account.grants.map(({ entitlement }) => entitlement.name ?? `#${entitlement.id}`);
  return [
    account.name,
    account.email,
    account.role?.name ?? account.role?.id ?? null,
    groups.sort().join(", "),
    day(account.lastSignIn),
    account.mfa,
    person?.person.name ?? null,
    (refs.get(account.id) ?? []).join(" "),
  ];
}

function tokenCells(one: OwnedCredential, of: { refs: Map<string, string[]>; findings: readonly Finding[] }): Cell[] {
  const { credential } = one;
  const accepted = of.findings.find(({ check, exempt, ...finding }) => {
    return check === "token-unjustified" && exempt !== null && finding.credential?.id === credential.id;
  });
  return [
    credential.name,
    credential.kind,
    one.owner?.name ?? one.ownerHint,
    one.name?.link ?? null,
    day(credential.expiresAt ?? one.name?.expires ?? null),
    day(credential.lastUsedAt),
    accepted?.exempt?.reason ?? null,
    (of.refs.get(credential.id) ?? []).join(" "),
  ];
}

function day(time: string | null): string | null {
  return time === "never" ? "never" : (time?.slice(0, 10) ?? null);
}
