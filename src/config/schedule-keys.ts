import { Cron } from "croner";
import { z } from "zod";
import type { ScheduleConfig } from "../model/config.ts";
import { type Month, months } from "../model/period.ts";
import { durationDays } from "./duration.ts";
import { type Keys, strict } from "./keys.ts";

const cronExpected = "expected five fields of cron such as 0 6 1 2,8 * (minute, hour, day, month, weekday)";

const cronLine = z
  .string({ error: cronExpected })
  .trim()
  .superRefine((line, context) => {
    const message = cronFault(line);
    if (message !== null) context.addIssue({ code: "custom", message });
  });

/** Times in the configured time zone. */
export const scheduleKeys = {
  audit: {
    doc: "When the period's audits are run.",
    schema: cronLine.optional(),
    default: "06:00 on the first day of Q1 and Q3 of the fiscal year",
  },
  follow_up: {
    doc: "When the issues are read for answers. What the ladder has due is sent when it is due: `follow_up.weekends` and `holidays` keep it from days off.",
    schema: cronLine.optional(),
    default: "`0 * * * 1-5`: every hour from Monday to Friday",
  },
  recheck: {
    doc: "When what is open is read again.",
    schema: cronLine.optional(),
    default: "`0 4 * * *`: every night at 04:00",
  },
} satisfies Keys;

export const decisionsKeys = {
  command_line: {
    doc: "Whether the auditor and the ops manager may decide on the command line, where who somebody is is only claimed.",
    schema: z.boolean({ error: "expected true or false" }).default(true),
    default: "true",
  },
} satisfies Keys;

export const snapshotsKeys = {
  keep: {
    doc: "How long every reading is kept whole; of older ones only the last complete one of each audit is.",
    schema: durationDays.refine((days) => days >= 1, "expected at least a day, such as 400d").default(400),
    default: "400d",
  },
} satisfies Keys;

export const scheduleSchema = strict(scheduleKeys);
export const decisionsSchema = strict(decisionsKeys);
export const snapshotsSchema = strict(snapshotsKeys);

export function toSchedule(written: z.output<typeof scheduleSchema> | undefined, yearStarts: Month): ScheduleConfig {
  return {
    audit: written?.audit ?? `0 6 1 ${firstMonths(yearStarts)} *`,
    followUp: written?.follow_up ?? "0 * * * 1-5",
    recheck: written?.recheck ?? "0 4 * * *",
  };
}

/** First months of Q1 and Q3, counted from 1. */
function firstMonths(yearStarts: Month): string {
  const first = months.indexOf(yearStarts);
  return [first, (first + 6) % 12].map((month) => month + 1).join(",");
}

/** Any day will do: what never comes after it never comes. */
const someDay = new Date("2026-01-01T00:00:00Z");

/** croner's own messages are about its workings; ours say what to write. @returns `null` where the line is good */
function cronFault(line: string): string | null {
  if (line.split(/\s+/).length !== 5) return cronExpected;
  try {
    const next = new Cron(line, { mode: "5-part", timezone: "UTC", paused: true }).nextRun(someDay);
    return next === null ? "expected a time that comes: there is no such day in any year" : null;
  } catch {
    return cronExpected;
  }
}
