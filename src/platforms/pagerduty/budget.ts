import type { Budget } from "../../http/client.ts";

/** What PagerDuty says is left of the key's requests. `ratelimit-reset` is seconds to wait, not a time. */
export function readPagerdutyBudget(headers: Headers, now: number): Budget | null {
  const remaining = whole(headers.get("ratelimit-remaining"));
  if (remaining === null) return null;
  const reset = whole(headers.get("ratelimit-reset"));
  return { limit: whole(headers.get("ratelimit-limit")), remaining, resetAt: reset === null ? null : now + reset * 1000 };
}

function whole(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : null;
}
