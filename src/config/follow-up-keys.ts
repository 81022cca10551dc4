import { z } from "zod";
import { dayText, emailText } from "../core/setting-types.ts";
import type { FollowUpConfig, PausesConfig } from "../model/config.ts";
import { durationDays } from "./duration.ts";
import { type Keys, strict } from "./keys.ts";

const wait = durationDays.refine((days) => days > 0, "expected a time above 0, such as 72h");

const startExpected = "expected by-auditor, or a time such as 3d";
const atMostExpected = "expected a whole number above 0";

/** In days; `null` = when the auditor says so. */
const start = z
  .string({ error: startExpected })
  .regex(/^(?:by-auditor|\d+[dh])$/, startExpected)
  .transform((text) => (text === "by-auditor" ? null : durationDays.parse(text)));

/** Of all systems, and of one: there they go before those of all. */
export const followUpKeys = {
  wait: { doc: "Time between two steps; while the clock stands still none passes.", schema: wait.optional(), default: "72h" },
  start: {
    doc: "`by-auditor`, or a time such as `3d` after which it starts by itself.",
    schema: start.optional(),
    default: "by-auditor",
  },
  at_most: {
    doc: "People of one audit pinged on one day at most, worst first.",
    schema: z.number({ error: atMostExpected }).int(atMostExpected).positive(atMostExpected).optional(),
    default: "40",
  },
  ladder: {
    doc: "`direct` sends all to one person; `full` climbs from the person to the ops manager.",
    schema: z.enum(["full", "direct"]).optional(),
    default: "full; direct for gitlab, gitlab-projects and onepassword",
  },
} satisfies Keys;

export const absenceKeys = {
  person: { doc: "E-mail of who is away; one of their aliases will do.", schema: emailText },
  from: { doc: "First day away.", schema: dayText },
  to: { doc: "Last day away.", schema: dayText },
} satisfies Keys;

const absence = strict(absenceKeys)
  .refine(({ from, to }) => from <= to, { error: "expected a last day that is not before the first", path: ["to"] })
  .transform(({ person, ...days }) => ({ email: person, ...days }));

/** Whole days are paused, from midnight to midnight in the configured time zone. */
const pausesKeys = {
  weekends: {
    doc: "`pause`: on Saturdays and Sundays nothing is sent and no wait passes.",
    schema: z.enum(["run", "pause"]).default("run"),
    default: "run",
  },
  holidays: { doc: "Days on which nothing is sent and no wait passes.", schema: z.array(dayText).default([]), default: "[]" },
  absences: {
    doc: "While somebody is away the waits for them do not pass.",
    schema: z.array(absence).default([]),
    default: "[]",
  },
} satisfies Keys;

export const topFollowUpKeys = { ...followUpKeys, ...pausesKeys } satisfies Keys;

export const followUpSchema = strict(followUpKeys);
export const topFollowUpSchema = strict(topFollowUpKeys);

/** Only what was written: what is left out is as the other place, or the default, says. */
export function toFollowUp(written: z.output<typeof followUpSchema> | undefined): FollowUpConfig {
  const { wait: days, start: startAfter, at_most: atMost, ladder } = written ?? {};
  return {
    ...(days === undefined ? {} : { wait: days }),
    ...(startAfter === undefined ? {} : { startAfter }),
    ...(atMost === undefined ? {} : { atMost }),
    ...(ladder === undefined ? {} : { ladder }),
  };
}

export function toPauses(written: z.output<typeof topFollowUpSchema> | undefined): PausesConfig {
  const { weekends = "run", holidays = [], absences = [] } = written ?? {};
  return { weekends: weekends === "pause", holidays, absences };
}
