import { isFactRead } from "../../model/fact.ts";
import type { Finding } from "../../model/finding.ts";
import type { MatchedAccount, MatchedInvitation, MatchedPerson } from "../../model/matching.ts";
import type { Cell, Table } from "../../model/report.ts";
import type { Scene } from "../../model/scene.ts";
import { isRead } from "../../model/source.ts";
import { dayCell } from "../account-cells.ts";

const teamColumns = ["Name", "E-mail", "In the group", "State", "Role", "Last sign-in", "Note", "Findings"];
const otherColumns = ["Name", "E-mail", "What", "State", "Role", "Last sign-in", "Why they are there", "Findings"];

/**
 * The tables of a 1Password audit (DOMAIN §4): the support team, who is in the group without being part of it, and what the group
 * opens. Without the members there are none.
 */
export function onepasswordNotes(scene: Scene, findings: readonly Finding[]): Table[] {
  if (!isFactRead(scene.facts.accounts, scene.sources)) return [];
  const seen: Seen = { scene, findings, refs: refsBySubject(findings) };
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
  /** Account, invitation and person → refs of their findings. */
  refs: ReadonlyMap<string, string[]>;
}

function isOutside(person: MatchedPerson | null): boolean {
  return person === null || person.left;
}

/** By the first part of the subject: of a person and the group it is the person's. */
function refsBySubject(findings: readonly Finding[]): Map<string, string[]> {
  const refs = new Map<string, string[]>();
  for (const { key, ref, resource } of findings) {
    const subject = key.split("/").slice(2).join("/");
    const pair = resource ? `+resource:${resource.id}` : "";
    const first = pair && subject.endsWith(pair) ? subject.slice(0, -pair.length) : subject;
    refs.set(first, [...(refs.get(first) ?? []), ref]);
  }
  return refs;
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
    subjects.flatMap((subject) => refs.get(subject) ?? []).join(" "),
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
    reasonOf({ id: account.id, person }, { scene, findings }),
    (refs.get(`account:${account.id}`) ?? []).join(" "),
  ];
}

function invitationCells({ invitation, person }: MatchedInvitation, { scene, refs, findings }: Seen): Cell[] {
  const reason = reasonOf({ id: invitation.id, person }, { scene, findings });
  const found = (refs.get(`account:${invitation.id}`) ?? []).join(" ");
  return [null, invitation.email, "pending invitation", "invited", null, null, reason, found];
}

/** What the configuration, an exemption or the roster says of them; empty = to be removed, or for the auditor to find out. */
function reasonOf(
  of: { id: string; person: MatchedPerson | null },
  { scene, findings }: Pick<Seen, "scene" | "findings">,
): string {
  const service = scene.serviceAccounts.find(({ account }) => account === of.id);
  const exempt = findings.find(({ account, exempt }) => exempt !== null && account?.id === of.id)?.exempt;
  return [
    ...(service ? [`service account: ${service.purpose ?? "no purpose given"}`] : []),
    ...(exempt ? [`accepted until ${exempt.until}: ${exempt.reason}`] : []),
    ...(of.person?.left ? [`left on ${of.person.person.endDate}`] : []),
  ].join("; ");
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
