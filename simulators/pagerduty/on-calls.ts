import type { PagerdutyData, Policy } from "./data.ts";
import { type Entry, finalEntries, type Range, shifts } from "./render.ts";
import { timeIn, type Wire, type Zone } from "./wire.ts";

interface OnCall {
  policy: Policy;
  level: number;
  /** Id of the schedule it comes from; `null` = the user is a target of the policy itself, for good. */
  schedule: string | null;
  user: string;
  start: number | null;
  end: number | null;
}

/** Every on-call of every policy that touches a range, earliest first; `earliest`: only the first of each user at a level. */
export function onCalls(data: PagerdutyData, of: { range: Range; earliest: boolean }): OnCall[] {
  const all = data.policies.flatMap((policy) =>
    policy.rules.flatMap((targets, index) =>
      targets.flatMap((id): OnCall[] => {
        const entries = entriesOf(id, data, of.range);
        if (!entries) return [{ policy, level: index + 1, schedule: null, user: id, start: null, end: null }];
        return entries.map(({ user, start, end }) => ({ policy, level: index + 1, schedule: id, user, start, end }));
      }),
    ),
  );
  const sorted = all.filter(({ user }) => user !== "").sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
  if (!of.earliest) return sorted;
  const seen = new Set<string>();
  return sorted.filter(({ policy, level, user }) => {
    const key = `${policy.id} ${level} ${user}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** `null` where the target is no schedule. */
function entriesOf(id: string, data: PagerdutyData, range: Range): Entry[] | null {
  const schedule = data.schedules.find((one) => one.id === id);
  if (schedule) return finalEntries(schedule, range);
  const shift = data.shiftSchedules.find((one) => one.id === id);
  return shift ? shifts(shift, range) : null;
}

export function onCallRow(
  { policy, level, schedule, user, start, end }: OnCall,
  { wire, zone }: { wire: Wire; zone: Zone },
): object {
  return {
    escalation_policy: wire.policyReference(policy),
    escalation_level: level,
    schedule: schedule === null ? null : wire.scheduleReference(schedule),
    user: wire.userReference(user),
    start: start === null ? null : timeIn(zone, start),
    end: end === null ? null : timeIn(zone, end),
  };
}
