import { nameKey } from "../../core/people.ts";
import type { Grant, ReadEntitlement } from "../../model/account.ts";
import { compareText } from "../../model/json.ts";
import type { MatchedAccount, MatchedPerson } from "../../model/matching.ts";
import type { Cell } from "../../model/report.ts";
import { refsText } from "../finding-refs.ts";
import type { Seen } from "./seen.ts";

/** Each person of the team in each group they are in or should be in, group by group. */
export function memberRows(seen: Seen): Cell[][] {
  const team = seen.scene.matching.people.filter(({ left }) => !left);
  const groups = [...seen.scene.entitlements].sort((a, b) => compareText(a.name ?? a.id, b.name ?? b.id));
  return groups.flatMap((group) => team.flatMap((one) => rowsOf(one, { group, seen })));
}

interface In {
  group: ReadEntitlement;
  seen: Seen;
}

function rowsOf(one: MatchedPerson, { group, seen }: In): Cell[][] {
  const held = one.accounts.flatMap((matched) =>
    matched.account.grants.filter(({ entitlement }) => entitlement.id === group.id).map((grant) => ({ matched, grant })),
  );
  if (held.length > 0) return held.map(({ matched, grant }) => cells(one, { group, seen, matched, grant }));
  return dueIn(one, group) === null ? [] : [cells(one, { group, seen, matched: null, grant: null })];
}

function cells(one: MatchedPerson, of: In & { matched: MatchedAccount | null; grant: Grant | null }): Cell[] {
  const { group, seen, matched, grant } = of;
  const { person } = one;
  const subjects = [
    `person:${person.id}`,
    `person:${person.id}+resource:${group.id}`,
    ...(matched ? [`account:${matched.account.id}`, `account:${matched.account.id}+resource:${group.id}`] : []),
  ];
  return [
    group.name,
    person.name,
    person.email,
    matched?.account.username ?? person.gitlab?.username ?? null,
    person.title,
    dueIn(one, group),
    grant?.level?.name ?? null,
    grant ? (grant.direct ? "direct" : grant.via) : null,
    grant?.expiresAt ?? null,
    stateOf(one, matched),
    refsText(seen.refs, ...subjects),
  ];
}

function dueIn({ expectation, expected }: MatchedPerson, group: ReadEntitlement): string | null {
  const due = expected
    ? expectation?.dues?.find(({ entitlement }) => entitlement === group.id || nameKey(entitlement) === nameKey(group.name ?? ""))
    : undefined;
  return due?.level?.name ?? null;
}

function stateOf({ person, skipped, invitations, expected, expectation }: MatchedPerson, matched: MatchedAccount | null): string {
  return [
    ...(skipped ? ["skipped"] : []),
    ...(expectation && !expected ? [`starts on ${person.startDate}`] : []),
    ...(invitations.length > 0 ? ["invited"] : []),
    ...(matched ? [matched.account.suspended ? "suspended" : "active"] : []),
  ].join(", ");
}
