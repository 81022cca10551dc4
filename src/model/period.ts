/** A fiscal quarter. `id` is `FY27-Q4`; a fiscal year is named by the calendar year it ends in. Days are YYYY-MM-DD, both inclusive. */
export interface Period {
  id: string;
  start: string;
  end: string;
}

export const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
] as const;

export type Month = (typeof months)[number];

/** The quarter that holds `day` (YYYY-MM-DD) where the fiscal year starts on the first of `yearStarts`. */
export function periodOf(day: string, yearStarts: Month): Period {
  const first = months.indexOf(yearStarts);
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const sinceYearStart = (((month - first) % 12) + 12) % 12;
  const yearStart = month - sinceYearStart;
  const quarter = Math.floor(sinceYearStart / 3);
  const start = yearStart + quarter * 3;
  const endYear = Math.floor((yearStart + 11) / 12);
  const name = `FY${String(endYear % 100).padStart(2, "0")}-Q${quarter + 1}`;
  return { id: name, start: firstOfMonth(start), end: addDays(firstOfMonth(start + 3), -1) };
}

/**
 * The quarter a name such as `FY27-Q4` means. A century is not in it: the one nearest to `near` (YYYY-MM-DD) is meant.
 * @returns `null` where the text is no name of a quarter
 */
export function periodNamed(id: string, of: { yearStarts: Month; near: string }): Period | null {
  const [, year, quarter] = /^FY(\d{2})-Q([1-4])$/.exec(id) ?? [];
  if (year === undefined) return null;
  const nearYear = Number(of.near.slice(0, 4));
  const ends = Math.round((nearYear - Number(year)) / 100) * 100 + Number(year);
  const first = months.indexOf(of.yearStarts);
  const month = (first === 0 ? ends : ends - 1) * 12 + first + (Number(quarter) - 1) * 3;
  return periodOf(firstOfMonth(month), of.yearStarts);
}

function firstOfMonth(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}-01`;
}

/** `day` (YYYY-MM-DD) moved by whole days. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to` (ISO 8601 times or days), rounded down; negative where `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / dayMs);
}

/** The calendar day (YYYY-MM-DD) of a time in an IANA time zone. */
export function dayIn(time: string, timeZone: string): string {
  const format = dayFormats.get(timeZone) ?? dayFormat(timeZone);
  dayFormats.set(timeZone, format);
  return format.format(Date.parse(time));
}

/** One takes long to make. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
}

const dayMs = 86_400_000;
