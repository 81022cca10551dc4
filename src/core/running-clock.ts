import type { ClockRules } from "../model/follow-up.ts";
import { addDays } from "../model/period.ts";

export const dayMs = 86_400_000;

/** More than any audit lasts: who is away longer than this is never waited for to the end. */
const longestWait = 1_000;

type Absences = readonly { from: string; to: string }[];

/** The clock of the follow-up: times are epoch milliseconds, days YYYY-MM-DD in the configured time zone. */
export interface RunningClock {
  dayOf(at: number): string;
  /** First moment of a day, also where midnight is skipped. */
  startOf(day: string): number;
  /** First moment from `at` on, at which the clock runs. */
  running(at: number): number;
  /** When `wait` has passed since `from`, paused days not counted; never before `from` + `wait`. Infinity = not within 1,000 days. */
  after(from: number, wait: number, absences?: Absences): number;
}

export function runningClock(rules: ClockRules): RunningClock {
  const zone = zones(rules.timeZone);
  const holidays = new Set(rules.holidays);
  const runs = ({ day, isWeekend }: CalendarDay, absences: Absences) =>
    !holidays.has(day) && !(rules.pauseWeekends && isWeekend) && !absences.some(({ from, to }) => from <= day && day <= to);
  function after(start: number, wait: number, absences: Absences = []): number {
    let from = start;
    let left = wait;
    let day = zone.calendar(zone.dayOf(from));
    for (let days = 0; days < longestWait; days += 1) {
      if (runs(day, absences)) {
        if (from + left < day.end) return from + left;
        left -= day.end - from;
      }
      from = day.end;
      day = zone.calendar(day.tomorrow);
    }
    return Number.POSITIVE_INFINITY;
  }
  return { dayOf: zone.dayOf, startOf: zone.startOf, after, running: (at) => after(at, 0) };
}

interface CalendarDay {
  day: string;
  tomorrow: string;
  end: number;
  isWeekend: boolean;
}

interface Zone extends Pick<RunningClock, "dayOf" | "startOf"> {
  calendar(day: string): CalendarDay;
}

/** Offsets of a zone never change: what was worked out once holds for every tick. */
const zones = memo(makeZone);

const quarterHour = 900_000;

function makeZone(timeZone: string): Zone {
  const days = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const times = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short", timeStyle: "medium", hourCycle: "h23" });
  // Every zone of our days changes its date on a quarter of an hour of UTC.
  const dayOfQuarter = memo((quarter: number) => days.format(quarter * quarterHour));
  const dayOf = (at: number) => dayOfQuarter(Math.floor(at / quarterHour));
  const startOf = memo((day: string) => {
    const midnight = Date.parse(`${day}T00:00:00Z`);
    // Midnight by each offset in force around it; where the clock is changed at midnight only one of them lies in the day.
    const starts = [-dayMs, 0, dayMs].map((by) => midnight - offsetAt(midnight + by, times)).sort((a, b) => a - b);
    return starts.find((start) => dayOf(start) === day) ?? midnight;
  });
  const calendar = memo((day: string): CalendarDay => {
    const tomorrow = addDays(day, 1);
    const isWeekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
    return { day, tomorrow, end: startOf(tomorrow), isWeekend };
  });
  return { dayOf, startOf, calendar };
}

/** Milliseconds the zone is ahead of UTC. */
function offsetAt(at: number, times: Intl.DateTimeFormat): number {
  const parts = new Map(times.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 1, day = 1] = [parts.get("year"), parts.get("month"), parts.get("day")];
  const local = Date.UTC(year, month - 1, day, parts.get("hour"), parts.get("minute"), parts.get("second"));
  return local - Math.floor(at / 1000) * 1000;
}

function memo<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}
