import type { Switches } from "./data.ts";

/** Counts the whole account's requests in fixed minutes of the clock. */
export class RateLimit {
  #window = 0;
  #used = 0;
  readonly #switches: Switches;

  constructor(switches: Switches) {
    this.#switches = switches;
  }

  /** Counts one request. `wait` is set where it is one too many: seconds until the next minute. */
  count(now: number): { headers: Record<string, string>; wait: number | null } {
    const window = Math.floor(now / 60_000);
    if (window !== this.#window) this.#used = 0;
    this.#window = window;
    this.#used += 1;
    const { limit, tellsReset } = this.#switches;
    const reset = Math.ceil(((window + 1) * 60_000 - now) / 1000);
    const remaining = String(Math.max(0, limit - this.#used));
    const headers: Record<string, string> = { "X-Rate-Limit": String(limit), "X-Rate-Limit-Remaining": remaining };
    if (tellsReset)
      Object.assign(headers, {
        "ratelimit-limit": String(limit),
        "ratelimit-remaining": remaining,
        "ratelimit-reset": String(reset),
      });
    return { headers, wait: this.#used > limit ? Math.max(1, reset) : null };
  }

  /** As if somebody else had used the account. */
  use(requests: number): void {
    this.#used += requests;
  }
}
