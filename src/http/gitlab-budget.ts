import type { Budget } from "./client.ts";

/**
 * What GitLab says is left of its requests a minute. `RateLimit-Reset` is a time by GitLab's clock in epoch seconds, hence the
 * difference to its `Date` is what counts here.
 */
export function readGitlabBudget(headers: Headers, now: number): Budget | null {
  const remaining = number(headers.get("ratelimit-remaining"));
  if (remaining === null) return null;
  const reset = number(headers.get("ratelimit-reset"));
  const answeredAt = Date.parse(headers.get("date") ?? "");
  const skew = Number.isNaN(answeredAt) ? 0 : now - answeredAt;
  return { limit: number(headers.get("ratelimit-limit")), remaining, resetAt: reset === null ? null : reset * 1000 + skew };
}

function number(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text.trim()) ? Number(text) : null;
}
