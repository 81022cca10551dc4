import { z } from "zod";
import { emailText, secretText } from "../core/setting-types.ts";
import { durationDays } from "./duration.ts";
import { type Keys, someText, strict } from "./keys.ts";

/** Keys whose machinery comes in later versions: a configuration written for those is checked already. */

const wait = durationDays.refine((days) => days > 0, "expected a time above 0, such as 72h");

const startExpected = "expected by-auditor, or a time such as 3d";

/** In days; `null` = when the auditor says so. */
const start = z
  .string({ error: startExpected })
  .regex(/^(?:by-auditor|\d+[dh])$/, startExpected)
  .transform((text) => (text === "by-auditor" ? null : durationDays.parse(text)));

export const followUpKeys = {
  wait: { doc: "Time between two steps.", schema: wait.optional(), default: "72h", later: true },
  start: {
    doc: "`by-auditor`, or a time such as `3d` after which it starts by itself.",
    schema: start.optional(),
    default: "by-auditor",
    later: true,
  },
  at_most: {
    doc: "People of one audit pinged on one day at most, worst first.",
    schema: z.number().int().positive().optional(),
    default: "40",
    later: true,
  },
  ladder: {
    doc: "`direct` sends all to one person; `full` climbs from the person to the ops manager.",
    schema: z.enum(["full", "direct"]).optional(),
    default: "full; direct for gitlab and onepassword",
    later: true,
  },
} satisfies Keys;

export const notifyKeys = {
  slack: {
    doc: "Slack, with a bot token.",
    schema: z.strictObject({ token: secretText }).optional(),
    env: "SLACK_TOKEN",
    later: true,
  },
  email: {
    doc: "Mail: `smtp` is an address with its password, `from` the sender.",
    schema: z.strictObject({ smtp: secretText, from: emailText }).optional(),
    env: "SMTP_URL",
    later: true,
  },
} satisfies Keys;

export const followUpSchema = strict(followUpKeys);
export const notifySchema = strict(notifyKeys);
export const visibleToSchema = z.array(someText).default([]);
