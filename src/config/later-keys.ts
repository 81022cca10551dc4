import { z } from "zod";
import { emailText, secretText } from "../core/setting-types.ts";
import { type Keys, someText, strict } from "./keys.ts";

/** Keys whose machinery comes in later versions: a configuration written for those is checked already. */

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

export const notifySchema = strict(notifyKeys);
export const visibleToSchema = z.array(someText).default([]);
