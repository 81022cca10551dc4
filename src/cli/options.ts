import { Option } from "commander";
import { isDay } from "../core/setting-types.ts";
import { usageError } from "../model/errors.ts";
import type { Io } from "./io.ts";

/** Where a command runs, and where it leaves its exit code. */
export interface Run {
  io: Io;
  done(code: number): void;
}

export function configOption(): Option {
  return new Option("--config <file>", "the configuration").default("rollcall.yaml");
}

export function formatOption(): Option {
  return new Option("--format <format>", "what to print").choices(["table", "json"]).default("table");
}

export function asOption(): Option {
  return new Option("--as <email>", "who you are; git's user.email if left out");
}

export function nowOption(): Option {
  return new Option("--now <time>", "act as if it were this time: 2026-11-22 or 2026-11-22T09:00:00Z").argParser(timeOf("--now"));
}

/** ISO 8601 from a day or a time; without a zone it is in UTC, on every machine. */
export function timeOf(option: string): (text: string) => string {
  return (text) => {
    const isZoned = /([zZ]|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
    const zoned = /^\d{4}-\d{2}-\d{2}T/.test(text) && !isZoned ? `${text}Z` : text;
    const ms = isDay(text.slice(0, 10)) ? Date.parse(zoned) : Number.NaN;
    if (Number.isNaN(ms)) throw usageError(`${option} "${text}" is no time`, "write it as 2026-11-22 or 2026-11-22T09:00:00Z");
    return new Date(ms).toISOString();
  };
}
