import type { Budget } from "../../http/client.ts";

/**
 * What Zendesk says is left of the account's requests a minute. `X-Rate-Limit` stands on every answer, `ratelimit-reset`
 * (seconds) on those of ticketing endpoints only; without it the reset is not told.
 */
export function readZendeskBudget(headers: Headers, now: number): Budget | null {
  const remaining = number(headers.get("x-rate-limit-remaining") ?? headers.get("ratelimit-remaining"));
  if (remaining === null) return null;
  return {
    limit: number(headers.get("x-rate-limit") ?? headers.get("ratelimit-limit")),
    remaining,
    resetAt: resetAt(headers, now),
  };
}

function resetAt(headers: Headers, now: number): number | null {
  const reset = headers.get("ratelimit-reset");
  if (!reset) return null;
  const seconds = number(reset);
  // The access log's endpoint gives a date-time in the same header.
  if (seconds !== null) return now + seconds * 1000;
  const time = Date.parse(reset);
  return Number.isNaN(time) ? null : time;
}

function number(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : null;
}
