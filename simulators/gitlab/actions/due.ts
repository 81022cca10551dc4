const DAY = 24 * 3600 * 1000;
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** The dates `/due` is given in practice, as YYYY-MM-DD; null for others (GitLab reads more of them, with Chronic). */
export function parseDue(text: string, now: Date): string | null {
  const words = text.trim().toLowerCase();
  const iso = /^(\d{4}-\d{2}-\d{2})$/.exec(words)?.[1];
  if (iso !== undefined) return isDate(iso) ? iso : null;
  if (words === "today") return day(now, 0);
  if (words === "tomorrow") return day(now, 1);
  const ahead = /^in (\d{1,4}) (day|week)s?$/.exec(words);
  if (ahead !== null) return day(now, Number(ahead[1]) * (ahead[2] === "week" ? 7 : 1));
  const weekday = WEEKDAYS.indexOf(words.replace(/^(?:this|next) /, ""));
  return weekday < 0 ? null : day(now, (weekday - now.getUTCDay() + 7) % 7 || 7);
}

/** A real calendar day, written YYYY-MM-DD. */
export function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** "Dec 1, 2026". */
export function wordDate(date: string): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}

function day(now: Date, ahead: number): string {
  return new Date(now.getTime() + ahead * DAY).toISOString().slice(0, 10);
}
