import { isFactRead } from "../../model/fact.ts";
import type { Finding } from "../../model/finding.ts";
import { compareText } from "../../model/json.ts";
import type { MatchedAccount, MatchedPerson } from "../../model/matching.ts";
import type { Duty, Paged } from "../../model/paged.ts";
import type { Cell, Table } from "../../model/report.ts";
import type { Scene } from "../../model/scene.ts";
import { type Refs, refsByFirstHalf, refsText } from "../finding-refs.ts";

const teamColumns = [
  "Name",
  "E-mail",
  "Id in the roster",
  "Account",
  "Role",
  "Rotations in the roster",
  "In the layers of",
  "Note",
  "Findings",
];
const pagedColumns = ["Schedule or policy", "Kind", "Can be paged", "How", "Who that is", "Findings"];
const licenceColumns = ["Licence", "Description", "Given out", "To be given out"];

/**
 * The tables of a PagerDuty audit (DOMAIN §4): the support team, who can be paged by what is audited, the licences. Without the users
 * there is neither of the first two; without a list of duties their titles say so.
 */
export function pagerdutyNotes(scene: Scene, findings: readonly Finding[]): Table[] {
  const licences = { id: "licences", title: "Licences", columns: licenceColumns, rows: licenceRows(scene) };
  const tables = isFactRead(scene.facts.accounts, scene.sources) ? peopleTables(scene, findings) : [];
  return [...tables, ...(licences.rows.length > 0 ? [licences] : [])];
}

function peopleTables(scene: Scene, findings: readonly Finding[]): Table[] {
  const part = isFactRead(scene.facts.paging, scene.sources) ? "" : ", in part: not all schedules and policies could be read";
  const refs = refsByFirstHalf(findings);
  return [
    {
      id: "support-team",
      title: `Support team${part}`,
      columns: teamColumns,
      rows: scene.matching.people
        .filter(({ left, expectation, accounts }) => !left && (expectation !== null || accounts.length > 0))
        .map((one) => teamCells(one, { scene, refs })),
    },
    {
      id: "who-can-be-paged",
      title: `Who can be paged${part}`,
      columns: pagedColumns,
      rows: pagedRows(scene, refs),
    },
  ];
}

interface Seen {
  scene: Scene;
  refs: Refs;
}

function teamCells(one: MatchedPerson, { scene, refs }: Seen): Cell[] {
  const { person, accounts } = one;
  const subjects = [`person:${person.id}`, ...accounts.map(({ account }) => `account:${account.id}`)];
  const held = accounts.flatMap(({ account }) => account.grants).filter(({ entitlement }) => entitlement.kind === "schedule");
  const layers = new Set(held.map(({ entitlement }) => entitlement.name ?? entitlement.id));
  return [
    person.name,
    person.email,
    person.pagerduty?.id ?? null,
    accounts.map(({ account }) => account.id).join(", ") || null,
    accounts.map(({ account }) => account.role?.name ?? "?").join(", ") || null,
    person.pagerduty?.rotations?.join(", ") ?? null,
    [...layers].sort(compareText).join(", "),
    noteOn(one, scene),
    refsText(refs, ...subjects),
  ];
}

function noteOn({ person, expectation, accounts, invitations, skipped }: MatchedPerson, { today }: Scene): string {
  const emails = accounts.map(({ account }) => account.email).filter((email) => email !== null && email !== person.email);
  return [
    ...(skipped ? ["skipped"] : []),
    ...(expectation === null ? ["the roster names no account here"] : []),
    ...(person.startDate !== null && person.startDate > today ? [`starts on ${person.startDate}`] : []),
    ...(invitations.length > 0 ? ["invited, has not accepted"] : []),
    ...(emails.length > 0 ? [`there as ${emails.join(", ")}`] : []),
  ].join("; ");
}

/** A row for everybody in each audited schedule and policy; an audited schedule that pages nobody is said to be one. */
function pagedRows(scene: Scene, refs: Refs): Cell[][] {
  const accounts = new Map(scene.matching.accounts.map((one) => [one.account.id, one]));
  const rows = scene.paged.flatMap((paged) => {
    const account = accounts.get(paged.id) ?? null;
    const byResource = Map.groupBy(paged.duties, ({ resource }) => resource.id);
    return [...byResource.values()].map((duties) => pagedCells(paged, { duties, account, scene, refs }));
  });
  const paging = new Set(scene.paged.flatMap(({ duties }) => duties.map(({ resource }) => resource.id)));
  const idle = scene.entitlements.filter(({ id, audited }) => audited && !paging.has(id));
  const empty = idle.map(({ name, id }): Cell[] => [name ?? id, "schedule", null, "nobody in the next fourteen days", "", ""]);
  return [...rows, ...empty].sort((a, b) => compareText(sortKey(a), sortKey(b)));
}

function sortKey([resource, kind, name]: readonly Cell[]): string {
  return JSON.stringify([resource, kind, name]);
}

function pagedCells(paged: Paged, of: Seen & { duties: readonly Duty[]; account: MatchedAccount | null }): Cell[] {
  const { duties, account, refs } = of;
  const [first] = duties;
  return [
    first?.resource.name ?? first?.resource.id ?? null,
    first?.resource.kind ?? null,
    account?.account.name ?? paged.name ?? paged.id,
    duties.map(({ as }) => as).join(", "),
    whoThatIs(paged, of),
    refsText(refs, `account:${paged.id}`),
  ];
}

function whoThatIs(paged: Paged, { account, scene }: { account: MatchedAccount | null; scene: Scene }): string {
  if (paged.deleted) return "a user who was deleted";
  const service = scene.serviceAccounts.find((one) => one.account === paged.id);
  if (service) return `service account: ${service.purpose ?? "no purpose given"}`;
  const one = account?.person;
  if (!one) return "nobody in the roster";
  const name = one.person.name ?? one.person.email ?? one.person.id;
  return one.left ? `${name}, who left on ${one.person.endDate}` : name;
}

function licenceRows({ licences }: Scene): Cell[][] {
  return licences.map(({ name, description, used, free }) => [name, description, used, free ?? "no limit"]);
}
