import { Minute } from "../kit/minute.ts";
import type { Switches } from "./data.ts";

/** What one user may ask in a minute. */
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
      "X-RateLimit-Limit": String(limit),
      "X-RateLimit-Remaining": String(Math.max(0, limit - used)),
      // Seconds to wait, not a time.
      "X-RateLimit-Reset": String(reset ?? endsIn),
    };
    return { headers, refused: used > limit };
  }
}
