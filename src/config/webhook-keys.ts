import { createHash } from "node:crypto";
import { z } from "zod";
import { didYouMean } from "../core/did-you-mean.ts";
import { secretText } from "../core/setting-types.ts";
import { foundText, nodeAt } from "../core/yaml.ts";
import type { WebhookConfig } from "../model/config.ts";
import { eventKinds } from "../model/event.ts";
import { type Keys, someText, strict } from "./keys.ts";
import type { ReadFile } from "./parse-part.ts";

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

export const webhooksSchema = z
  .array(
    strict(webhookKeys).superRefine(({ url, secret, allow_private }, context) => {
      if (url.startsWith("http:") && !allow_private)
        context.addIssue({
          code: "custom",
          path: ["url"],
          message: "expected https, found http, which is for allow_private: true only",
        });
      if (secret.reveal().length < 24)
        context.addIssue({
          code: "custom",
          path: ["secret"],
          message: `expected at least 24 characters, found ${secret.reveal().length}`,
        });
    }),
  )
  .superRefine((webhooks, context) => {
    for (const [index, { url }] of webhooks.entries()) {
      const first = webhooks.findIndex((one) => one.url === url);
      if (first === index) continue;
      const message = `expected an address of its own, found that of webhooks.${first}: put what both send into one entry`;
      context.addIssue({ code: "custom", path: [index, "url"], message });
    }
  });

type Written = z.output<typeof webhooksSchema> | undefined;

/** Notes systems that are none of the configuration's: nothing would ever be sent of them. */
export function noteStrangeSystems(read: ReadFile, written: Written): void {
  const systems = nodeAt(read.root, ["systems"]).node;
  const ids = systems.kind === "map" ? [...systems.entries.keys()] : [];
  for (const [index, hook] of (written ?? []).entries()) {
    for (const [place, id] of (hook.systems ?? []).entries()) {
      if (ids.includes(id)) continue;
      const { line, node } = nodeAt(read.root, ["webhooks", String(index), "systems", String(place)]);
      const nearest = didYouMean(id, ids);
      const fix = nearest ? `did you mean ${nearest}?` : `there are: ${ids.join(", ")}`;
      const message = `webhooks.${index}.systems: expected the id of a system, found ${foundText(node)}: ${fix}`;
      read.problems.push({ file: read.file, line, message });
    }
  }
}

export function toWebhooks(written: Written): WebhookConfig[] {
  return (written ?? []).map(({ url, secret, events, systems, allow_private }) => ({
    id: createHash("sha256").update(url).digest("hex").slice(0, 16),
    url: new URL(url),
    secret,
    events: events ?? null,
    systems: systems ?? null,
    allowPrivate: allow_private,
  }));
}
