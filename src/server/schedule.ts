import { Cron } from "croner";

/** When it was last time for something, by a cron line in a time zone: ISO 8601, at or before `now`; `null` = never yet. */
export function lastTime(line: string, { now, zone }: { now: string; zone: string }): string | null {
  // croner looks strictly before the time given, in whole seconds.
  const after = new Date(Math.floor(Date.parse(now) / 1000) * 1000 + 1000);
  const [last] = new Cron(line, { mode: "5-part", timezone: zone, paused: true }).previousRuns(1, after);
  return last ? last.toISOString() : null;
}
