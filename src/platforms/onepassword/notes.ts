import { isFactRead } from "../../model/fact.ts";
import type { Finding } from "../../model/finding.ts";
import type { MatchedAccount, MatchedInvitation, MatchedPerson } from "../../model/matching.ts";
import type { Cell, Table } from "../../model/report.ts";
import type { Scene } from "../../model/scene.ts";
import { isRead } from "../../model/source.ts";
import { dayCell } from "../account-cells.ts";
import { type Refs, refsByFirstHalf, refsText } from "../finding-refs.ts";
import { isOutside, whyThere } from "../outsiders.ts";

const teamColumns = ["Name", "E-mail", "In the group", "State", "Role", "Last sign-in", "Note", "Findings"];
const otherColumns = ["Name", "E-mail", "What", "State", "Role", "Last sign-in", "Why they are there", "Findings"];

/**
 * The tables of a 1Password audit (DOMAIN §4): the support team, who is in the group without being part of it, and what the group
 * opens. Without the members there are none.
 */
export function onepasswordNotes(scene: Scene, findings: readonly Finding[]): Table[] {
  if (!isFactRead(scene.facts.accounts, scene.sources)) return [];
  const seen: Seen = { scene, findings, refs: refsByFirstHalf(findings) };
  const { people, accounts, invitations } = scene.matching;
  const group = scene.entitlements[0]?.name ?? "the audited group";
  return [
    {
      id: "support-team",
      title: `Support team, and whether they are in ${group}`,
      columns: teamColumns,
      rows: people.filter(({ left }) => !left).map((one) => teamCells(one, seen)),
    },
    {
      id: "not-support-team",
      title: `In ${group} but not part of the support team`,
      columns: otherColumns,
      rows: [
        ...accounts.filter(({ person }) => isOutside(person)).map((one) => memberCells(one, seen)),
        ...invitations.filter(({ person }) => isOutside(person)).map((one) => invitationCells(one, seen)),
      ],
    },
    ...vaultTable(scene, group),
  ];
}

interface Seen {
  scene: Scene;
  findings: readonly Finding[];
  refs: Refs;
}

function teamCells(one: MatchedPerson, { scene, refs }: Seen): Cell[] {
  const { person, accounts, invitations } = one;
  const subjects = [
    `person:${person.id}`,
    ...accounts.map(({ account }) => `account:${account.id}`),
    ...invitations.map(({ invitation }) => `account:${invitation.id}`),
  ];
  return [
    person.name,
    person.email,
    presence(one),
    [...accounts.map(stateOf), ...invitations.map(() => "invited")].join(", ") || null,
    accounts.map(({ account }) => account.role?.name ?? "?").join(", ") || null,
    accounts.map(({ account }) => dayCell(account.lastSignIn) ?? "?").join(", ") || null,
    noteOn(one, scene),
    refsText(refs, ...subjects),
  ];
}

function presence({ accounts, invitations }: MatchedPerson): string {
  if (accounts.length > 1) return `yes, ${accounts.length} times`;
  if (accounts.length === 1) return "yes";
  return invitations.length > 0 ? "invited" : "no";
}

function stateOf({ account: { suspended } }: MatchedAccount): string {
  if (suspended === null) return "unknown";
  return suspended ? "suspended" : "active";
}

function noteOn({ person, accounts, invitations, skipped }: MatchedPerson, { today }: Scene): string {
  const emails = accounts.map(({ account }) => account.email).filter((email) => email !== null && email !== person.email);
  return [
    ...(skipped ? ["skipped"] : []),
    ...(person.startDate !== null && person.startDate > today ? [`starts on ${person.startDate}`] : []),
    ...invitations.map(({ invitation }) => `invited on ${dayCell(invitation.createdAt) ?? "an unknown day"}`),
    ...(accounts.some(({ account }) => account.class === "guest") ? ["guest"] : []),
    ...(emails.length > 0 ? [`there as ${emails.join(", ")}`] : []),
  ].join("; ");
}

const kinds: Readonly<Record<string, string>> = { service: "service account", unrecognised: "of an unknown kind" };

function memberCells(one: MatchedAccount, { scene, refs, findings }: Seen): Cell[] {
  const { account, person } = one;
  return [
    account.name,
    account.email,
    kinds[account.class] ?? account.class,
    stateOf(one),
    account.role?.name ?? null,
    dayCell(account.lastSignIn),
    whyThere({ id: account.id, person }, { scene, findings }),
    refsText(refs, `account:${account.id}`),
  ];
}

function invitationCells({ invitation, person }: MatchedInvitation, { scene, refs, findings }: Seen): Cell[] {
  const reason = whyThere({ id: invitation.id, person }, { scene, findings });
  const found = refsText(refs, `account:${invitation.id}`);
  return [null, invitation.email, "pending invitation", "invited", null, null, reason, found];
}

/** The same for every member, so one of them tells; a group nobody is in opens nothing to anybody. */
function vaultTable(scene: Scene, group: string): Table[] {
  const isListed = scene.sources.some((source) => source.name === "vaults" && isRead(source));
  const [member] = scene.matching.accounts;
  if (!isListed || !member) return [];
  const vaults = member.account.grants.filter(({ entitlement }) => entitlement.kind === "vault");
  return [
    {
      id: "vaults",
      title: `Vaults ${group} opens`,
      columns: ["Vault", "Id"],
      rows: vaults.map(({ entitlement }) => [entitlement.name, entitlement.id]),
    },
  ];
}
