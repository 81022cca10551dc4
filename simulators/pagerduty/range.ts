import type { Reply } from "../kit/server.ts";
import { invalid } from "./errors.ts";
import type { Range } from "./render.ts";

export type { Range } from "./render.ts";

const dayMs = 86_400_000;

/** `since` and `until` of a request, two weeks apart where one is missing; `null` where both are. */
export function rangeIn(params: URLSearchParams): Range | Reply | null {
  const [since, until] = [timeOf(params.get("since")), timeOf(params.get("until"))];
  if (Number.isNaN(since) || Number.isNaN(until)) return invalid("since and until must be ISO 8601 times");
  if (since === null && until === null) return null;
  const range = { since: since ?? (until ?? 0) - 14 * dayMs, until: until ?? (since ?? 0) + 14 * dayMs };
  if (range.until < range.since) return invalid("until must not be before since");
  return range.until - range.since > 90 * dayMs ? invalid("the range must not be longer than 90 days") : range;
}

function timeOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
