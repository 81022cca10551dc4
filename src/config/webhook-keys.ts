import { createHash } from "node:crypto";
import { z } from "zod";
import { secretText } from "../core/setting-types.ts";
import type { WebhookConfig } from "../model/config.ts";
import { eventKinds } from "../model/event.ts";
import { type Keys, someText, strict } from "./keys.ts";

const addressExpected = "expected an address such as https://hooks.acme.test/rollcall";

export const webhookKeys = {
  url: {
    doc: "Where events are sent: https, or http with `allow_private`.",
    schema: z
      .string({ error: addressExpected })
      .refine((text) => /^https?:\/\/[^/]/.test(text) && URL.canParse(text), addressExpected),
  },
  secret: {
    doc: "What each message is signed with: at least 24 characters, or `whsec_` and base64 as Standard Webhooks write it.",
    schema: secretText,
    env: "ROLLCALL_HOOK_SECRET",
  },
  events: {
    doc: "Only these kinds of events.",
    schema: z.array(z.enum(eventKinds, { error: `expected kinds of events: ${eventKinds.join(", ")}` })).optional(),
    default: "all",
  },
  systems: { doc: "Only events of audits of these systems.", schema: z.array(someText).optional(), default: "all" },
  allow_private: {
    doc: "Whether it may be an address of this machine or of a private network, and http.",
    schema: z.boolean({ error: "expected true or false" }).default(false),
    default: "false",
  },
} satisfies Keys;

export const webhooksSchema = z.array(
  strict(webhookKeys).superRefine(({ url, secret, allow_private }, context) => {
    if (url.startsWith("http:") && !allow_private)
      context.addIssue({ code: "custom", path: ["url"], message: "expected https: http is only for allow_private: true" });
    if (secret.reveal().length < 24)
      context.addIssue({ code: "custom", path: ["secret"], message: "expected a secret of at least 24 characters" });
  }),
);

export function toWebhooks(written: z.output<typeof webhooksSchema> | undefined): WebhookConfig[] {
  return (written ?? []).map(({ url, secret, events, systems, allow_private }) => ({
    id: createHash("sha256").update(url).digest("hex").slice(0, 16),
    url: new URL(url),
    secret,
    events: events ?? null,
    systems: systems ?? null,
    allowPrivate: allow_private,
  }));
}
