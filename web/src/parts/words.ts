import type { Mark } from "../../../src/model/api/shapes.ts";

/** `2026-11-22 09:00` in the zone of whoever looks. */
export function moment(time: string | null): string {
  if (time === null) return "–";
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return time;
  const two = (part: number) => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** "3 days ago", "in 2 hours". @param now epoch ms */
export function ago(time: string, now = Date.now()): string {
  const minutes = Math.round((Date.parse(time) - now) / 60_000);
  const size = Math.abs(minutes);
  const [count, unit] =
    size < 60 ? [size, "minute"] : size < 36 * 60 ? [Math.round(size / 60), "hour"] : [Math.round(size / 1440), "day"];
  if (size < 1) return "now";
  const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return minutes < 0 ? `${words} ago` : `in ${words}`;
}

/** `never` and days as they are; `null` is "no signal". */
export function signal(value: string | null): string {
  if (value === null) return "no signal";
  return /^\d{4}-\d{2}-\d{2}T/.test(value) ? value.slice(0, 10) : value;
}

/** What was expected or observed, as one line. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(valueText).join(", ");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([key, one]) => `${key}: ${valueText(one)}`)
      .join(", ");
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

export const markWords: Record<Mark, string> = {
  c: "critical finding",
  h: "high finding",
  m: "medium finding",
  l: "low finding",
  a: "accepted",
  o: "has access, nothing wrong",
  n: "no access",
  u: "could not look",
};

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

export function money(amount: number | null, currency: string | null): string {
  if (amount === null) return "–";
  return `${currency ?? ""} ${amount.toLocaleString("en", { maximumFractionDigits: 2 })}`.trim();
}

/** Only http and https lead anywhere. */
export function safeUrl(url: string | null | undefined): string | null {
  if (!url || !URL.canParse(url)) return null;
  return ["http:", "https:"].includes(new URL(url).protocol) ? url : null;
}
