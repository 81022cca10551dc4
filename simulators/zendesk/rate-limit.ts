import { Minute } from "../kit/minute.ts";
import type { Switches } from "./data.ts";

/** What the whole account may ask in a minute. */
export class RateLimit {
  readonly #minute = new Minute();
  readonly #switches: Switches;

  constructor(switches: Switches) {
    this.#switches = switches;
  }

  /** Counts one request. `wait` is set where it is one too many: seconds until the next minute. */
  count(now: number): { headers: Record<string, string>; wait: number | null } {
    const { used, endsIn } = this.#minute.count(now);
    const { limit, tellsReset } = this.#switches;
    const remaining = String(Math.max(0, limit - used));
    const headers: Record<string, string> = { "X-Rate-Limit": String(limit), "X-Rate-Limit-Remaining": remaining };
    if (tellsReset)
      Object.assign(headers, {
        "ratelimit-limit": String(limit),
        "ratelimit-remaining": remaining,
        "ratelimit-reset": String(endsIn),
      });
    return { headers, wait: used > limit ? Math.max(1, endsIn) : null };
  }

  /** As if somebody else had used the account. */
  use(requests: number): void {
    this.#minute.use(requests);
  }
}
