import type { Budget } from "../../http/client.ts";

/** What Calendly says is left of the user's requests a minute. `X-RateLimit-Reset` is seconds to wait, not a time. */
export function readCalendlyBudget(headers: Headers, now: number): Budget | null {
  const remaining = whole(headers.get("x-ratelimit-remaining"));
  if (remaining === null) return null;
  const reset = whole(headers.get("x-ratelimit-reset"));
  return { limit: whole(headers.get("x-ratelimit-limit")), remaining, resetAt: reset === null ? null : now + reset * 1000 };
}

function whole(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : null;
}
