import { normalEmail } from "../model/identity.ts";
import type { Json } from "../model/json.ts";
import type { Person } from "../model/person.ts";

/** What tells who somebody is. */
export interface Identifiers {
  /** Every address, found anywhere in a text, in any case and with any `+tag`. */
  emails: readonly string[];
  /** Full names, found anywhere as whole words. */
  names: readonly string[];
  /** User names: only where a text is nothing else, or an `@mention`. */
  handles: readonly string[];
}

/** All that an entry of the roster says of who somebody is. */
export function identifiersOf({ email, aliases, name, zendesk, pagerduty, gitlab, slack, calendly }: Person): Identifiers {
  const shown = [name, pagerduty?.alias ?? null, ...Object.values(zendesk).map(({ alias }) => alias)];
  return {
    emails: [email, ...aliases].filter((one) => one !== null),
    // An alias of one word is often a word like any other.
    names: [...new Set(shown.filter((one) => one !== null && (one === name || /\s/.test(one.trim()))) as string[])],
    handles: [gitlab?.username, slack?.username, slack?.id, calendly].filter((one) => typeof one === "string"),
  };
}

/** The same value with the pseudonym wherever it told who somebody is, keys of objects too. */
export function pseudonymised(value: Json, replace: (text: string) => string): Json {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((one) => pseudonymised(one, replace));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [replace(key), pseudonymised(one, replace)]));
}

/** Puts the pseudonym in the place of everything that tells who somebody is. Made once for many texts. */
export function replacer({ emails, names, handles }: Identifiers, pseudonym: string): (text: string) => string {
  const patterns = [...emails.map(emailPattern), ...names.map(namePattern), ...handles.map(handlePattern)];
  if (patterns.length === 0) return (text) => text;
  const all = new RegExp(patterns.join("|"), "giu");
  return (text) => text.replace(all, pseudonym);
}

function emailPattern(email: string): string {
  const [local = "", domain = ""] = normalEmail(email).split("@");
  return `(?<![\\p{L}\\p{N}._%+-])${escaped(local)}(?:\\+[^@\\s]*)?@${escaped(domain)}(?![\\p{L}\\p{N}-])`;
}

/** However its words are parted. */
function namePattern(name: string): string {
  const words = name.normalize("NFC").trim().split(/\s+/).map(escaped).join("\\s+");
  return `(?<![\\p{L}\\p{N}])${words}(?![\\p{L}\\p{N}])`;
}

function handlePattern(handle: string): string {
  return `^${escaped(handle)}$|(?<=@)${escaped(handle)}(?![\\w.-])`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
