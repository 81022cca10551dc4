import type { SystemConfig } from "../../model/config.ts";
import { isRead, type KeptRows, type Source } from "../../model/source.ts";
import { isSchedule } from "./paged.ts";
import { mayManage, roleName } from "./roles.ts";
import type { PagerdutySettings } from "./settings.ts";
import type { OnCallRow, PolicyRow, TokenUserRow } from "./shapes.ts";
import { accountKey } from "./token-user.ts";

const lists = ["schedules", "shift-schedules"];

/**
 * What no list says of itself. A user's token is shown what its user may see: unless that is everything, every list may be cut.
 * `/v3/schedules` leaves out in silence what the caller may not read: a schedule met elsewhere and in neither list shows it. And a
 * schedule or policy the configuration names must be there.
 */
export function settlePagerduty(sources: Source[], rows: KeptRows, system: SystemConfig): Source[] {
  const settings = system.settings as PagerdutySettings;
  const limited = limitedToken(rows);
  if (limited !== null)
    return sources.map((source) => (source.name === "token-user" ? source : { ...unavailable(source, limited), rows: 0 }));
  const unseen = unseenSchedules(sources, rows, settings);
  const policies = unknownPolicies(sources, rows, settings);
  return sources.map((source) => {
    if (lists.includes(source.name) && unseen.length > 0) return unavailable(source, notListed(unseen));
    if (source.name === "escalation-policies" && policies.length > 0) return unavailable(source, noPolicy(policies));
    return source;
  });
}

/** What was read is not the whole. What was not read at all stays as it ended. */
function unavailable(source: Source, reason: string): Source {
  return isRead(source) ? { ...source, status: "unavailable", sha256: null, reason, refused: true } : source;
}

function limitedToken(rows: KeptRows): string | null {
  for (const row of rows.of("token-user")) {
    const { id, name, email, role } = row as unknown as TokenUserRow;
    if (id === accountKey || mayManage(role)) continue;
    const who = email ?? name ?? id;
    return `it may be cut: the token is of ${who}, who is ${role == null ? "of no known role" : roleName(role)} and sees only what they may; use a read-only REST API key of the account`;
  }
  return null;
}

/** A schedule somebody names: where, and what it is called there. */
interface Unseen {
  id: string;
  name: string | null;
  where: string;
}

/** Schedules that are in neither list. Empty where a list was not read: then there is nothing to compare with. */
function unseenSchedules(sources: readonly Source[], rows: KeptRows, { schedules = [] }: PagerdutySettings): Unseen[] {
  const areRead = lists.every((name) => sources.some((source) => source.name === name && isRead(source)));
  if (!areRead) return [];
  const known = new Set(lists.flatMap((name) => Array.from(rows.of(name), ({ id }) => id)));
  const met = new Map<string, Unseen>();
  const meet = (one: Unseen) => known.has(one.id) || met.has(one.id) || met.set(one.id, one);
  for (const row of rows.of("escalation-policies")) {
    const targets = (row as unknown as PolicyRow).escalation_rules.flatMap((rule) => rule.targets);
    for (const one of targets.filter(isSchedule)) meet({ id: one.id, name: one.summary ?? null, where: "an escalation policy" });
  }
  for (const row of rows.of("on-calls")) {
    const { schedule } = row as unknown as OnCallRow;
    if (schedule) meet({ id: schedule.id, name: schedule.summary ?? null, where: "the on-calls" });
  }
  for (const id of schedules) meet({ id, name: null, where: "rollcall.yaml" });
  return [...met.values()];
}

function notListed(unseen: readonly Unseen[]): string {
  const shown = unseen.slice(0, 3).map(({ id, name, where }) => `${id}${name === null ? "" : ` (${name})`}, named in ${where}`);
  const more = unseen.length > 3 ? ` and ${unseen.length - 3} more` : "";
  return `in neither list of schedules: ${shown.join("; ")}${more}. The lists leave out what the token may not see: use a read-only REST API key of the account, and check ids in rollcall.yaml`;
}

function unknownPolicies(sources: readonly Source[], rows: KeptRows, { policies }: PagerdutySettings): string[] {
  const isThere = sources.some(({ name, status }) => name === "escalation-policies" && status === "complete");
  if (!isThere || policies.length === 0) return [];
  const known = new Set(Array.from(rows.of("escalation-policies"), ({ id }) => id));
  return policies.filter((id) => !known.has(id));
}

function noPolicy(ids: readonly string[]): string {
  return `no escalation policy ${ids.join(", ")}, which rollcall.yaml names: check the id, and that the token may see it`;
}
