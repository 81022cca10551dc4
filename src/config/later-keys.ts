import { z } from "zod";
import { dayText, emailText, secretText } from "../core/setting-types.ts";
import { durationDays } from "./duration.ts";
import { type Keys, someText, strict } from "./keys.ts";

/** Keys whose machinery comes in later versions: a configuration written for those is checked already. */

const amount = z.number({ error: "expected a number, 0 or more" }).min(0, "expected a number, 0 or more");

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

const seat = z.strictObject({ bought: amount.int(), monthly_cost: amount.optional() });

export const seatsKeys = {
  currency: { doc: "Three letters.", schema: z.string().regex(/^[A-Z]{3}$/, "expected a currency such as USD"), later: true },
  renews: { doc: "Day of the renewal.", schema: dayText.optional(), later: true },
  types: {
    doc: "Seat class → `{ bought, monthly_cost }`.",
    schema: z.record(z.string(), seat),
    later: true,
  },
} satisfies Keys;

export const followUpSchema = strict(followUpKeys);
export const notifySchema = strict(notifyKeys);
export const seatsSchema = strict(seatsKeys);
export const visibleToSchema = z.array(someText).default([]);
