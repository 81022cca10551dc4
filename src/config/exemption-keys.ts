import { dayText, emailText, idText } from "../core/setting-types.ts";
import { type Keys, someText, strict } from "./keys.ts";
import { onlyOne } from "./only-one.ts";

const word = {
  reason: { doc: "Why, for whoever reads it next year.", schema: someText },
  approver: { doc: "E-mail of who accepts it.", schema: emailText },
  until: { doc: "Last day it holds.", schema: dayText },
} satisfies Keys;

export const exemptionKeys = {
  system: { doc: "Id of the system.", schema: someText.optional(), default: "every system" },
  check: { doc: "Id of the check.", schema: someText.optional(), default: "every check" },
  account: { doc: "Account id on the platform. Exactly one of this and the next three.", schema: idText.optional() },
  person: { doc: "E-mail of the person.", schema: someText.optional() },
  match: {
    doc: "Pattern over account names and e-mails, and paths of projects; `*` is any run of characters.",
    schema: someText.optional(),
  },
  credential: { doc: "Token or client: its name, or its id as reports give it.", schema: idText.optional() },
  ...word,
} satisfies Keys;

export const gapKeys = {
  known_gap: {
    doc: "`{ system, source }`: a source known not to be readable.",
    schema: strict({
      system: { doc: "Id of the system.", schema: someText },
      source: { doc: "Name of the source.", schema: someText },
    }),
  },
  ...word,
} satisfies Keys;

export const exemptionSchema = strict(exemptionKeys).superRefine((entry, context) =>
  onlyOne(entry, context, ["account", "person", "match", "credential"]),
);

export const gapSchema = strict(gapKeys);
