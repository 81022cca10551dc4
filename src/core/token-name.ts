import { normalName } from "../model/identity.ts";
import { months } from "../model/period.ts";
import type { TokenName } from "../model/scene.ts";

/**
 * Takes a token's name apart. Parts are separated by a hyphen between spaces, nothing else: names and links hold hyphens, and
 * a long dash is one a person's keyboard made out of two hyphens in a sentence. Forms, in this order:
 * - `Target - name`: the first part is the word Target;
 * - `person - request link - expiry date`: exactly three parts, the second a web address, the third a date;
 * - `person - use`: two parts or more, none of them a web address (a link without its date is a first form cut short: "other").
 * Whether the first part is a person is not decided here: that takes the roster.
 */
export function parseTokenName(name: string): TokenName {
  const parts = normalName(name).split(" - ");
  const [holder = "", ...rest] = parts;
  const link = parts.map(linkIn).find((found) => found !== null) ?? null;
  const expires = rest.length > 0 ? dateIn(rest.at(-1) ?? "") : null;
  return { form: formOf(parts, { link, expires }), holder, link, expires };
}

function formOf(parts: readonly string[], found: { link: string | null; expires: string | null }): TokenName["form"] {
  if (parts.length < 2) return "other";
  if (parts[0]?.toLowerCase() === "target") return "target";
  if (found.link === null) return "person-use";
  return parts.length === 3 && parts[1] === found.link && found.expires !== null ? "person-request-expiry" : "other";
}

/** With `https://`, or as people shorten it: the whole part is a host with a dot, then a path. */
function linkIn(part: string): string | null {
  return /https?:\/\/\S+/i.exec(part)?.[0] ?? /^[a-z0-9-]+(?:\.[a-z0-9-]+)+\/\S+$/i.exec(part)?.[0] ?? null;
}

/**
 * The day a text is, as YYYY-MM-DD: `2026-10-31`, `2026/10/31`, `31 Oct 2026`, `October 31, 2026`. Never `10/11/2026`: which of
 * the two is the month depends on who wrote it.
 */
export function dateIn(text: string): string | null {
  const year = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (year) return day(year[1], year[3], year[4]);
  const dayFirst = /^(\d{1,2}) ([a-z]+),? (\d{4})$/i.exec(text);
  if (dayFirst) return day(dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1]);
  const monthFirst = /^([a-z]+) (\d{1,2}),? (\d{4})$/i.exec(text);
  return monthFirst ? day(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]) : null;
}

function monthNumber(name = ""): string {
  const wanted = name.toLowerCase();
  return wanted.length < 3 ? "0" : String(months.findIndex((month) => month.startsWith(wanted)) + 1);
}

function day(...[year = "", month = "", date = ""]: (string | undefined)[]): string | null {
  const written = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  const ms = Date.parse(`${written}T00:00:00Z`);
  // 31 February parses as 3 March in some engines: only a day that comes back as it went in is one.
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== written ? null : written;
}
