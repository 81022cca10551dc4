import { z } from "zod";
import { dayText } from "../core/setting-types.ts";
import type { SeatsConfig } from "../model/config.ts";
import { type Keys, someText, strict } from "./keys.ts";

const whole = "expected a whole number, 0 or more";
const amount = "expected a number, 0 or more";

export const seatTypeKeys = {
  bought: {
    doc: "Seats of the type that were bought.",
    schema: z.number({ error: whole }).int(whole).min(0, whole).optional(),
    default: "what the platform's licences say, where it tells of any",
  },
  monthly_cost: {
    doc: "What one costs a month, without the currency.",
    schema: z.number({ error: amount }).min(0, amount).optional(),
    default: "costs and savings are not known",
  },
} satisfies Keys;

export const seatsKeys = {
  currency: { doc: "Three letters.", schema: z.string().regex(/^[A-Z]{3}$/, "expected a currency such as USD") },
  renews: { doc: "Day of the renewal.", schema: dayText.optional() },
  types: {
    doc: "Seat type → what was bought. Types are the platform's account classes: Zendesk's are `full` (admins take one too), `light`, `contributor`; PagerDuty's are the names of its licences.",
    schema: z.record(someText, strict(seatTypeKeys)),
  },
} satisfies Keys;

export const seatsSchema = strict(seatsKeys).transform(
  ({ currency, renews, types }): SeatsConfig => ({
    currency,
    renews: renews ?? null,
    types: Object.fromEntries(
      Object.entries(types).map(([name, seat]) => [
        name,
        { bought: seat.bought ?? null, monthlyCost: seat.monthly_cost ?? null },
      ]),
    ),
  }),
);
