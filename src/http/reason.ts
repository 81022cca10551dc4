import type { Redactor } from "./redact.ts";

const longest = 300;
/** Control characters, and those that turn or hide text on a terminal. */
const invisible = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** One line of outside text that is safe to print: no control characters, no secrets, at most 300 characters. */
export function excerpt(text: string, redactor: Redactor): string {
  // Secrets go before the cut, else half of one could stay.
  const line = redactor.redact(text.slice(0, 20_000)).replace(invisible, " ").replace(/\s+/g, " ").trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/**
 * Why an answer says no, in its own words. Knows the shapes of Zendesk (`error` a string or an object, `description`, `details`),
 * GitLab (`message` a string or an object, `error_description`), Calendly (`title`, `message`, `required_scopes`) and SCIM (`scimType`,
 * `detail`); anything else is quoted. Empty where the body is.
 */
export function reasonOf(text: string, redactor: Redactor): string {
  if (isHtml(text)) return htmlPage(text, redactor);
  return excerpt(jsonReason(text) ?? text, redactor);
}

export function isHtml(text: string): boolean {
  return /^\s*(?:<!doctype html|<html|<head|<body)/i.test(text.slice(0, 1000));
}

/** `an HTML page titled "Sign in"`. */
export function htmlPage(text: string, redactor: Redactor): string {
  const title = excerpt(/<title[^>]*>([^<]*)/i.exec(text.slice(0, 100_000))?.[1] ?? "", redactor);
  return title ? `an HTML page titled "${title}"` : "an HTML page without a title";
}

function jsonReason(text: string): string | null {
  const body = parsed(text);
  if (typeof body !== "object" || body === null) return null;
  const { error, error_description, title, description, message, details, scimType, detail, scope, required_scopes, errors } =
    body as Record<string, unknown>;
  const words = [error, title, message, error_description, description, details, scimType, detail, errors].flatMap(leaves);
  if (typeof scope === "string") words.push(`scope needed: ${scope}`);
  if (Array.isArray(required_scopes)) words.push(`scopes needed: ${leaves(required_scopes).join(", ")}`);
  return words.length > 0 ? [...new Set(words)].join(": ") : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Every text in a value; names of fields count where their texts are lists (`{"title":["can't be blank"]}`). */
function leaves(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const words = leaves(inner);
    return Array.isArray(inner) ? words.map((word) => (name === "base" ? word : `${name} ${word}`)) : words;
  });
}
