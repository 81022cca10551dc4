import { z } from "zod";
import { dayText, emailText, idText } from "../core/setting-types.ts";
import type { ServiceAccount } from "../model/scene.ts";
import { followUpSchema } from "./follow-up-keys.ts";
import { type Keys, someText, strict } from "./keys.ts";
import { seatsSchema } from "./seats-keys.ts";
import { trackerSchema } from "./tracker-keys.ts";

export const serviceAccountKeys = {
  account: { doc: "Id of the account on the platform.", schema: idText },
  owner: { doc: "E-mail of who answers for it.", schema: emailText.optional() },
  purpose: { doc: "What it is for.", schema: someText.optional() },
  until: { doc: "Last day it is vouched for.", schema: dayText.optional() },
} satisfies Keys;

const serviceAccount = strict(serviceAccountKeys).transform(
  ({ account, owner, purpose, until }): ServiceAccount => ({
    account,
    owner: owner ?? null,
    purpose: purpose ?? null,
    until: until ?? null,
  }),
);

/** Keys every platform shares; `url`, `auth` and the like are the platform's own. */
export const systemKeys = {
  platform: { doc: "Kind of service; its page lists its own keys.", schema: someText },
  name: { doc: "Title of the issue.", schema: someText.optional(), default: "the system's id" },
  template: { doc: "Name of the issue template.", schema: someText.optional(), default: "the name" },
  roster_key: { doc: "Block below the platform's key in each person's entry.", schema: someText.optional() },
  admins: { doc: "E-mails of those who may be administrator.", schema: z.array(emailText).default([]), default: "[]" },
  service_accounts: { doc: "Accounts of no person.", schema: z.array(serviceAccount).default([]), default: "[]" },
  verified_people: {
    doc: "File of recorded citizenship verifications; where it is named, everyone seated needs one.",
    schema: someText.optional(),
  },
  tracker: { doc: "Where this system's issues go.", schema: trackerSchema.optional(), default: "the common tracker" },
  seats: { doc: "Seats bought, and what they cost: see [Seats](../guides/seats.md).", schema: seatsSchema.optional() },
  visible_to: {
    doc: "Groups whose people see this system in the dashboard, besides `people.auditor`, `ops_manager` and `deputy`: see [Sign-in](../guides/sign-in.md).",
    schema: z.array(someText).default([]),
    default: "[]",
  },
  follow_up: { doc: "Follow-up of this system.", schema: followUpSchema.optional(), default: "as for all systems" },
} satisfies Keys;

export const systemSchema = strict(systemKeys);
