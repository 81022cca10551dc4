import type { Budget } from "./budget.ts";

/** Tries of one request, the first one too. A 429 is no failure and is not counted: only the deadline ends that. */
export const maxTries = 5;
/** Waits double from here… */
const firstMs = 1000;
/** …to here. */
const longestMs = 30_000;
/** A server that says "0 seconds" still gets time to breathe. */
const shortestThrottleMs = 1000;
/** Told in whole seconds, rounded either way. */
const resetMarginMs = 1000;

/** A server's trouble that often passes. */
export const passingStatus: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** Exponential with full jitter, so that those who failed together do not come back together. @param failures 1 after the first */
export function backoffMs(failures: number, random: () => number): number {
  return Math.round(random() * Math.min(longestMs, firstMs * 2 ** (failures - 1)));
}

/** Milliseconds from now; `null` where the header is absent or no time. RFC 9110 §10.2.3: seconds or an HTTP date. */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const text = headers.get("retry-after")?.trim();
  if (!text) return null;
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // Against the server's own clock where it tells it: ours may be wrong.
  const until = Date.parse(text) - (dateOf(headers) ?? now);
  return Number.isNaN(until) ? null : Math.max(0, until);
}

/** How long a 429 asks everyone to wait: Retry-After, else the platform's own reset, else longer each time. */
export function throttleMs(
  headers: Headers,
  by: { now: number; budget: Budget | null; times: number; random: () => number },
): number {
  const asked = retryAfterMs(headers, by.now);
  if (asked !== null) return Math.max(shortestThrottleMs, asked);
  if (by.budget?.resetAt) return Math.max(shortestThrottleMs, by.budget.resetAt + resetMarginMs - by.now);
  return shortestThrottleMs + backoffMs(by.times + 1, by.random);
}

function dateOf(headers: Headers): number | null {
  const date = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date) ? null : date;
}
