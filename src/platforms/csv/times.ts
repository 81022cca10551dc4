import { isDay } from "../../core/setting-types.ts";
import { toInstant } from "../../model/time.ts";
import type { CsvDates } from "./settings.ts";

/** A time as ISO 8601 in UTC, or why the text is none. */
export type ReadTime = { time: string } | { fault: string };

const clock = String.raw`(?:[T ,]+(?:at )?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?`;
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${clock}$`, "i");
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${clock}$`, "i");
const dayName = new RegExp(String.raw`^(?:[a-z]{3,9},? )?(\d{1,2})[ -]([a-z]{3,9})\.?,?[ -](\d{4})${clock}$`, "i");
const nameDay = new RegExp(String.raw`^(?:[a-z]{3,9},? )?([a-z]{3,9})\.? (\d{1,2}),? (\d{4})${clock}$`, "i");
const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * A time as exports write it; without a zone it is UTC. `03/04/2026` is one of two days: it is refused unless the configuration says
 * which, because the wrong one would make an idle account look alive.
 */
export function readTime(text: string, dates: CsvDates): ReadTime {
  const trimmed = text.trim();
  if (/^\d{10}$|^\d{13}$/.test(trimmed)) return { time: toInstant(trimmed) ?? "" };
  const first = yearFirst.exec(trimmed);
  if (first) return built([first[1], first[2], first[3]], first.slice(4));
  const last = yearLast.exec(trimmed);
  if (last) return numeric(last, dates);
  const named = dayName.exec(trimmed);
  if (named) return built([named[3], monthOf(named[2]), named[1]], named.slice(4));
  const american = nameDay.exec(trimmed);
  if (american) return built([american[3], monthOf(american[1]), american[2]], american.slice(4));
  return notATime;
}

const notATime: ReadTime = { fault: "expected a time such as 2026-01-31 or 2026-01-31 09:30" };

function numeric([, a = "", separator, b = "", year, ...rest]: RegExpExecArray, dates: CsvDates): ReadTime {
  const isAmbiguous = Number(a) <= 12 && Number(b) <= 12 && a !== b && separator !== ".";
  if (!dates && isAmbiguous) {
    return { fault: "this may be two days: write dates: day-first or dates: month-first under the system" };
  }
  const isMonthFirst = dates ? dates === "month-first" : Number(b) > 12;
  return built(isMonthFirst ? [year, a, b] : [year, b, a], rest);
}

function monthOf(name: string | undefined): string {
  return String(monthNames.indexOf((name ?? "").slice(0, 3).toLowerCase()) + 1);
}

function built(
  day: (string | undefined)[],
  [hours = "0", minutes = "00", seconds = "00", half, zone = "Z"]: (string | undefined)[],
): ReadTime {
  const [year = "", month = "", date = ""] = day;
  const text = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  const hour = half ? (Number(hours) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hours);
  if (!isDay(text) || hour > 23 || Number(minutes) > 59 || (half && Number(hours) > 12)) return notATime;
  const offset = /^[+-]/.test(zone) ? zone.replace(/(\d{2}):?(\d{2})$/, "$1:$2") : "Z";
  const time = toInstant(`${text}T${String(hour).padStart(2, "0")}:${minutes}:${seconds}${offset}`);
  return time === null ? notATime : { time };
}
