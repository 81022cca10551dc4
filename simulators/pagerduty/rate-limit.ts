import { Minute } from "../kit/minute.ts";
import type { Switches } from "./data.ts";

/** What one key may ask in a minute. */
export class RateLimit {
  readonly #minute = new Minute();
  readonly #switches: Switches;

  constructor(switches: Switches) {
    this.#switches = switches;
  }

  /** Counts one request. `refused` where it is one too many. */
  count(now: number): { headers: Record<string, string>; refused: boolean } {
    const { used, endsIn } = this.#minute.count(now);
    const { limit, reset } = this.#switches;
    const headers = {
      "Ratelimit-Limit": String(limit),
      "Ratelimit-Remaining": String(Math.max(0, limit - used)),
      // Seconds to wait, not a time.
      "Ratelimit-Reset": String(reset ?? endsIn),
    };
    return { headers, refused: used > limit };
  }
}
