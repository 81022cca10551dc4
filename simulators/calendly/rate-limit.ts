import type { Switches } from "./data.ts";

/** Counts one user's requests in fixed minutes of the clock. */
export class RateLimit {
  #window = 0;
  #used = 0;
  readonly #switches: Switches;

  constructor(switches: Switches) {
    this.#switches = switches;
  }

  /** Counts one request. `refused` where it is one too many. */
  count(now: number): { headers: Record<string, string>; refused: boolean } {
    const window = Math.floor(now / 60_000);
    if (window !== this.#window) this.#used = 0;
    this.#window = window;
    this.#used += 1;
    const { limit, reset } = this.#switches;
    const headers = {
      "X-RateLimit-Limit": String(limit),
      "X-RateLimit-Remaining": String(Math.max(0, limit - this.#used)),
      // Seconds to wait, not a time.
      "X-RateLimit-Reset": String(reset ?? Math.ceil(((window + 1) * 60_000 - now) / 1000)),
    };
    return { headers, refused: this.#used > limit };
  }
}
