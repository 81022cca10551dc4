import { z } from "zod";
import { isLoopback } from "../model/loopback.ts";
import { Secret } from "../model/secret.ts";

/** Building blocks of settings that platforms and the configuration share. Their messages never hold the value they refuse. */

/** A password or token; from here on it prints as `***`. */
export const secretText = z
  .string({ error: "expected a secret as text, best a variable of the environment" })
  .min(1, "expected a secret, found empty text")
  .transform((text) => new Secret(text));

/** An https address as `URL`; http only toward this machine, where nobody can listen on the way. */
export const webAddress = z
  .string({ error: "expected an address such as https://example.test" })
  .trim()
  .transform((text, context): URL => {
    const wrong = addressFault(text);
    if (wrong === null) return new URL(text);
    context.addIssue({ code: "custom", message: wrong });
    return z.NEVER;
  });

function addressFault(text: string): string | null {
  const url = URL.parse(text);
  if (!url?.hostname) return "expected an address such as https://example.test";
  if (url.username || url.password) return "expected an address without user name and password: put them under auth";
  if (url.protocol === "https:") return null;
  if (url.protocol !== "http:") return "expected an address that starts with https://";
  return isLoopback(url.hostname) ? null : "expected https:// (http:// is allowed toward this machine only)";
}

/** An e-mail address, checked lightly: something, `@`, something, no white space. */
export const emailText = z
  .string({ error: "expected an e-mail address" })
  .trim()
  .regex(/^[^\s@<>"]+@[^\s@<>"]+$/u, "expected an e-mail address");

/** A calendar day as YYYY-MM-DD. */
export const dayText = z
  .string({ error: "expected a day such as 2027-03-01" })
  .refine(isDay, "expected a day such as 2027-03-01");

/** An id as text: platforms count in numbers, and those may have more digits than a number holds. */
export const idText = z
  .union([z.string().trim().min(1), z.number().int()], { error: "expected an id: text or a whole number" })
  .transform(String);

/** Whether a text is a day of the calendar as YYYY-MM-DD: 2026-02-30 is none. */
export function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
