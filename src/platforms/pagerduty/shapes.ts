import { z } from "zod";
import { toInstant } from "../../model/time.ts";

/**
 * The fields of each listing that are kept, and nothing else. Which may be missing follows the API's OpenAPI document of 2026-08.
 * Where a value this version does not know could hide somebody who is paged, the row is refused: it is never read as nobody.
 */
const id = z.string().min(1);
const text = z.string().nullish();
const count = z.number().int().nullish();
const time = z
  .string()
  .refine((value) => toInstant(value) !== null, "is not a time")
  .nullish();

/** Names a thing without its fields. `summary` is all that is left of a user who was deleted. */
const reference = z.object({ id, type: text, summary: text });

export const user = z.object({
  id,
  name: text,
  email: text,
  role: text,
  job_title: text,
  html_url: text,
  invitation_sent: z.boolean().nullish(),
  teams: z.array(reference).nullish(),
});

const layer = z.object({ id: text, name: text, end: time, users: z.array(z.object({ user: reference.nullish() })) });
const rendered = z.object({ rendered_schedule_entries: z.array(z.object({ user: reference.nullish() })) });

/** A schedule of layers. All three parts come because they are asked for: one that is missing is not an empty one. */
export const schedule = z.object({
  id,
  name: text,
  html_url: text,
  schedule_layers: z.array(layer),
  overrides_subschedule: rendered,
  final_schedule: rendered,
});

export const shiftReference = z.object({ id, summary: text, html_url: text });

const member = z.discriminatedUnion("type", [
  z.object({ type: z.literal("user_member"), user_id: id }),
  z.object({ type: z.literal("empty_member") }),
]);

const event = z.object({ effective_until: time, assignment_strategy: z.object({ members: z.array(member) }) });

/** A schedule of shifts, which only /v3 knows. */
export const shiftSchedule = z.object({
  id,
  name: text,
  html_url: text,
  rotations: z.array(z.object({ id, events: z.array(event) })),
  final_schedule: z.object({
    computed_shift_assignments: z.array(z.object({ member, source: z.object({ type: z.string() }) })),
  }),
});

const target = z.object({
  id,
  type: z.enum(["user", "user_reference", "schedule", "schedule_reference", "schedule_v3_reference"]),
  summary: text,
});

export const policy = z.object({
  id,
  name: text,
  html_url: text,
  escalation_rules: z.array(z.object({ targets: z.array(target) })),
});

const onCallFields = z.object({
  escalation_policy: reference,
  escalation_level: count,
  schedule: reference.nullish(),
  user: reference,
  start: time,
});

/** An on-call has no id: it is named by what makes it one. */
export const onCall = onCallFields.transform((row) => {
  const { escalation_policy: of, escalation_level: level, schedule: from, user: who, start } = row;
  return { id: [of.id, level ?? "-", from?.id ?? "-", who.id, start ?? "-"].join("/"), ...row };
});

export const licence = z.object({
  id,
  name: z.string(),
  description: text,
  role_group: text,
  current_value: count,
  allocations_available: count,
});

/** A licence given to a user. */
export const allocation = z
  .object({ license: z.object({ id, name: z.string() }), user: z.object({ id }), allocated_at: time })
  .transform((row) => ({ id: `${row.user.id}/${row.license.id}`, ...row }));

export const tokenUser = z.object({ id, name: text, email: text, role: text });

export type Reference = z.infer<typeof reference>;
export type UserRow = z.infer<typeof user>;
export type ScheduleRow = z.infer<typeof schedule>;
export type ShiftScheduleRow = z.infer<typeof shiftSchedule>;
export type ShiftMember = z.infer<typeof member>;
export type PolicyRow = z.infer<typeof policy>;
export type Target = z.infer<typeof target>;
export type OnCallRow = z.infer<typeof onCall>;
export type LicenceRow = z.infer<typeof licence>;
export type AllocationRow = z.infer<typeof allocation>;
export type TokenUserRow = z.infer<typeof tokenUser>;
