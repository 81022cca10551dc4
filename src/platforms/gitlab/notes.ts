import type { Grant } from "../../model/account.ts";
import { unreadOf } from "../../model/fact.ts";
import type { Finding } from "../../model/finding.ts";
import type { MatchedAccount, MatchedInvitation } from "../../model/matching.ts";
import type { Cell, Table } from "../../model/report.ts";
import type { Scene } from "../../model/scene.ts";
import { dayCell } from "../account-cells.ts";
import { refsBySubject, refsText } from "../finding-refs.ts";
import { isOutside, whyThere } from "../outsiders.ts";
import { memberRows } from "./member-rows.ts";
import type { Seen } from "./seen.ts";

/**
 * The tables of a GitLab audit: the team's members by group, beside what they are due; who is in a group without being of the team;
 * bots and service accounts; access tokens; whoever is asked in and not there yet. What nobody could read has no table, and what
 * was read in part says so.
 */
export function gitlabNotes(scene: Scene, findings: readonly Finding[]): Table[] {
  const seen: Seen = { scene, refs: refsBySubject(findings), findings };
  const accounts = scene.entitlements.length > 0 ? accountTables(seen) : [];
  return [...accounts, ...tokenTable(seen), ...pendingTable(seen)];
}

function accountTables(seen: Seen): Table[] {
  const { matching } = seen.scene;
  const cut = suffix(seen.scene, "accounts");
  const outside = matching.accounts.filter(({ account, person }) => account.kind === "person" && isOutside(person));
  const machines = matching.accounts.filter(({ account }) => account.kind === "bot" || account.kind === "service");
  return [
    {
      id: "members",
      title: `Members by group${cut}`,
      columns: [
        "Group",
        "Name",
        "E-mail",
        "Username",
        "Title",
        "Level due",
        "Level held",
        "Through",
        "Expires",
        "State",
        "Findings",
      ],
      rows: memberRows(seen),
    },
    {
      id: "not-support-team",
      title: `In the groups but not part of the support team${cut}`,
      columns: ["Name", "Username", "E-mail", "Groups", "Member since", "State", "Why they are there", "Findings"],
      rows: outside.map((one) => outsideCells(one, seen)),
    },
    {
      id: "bots",
      title: `Bots and service accounts${cut}`,
      columns: ["Name", "Username", "Id", "Groups", "Tokens", "Owner", "Purpose", "Findings"],
      rows: machines.map((one) => machineCells(one, seen)),
    },
  ];
}

function outsideCells(one: MatchedAccount, seen: Seen): Cell[] {
  const { account } = one;
  return [
    account.name,
    account.username,
    account.email,
    heldText(account.grants),
    dayCell(account.createdAt),
    account.suspended ? "suspended" : "active",
    whyThere({ id: account.id, person: one.person }, seen),
    refsOf(seen, [account.id, ...account.grants.map(({ entitlement }) => `${account.id}+resource:${entitlement.id}`)]),
  ];
}

function machineCells({ account }: MatchedAccount, seen: Seen): Cell[] {
  const { serviceAccounts, credentials } = seen.scene;
  const entry = serviceAccounts.find((one) => one.account === account.id);
  const tokens = credentials.filter(({ credential }) => credential.userId === account.id);
  return [
    account.name,
    account.username,
    account.id,
    heldText(account.grants),
    tokens.map(({ credential }) => credential.name ?? credential.id).join(", "),
    entry?.owner ?? null,
    entry?.purpose ?? null,
    refsOf(seen, [account.id]),
  ];
}

function heldText(grants: readonly Grant[]): string {
  return grants
    .map(({ entitlement, level, via }) => `${entitlement.name ?? entitlement.id}: ${level?.name}${via ? ` through ${via}` : ""}`)
    .sort()
    .join(", ");
}

function tokenTable(seen: Seen): Table[] {
  const fact = seen.scene.facts.credentials;
  if (!fact || unreadOf(fact, seen.scene.sources).length === fact.sources.length) return [];
  const accepted = new Map(
    seen.findings.flatMap(({ check, exempt, credential }) =>
      check === "token-unjustified" && exempt && credential ? [[credential.id, exempt.reason]] : [],
    ),
  );
  return [
    {
      id: "access-token-review",
      title: `Access token review${suffix(seen.scene, "credentials")}`,
      columns: ["Token", "Of", "Scopes", "Owner", "Request link", "Expires", "Last used", "Justification", "Findings"],
      rows: seen.scene.credentials.map(({ credential, name, owner, ownerHint }) => [
        credential.name,
        credential.of ?? null,
        credential.scopes?.join(", ") ?? null,
        owner?.name ?? ownerHint,
        name?.link ?? null,
        dayCell(credential.expiresAt ?? name?.expires ?? null),
        dayCell(credential.lastUsedAt),
        accepted.get(credential.id) ?? null,
        refsText(seen.refs, `credential:${credential.id}`),
      ]),
    },
  ];
}

function pendingTable(seen: Seen): Table[] {
  const { matching, facts, sources } = seen.scene;
  const unread = facts.invitations ? unreadOf(facts.invitations, sources) : [];
  if (unread.length > 0 && matching.invitations.length === 0) return [];
  return [
    {
      id: "pending",
      title: `Pending invitations${suffix(seen.scene, "invitations")}`,
      columns: ["E-mail", "Username", "To", "Since", "Until", "In the roster as", "Findings"],
      rows: matching.invitations.map((one) => pendingCells(one, seen)),
    },
  ];
}

function pendingCells({ invitation, person }: MatchedInvitation, seen: Seen): Cell[] {
  return [
    invitation.email,
    invitation.username ?? null,
    invitation.to?.join(", ") ?? null,
    dayCell(invitation.createdAt),
    invitation.expiresAt ?? null,
    person?.person.name ?? null,
    refsOf(seen, [invitation.id]),
  ];
}

function refsOf({ refs }: Seen, ids: readonly string[]): string {
  return refsText(refs, ...ids.map((id) => `account:${id}`));
}

/** Said behind a title where not all of its rows could be read. */
function suffix({ facts, sources }: Scene, of: "accounts" | "credentials" | "invitations"): string {
  const fact = facts[of];
  const unread = fact ? unreadOf(fact, sources) : [];
  return unread.length === 0 ? "" : `, without all of ${unread.join(" and ")}`;
}
