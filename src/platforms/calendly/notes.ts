import { isFactRead } from "../../model/fact.ts";
import type { Finding } from "../../model/finding.ts";
import type { MatchedAccount, MatchedInvitation, MatchedPerson } from "../../model/matching.ts";
import type { Cell, Table } from "../../model/report.ts";
import type { Scene } from "../../model/scene.ts";
import { type Refs, refsBySubject, refsText } from "../finding-refs.ts";
import { isOutside, whyThere } from "../outsiders.ts";

const teamColumns = ["Name", "E-mail", "Link", "In the organisation", "Role", "Groups", "Note", "Findings"];
const otherColumns = ["Name", "E-mail", "What", "Role", "Since", "Page", "Why they are there", "Findings"];

/**
 * The two tables of a Calendly audit (DOMAIN §4): the support team, and who is in Calendly without being part of it. Without the
 * list of members there is neither; without the invitations the titles say so.
 */
export function calendlyNotes(scene: Scene, findings: readonly Finding[]): Table[] {
  if (!isFactRead(scene.facts.accounts, scene.sources)) return [];
  const unread = isFactRead(scene.facts.invitations, scene.sources) ? "" : ", without invitations, which could not be read";
  const seen: Seen = { scene, refs: refsBySubject(findings), findings, invitationsRead: unread === "" };
  return [
    {
      id: "support-team",
      title: `Support team${unread}`,
      columns: teamColumns,
      rows: scene.matching.people.filter(({ left }) => !left).map((one) => teamCells(one, seen)),
    },
    {
      id: "not-support-team",
      title: `In Calendly but not part of the support team${unread}`,
      columns: otherColumns,
      rows: [
        ...scene.matching.accounts.filter(({ person }) => isOutside(person)).map((one) => memberCells(one, seen)),
        ...scene.matching.invitations.filter(({ person }) => isOutside(person)).map((one) => invitationCells(one, seen)),
      ],
    },
  ];
}

interface Seen {
  scene: Scene;
  refs: Refs;
  findings: readonly Finding[];
  invitationsRead: boolean;
}

function teamCells(one: MatchedPerson, { scene, refs, invitationsRead }: Seen): Cell[] {
  const { person, accounts, invitations } = one;
  const subjects = [
    `person:${person.id}`,
    ...accounts.map(({ account }) => `account:${account.id}`),
    ...invitations.map(({ invitation }) => `account:${invitation.id}`),
  ];
  const groups = accounts.flatMap(({ account }) => account.grants.map(({ entitlement }) => entitlement.name ?? entitlement.id));
  return [
    person.name,
    person.email,
    person.calendly,
    presence(one, invitationsRead),
    accounts.map(({ account }) => account.role?.name ?? "?").join(", ") || null,
    [...new Set(groups)].sort().join(", "),
    noteOn(one, scene),
    refsText(refs, ...subjects),
  ];
}

function presence({ accounts, invitations }: MatchedPerson, invitationsRead: boolean): string {
  if (accounts.length > 1) return `yes, ${accounts.length} times`;
  if (accounts.length === 1) return "yes";
  if (invitations.length > 0) return "invited";
  return invitationsRead ? "no" : "no (invitations not read)";
}

function noteOn({ person, accounts, invitations, skipped }: MatchedPerson, { today }: Scene): string {
  const emails = accounts.map(({ account }) => account.email).filter((email) => email !== null && email !== person.email);
  return [
    ...(skipped ? ["skipped"] : []),
    ...(person.startDate !== null && person.startDate > today ? [`starts on ${person.startDate}`] : []),
    ...invitations.map(({ invitation }) => `invited on ${day(invitation.createdAt) ?? "an unknown day"}`),
    ...(emails.length > 0 ? [`there as ${emails.join(", ")}`] : []),
  ].join("; ");
}

function memberCells(one: MatchedAccount, { scene, refs, findings }: Seen): Cell[] {
  const { account, person } = one;
  return [
    account.name,
    account.email,
    "member",
    account.role?.name ?? null,
    day(account.createdAt),
    account.url,
    whyThere({ id: account.id, person }, { scene, findings }),
    refsText(refs, `account:${account.id}`),
  ];
}

function invitationCells({ invitation, person }: MatchedInvitation, { scene, refs, findings }: Seen): Cell[] {
  return [
    null,
    invitation.email,
    "pending invitation",
    null,
    day(invitation.createdAt),
    null,
    whyThere({ id: invitation.id, person }, { scene, findings }),
    refsText(refs, `account:${invitation.id}`),
  ];
}

function day(time: string | null): string | null {
  return time?.slice(0, 10) ?? null;
}
