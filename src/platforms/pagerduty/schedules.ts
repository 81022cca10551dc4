import type { Entitlement } from "../../model/account.ts";
import type { KeptRows } from "../../model/source.ts";
import type { Reference, ScheduleRow, ShiftMember, ShiftScheduleRow } from "./shapes.ts";

/** Somebody a schedule names: an id, and the name where the reference gives one. */
export interface Standing {
  id: string;
  name: string | null;
}

/** A schedule of either generation, and who stands where in it, each once a part. */
export interface Schedule {
  entitlement: Entitlement;
  url: string | null;
  /** In its layers, or in the rotations of one of shifts. */
  layers: Standing[];
  overrides: Standing[];
  final: Standing[];
}

/** All schedules there are, those of layers first. */
export function schedulesOf(rows: KeptRows): Schedule[] {
  return [
    ...Array.from(rows.of("schedules"), (row) => ofLayers(row as unknown as ScheduleRow)),
    ...Array.from(rows.of("shift-schedules"), (row) => ofShifts(row as unknown as ShiftScheduleRow)),
  ];
}

function ofLayers(row: ScheduleRow): Schedule {
  const { schedule_layers, overrides_subschedule, final_schedule } = row;
  return {
    ...named(row),
    layers: once(schedule_layers.flatMap(({ users }) => users.flatMap(({ user }) => standing(user)))),
    overrides: once(overrides_subschedule.rendered_schedule_entries.flatMap(({ user }) => standing(user))),
    final: once(final_schedule.rendered_schedule_entries.flatMap(({ user }) => standing(user))),
  };
}

function ofShifts(row: ShiftScheduleRow): Schedule {
  const events = row.rotations.flatMap((rotation) => rotation.events);
  const shifts = row.final_schedule.computed_shift_assignments;
  // Those of a rotation and of a custom shift have an override type each.
  const isOverride = (type: string) => type.endsWith("_override");
  return {
    ...named(row),
    layers: once(events.flatMap((event) => event.assignment_strategy.members.flatMap(memberOf))),
    overrides: once(shifts.flatMap(({ member, source }) => (isOverride(source.type) ? memberOf(member) : []))),
    final: once(shifts.flatMap(({ member }) => memberOf(member))),
  };
}

function named({ id, name, html_url }: { id: string; name?: string | null; html_url?: string | null }) {
  return { entitlement: { kind: "schedule" as const, id, name: name ?? null }, url: html_url ?? null };
}

/** A gap has no user. */
function standing(user: Reference | null | undefined): Standing[] {
  return user ? [{ id: user.id, name: user.summary ?? null }] : [];
}

function memberOf(member: ShiftMember): Standing[] {
  return member.type === "user_member" ? [{ id: member.user_id, name: null }] : [];
}

function once(all: readonly Standing[]): Standing[] {
  return [...new Map(all.map((one) => [one.id, one])).values()];
}
