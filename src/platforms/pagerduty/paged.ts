import type { Entitlement } from "../../model/account.ts";
import { compareIds, compareText } from "../../model/json.ts";
import type { Duty, Paged } from "../../model/paged.ts";
import type { KeptRows } from "../../model/source.ts";
import type { Schedule, Standing } from "./schedules.ts";
import type { PagerdutySettings } from "./settings.ts";
import type { OnCallRow, PolicyRow, Target } from "./shapes.ts";

/** Whether a schedule is audited: all are where the configuration names none. */
export function isAudited(id: string, { schedules }: PagerdutySettings): boolean {
  return schedules?.includes(id) ?? true;
}

/**
 * Everybody whom an audited schedule or escalation policy can page in the time that was asked for, sorted by id. A policy is audited
 * that targets an audited schedule, or that the configuration names.
 */
export function pagedOf(rows: KeptRows, of: { schedules: readonly Schedule[]; settings: PagerdutySettings }): Paged[] {
  const all = new Everybody();
  const audited = of.schedules.filter(({ entitlement }) => isAudited(entitlement.id, of.settings));
  for (const { entitlement, layers, overrides, final } of audited) {
    for (const one of layers) all.add(one, { resource: entitlement, as: "layer" });
    for (const one of overrides) all.add(one, { resource: entitlement, as: "override" });
    for (const one of final) all.add(one, { resource: entitlement, as: "final schedule" });
  }
  const policies = auditedPolicies(rows, of.settings);
  for (const { resource, users } of policies) for (const one of users) all.add(one, { resource, as: "policy" });
  addOnCalls(all, rows, { audited, policies });
  return all.among(new Set(Array.from(rows.of("users"), ({ id }) => id)));
}

interface Policy {
  resource: Entitlement;
  users: Standing[];
}

function auditedPolicies(rows: KeptRows, settings: PagerdutySettings): Policy[] {
  const policies: Policy[] = [];
  for (const row of rows.of("escalation-policies")) {
    const { id, name, escalation_rules } = row as unknown as PolicyRow;
    const targets = escalation_rules.flatMap((rule) => rule.targets);
    if (!settings.policies.includes(id) && !targets.some((one) => isSchedule(one) && isAudited(one.id, settings))) continue;
    const users = targets.filter((one) => !isSchedule(one)).map((one) => ({ id: one.id, name: one.summary ?? null }));
    policies.push({ resource: { kind: "policy", id, name: name ?? null }, users });
  }
  return policies;
}

export function isSchedule({ type }: Target): boolean {
  return type.startsWith("schedule");
}

/** On-calls say again what schedules and policies say; whoever stands only in them is seen all the same. */
function addOnCalls(all: Everybody, rows: KeptRows, of: { audited: readonly Schedule[]; policies: readonly Policy[] }): void {
  const schedules = new Map(of.audited.map(({ entitlement }) => [entitlement.id, entitlement]));
  const policies = new Map(of.policies.map(({ resource }) => [resource.id, resource]));
  for (const row of rows.of("on-calls")) {
    const { user, schedule, escalation_policy } = row as unknown as OnCallRow;
    const resource = schedule ? schedules.get(schedule.id) : policies.get(escalation_policy.id);
    const one = { id: user.id, name: user.summary ?? null };
    if (resource) all.add(one, { resource, as: schedule ? "final schedule" : "policy" });
  }
}

/** People by id, with the first name any reference gives, and each of their duties once. */
class Everybody {
  readonly #found = new Map<string, { name: string | null; duties: Map<string, Duty> }>();

  add({ id, name }: Standing, duty: Duty): void {
    const one = this.#found.get(id) ?? { name, duties: new Map<string, Duty>() };
    one.name ??= name;
    one.duties.set(`${duty.resource.id} ${duty.as}`, duty);
    this.#found.set(id, one);
  }

  /** @param users ids of those who have an account; whoever else is referenced was deleted */
  among(users: ReadonlySet<string>): Paged[] {
    const sorted = [...this.#found].sort(([a], [b]) => compareIds(a, b));
    return sorted.map(([id, { name, duties }]) => ({
      id,
      name,
      deleted: !users.has(id),
      duties: [...duties].sort(([a], [b]) => compareText(a, b)).map(([, duty]) => duty),
    }));
  }
}
