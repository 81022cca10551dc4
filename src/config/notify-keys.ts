import { z } from "zod";
import { emailText, secretText, webAddress } from "../core/setting-types.ts";
import { smtpServer } from "../core/smtp-server.ts";
import type { Config } from "../model/config.ts";
import { type Keys, strict } from "./keys.ts";

export const slackKeys = {
  token: { doc: "The bot token of the app.", schema: secretText, env: "SLACK_TOKEN" },
  url: {
    doc: "Address of Slack, for a proxy before it.",
    schema: webAddress.optional(),
    default: "https://slack.com",
  },
} satisfies Keys;

const smtpAddress = z.string({ error: "expected an address such as smtps://user:password@smtp.acme.test" });

export const emailKeys = {
  smtp: {
    doc: "Address of the mail server with user and password: `smtps://…`, or `smtp://…` with STARTTLS.",
    schema: smtpAddress.superRefine(checkServer).pipe(secretText),
    env: "SMTP_URL",
  },
  from: { doc: "Sender of the mails.", schema: emailText },
} satisfies Keys;

export const notifyKeys = {
  slack: { doc: "Direct messages: see [Messages](../guides/notify.md).", schema: strict(slackKeys).optional() },
  email: { doc: "Mail, where Slack is not configured or does not reach somebody.", schema: strict(emailKeys).optional() },
} satisfies Keys;

export const notifySchema = strict(notifyKeys);

export function toNotify(notify: z.infer<typeof notifySchema> | undefined): Config["notify"] {
  const { slack, email } = notify ?? {};
  return { slack: slack ? { token: slack.token, url: slack.url ?? new URL("https://slack.com") } : null, email: email ?? null };
}

/** The value is never in the message: it holds a password. */
function checkServer(text: string, context: z.RefinementCtx): void {
  const server = smtpServer(text);
  if (typeof server === "string") context.addIssue({ code: "custom", message: server });
}
