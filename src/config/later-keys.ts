import { z } from "zod";
import { emailText, secretText } from "../core/setting-types.ts";
import { durationDays } from "./duration.ts";
import { type Keys, someText, strict } from "./keys.ts";

/** Keys whose machinery comes in later versions: a configuration written for those is checked already. */

export const followUpKeys = {
  wait: { doc: "Time between two steps.", schema: durationDays.optional(), default: "72h", later: true },
  start: { doc: "Who starts it.", schema: z.enum(["by-auditor", "at-once"]).optional(), default: "by-auditor", later: true },
  at_most: {
    doc: "People pinged in one audit at most.",
    schema: z.number().int().positive().optional(),
    default: "40",
    later: true,
  },
  ladder: {
    doc: "`direct` sends all to one person.",
    schema: z.enum(["steps", "direct"]).optional(),
    default: "steps",
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
