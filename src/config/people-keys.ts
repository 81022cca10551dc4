import { z } from "zod";
import { emailText, idText } from "../core/setting-types.ts";
import type { ConfiguredContact } from "../model/config.ts";
import { type Keys, someText, strict } from "./keys.ts";

export const contactKeys = {
  email: { doc: "E-mail, as it stands in the roster where the person is in it.", schema: emailText },
  name: { doc: "Name of somebody outside the roster.", schema: someText.optional() },
  gitlab: { doc: "GitLab username, for mentions.", schema: someText.transform((name) => name.replace(/^@/, "")).optional() },
  slack: { doc: "Slack member id.", schema: idText.optional() },
} satisfies Keys;

/** An e-mail alone, or somebody described in full. */
const contact = z.union([emailText.transform((email) => contactOf({ email })), strict(contactKeys).transform(contactOf)], {
  error: "expected an e-mail address, or keys email, name, gitlab, slack",
});

function contactOf(from: { email: string; name?: string; gitlab?: string; slack?: string }): ConfiguredContact {
  return { email: from.email, name: from.name ?? null, gitlab: from.gitlab ?? null, slack: from.slack ?? null };
}

export const peopleKeys = {
  ops_manager: { doc: "The Support Operations Manager: reviews, and closes.", schema: contact },
  deputy: { doc: "Acts where the ops manager is the subject.", schema: contact.optional() },
  auditor: { doc: "Goes through the findings; the issue is assigned to them.", schema: contact },
  skip: { doc: "Listed and counted, never a finding.", schema: z.array(contact).default([]), default: "[]" },
} satisfies Keys;
