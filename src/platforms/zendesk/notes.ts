import { isFactRead, unreadOf } from "../../model/fact.ts";
import type { Finding } from "../../model/finding.ts";
import type { MatchedAccount } from "../../model/matching.ts";
import type { Cell, Table } from "../../model/report.ts";
import type { OwnedCredential, Scene } from "../../model/scene.ts";
import { accountCells, accountColumns, dayCell } from "../account-cells.ts";
import { type Refs, refsBySubject, refsText } from "../finding-refs.ts";

/**
 * The tables a Zendesk audit's Notes have always had: light agents, admins, full agents, suspended agents, token review.
 * A list nobody could read has no table: an empty one would say that there is nobody.
 */
export function zendeskNotes(scene: Scene, findings: readonly Finding[]): Table[] {
  const refs = refsBySubject(findings);
  const accounts = isFactRead(scene.facts.accounts, scene.sources) ? accountTables(scene, refs) : [];
  return [...accounts, ...tokenTable(scene, { refs, findings })];
}

function accountTables(scene: Scene, refs: Refs): Table[] {
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

function tokenTable(scene: Scene, of: { refs: Refs; findings: readonly Finding[] }): Table[] {
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

function tokenCells(one: OwnedCredential, of: { refs: Refs; findings: readonly Finding[] }): Cell[] {
  const { credential } = one;
  const accepted = of.findings.find(({ check, exempt, ...finding }) => {
    return check === "token-unjustified" && exempt !== null && finding.credential?.id === credential.id;
  });
  return [
    credential.name,
    credential.kind,
    one.owner?.name ?? one.ownerHint,
    one.name?.link ?? null,
    dayCell(credential.expiresAt ?? one.name?.expires ?? null),
    dayCell(credential.lastUsedAt),
    accepted?.exempt?.reason ?? null,
    refsText(of.refs, `credential:${credential.id}`),
  ];
}
