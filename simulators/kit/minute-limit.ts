import { Minute } from "./minute.ts";

/** What a test may change of it. */
interface Switches {
  /** Requests a minute. */
  limit: number;
  /** Seconds told until the next minute; left to the clock where it is null. */
  reset: number | null;
}

/** A limit of requests a minute, told in headers as `<prefix>-Limit`, `-Remaining` and `-Reset`. */
export class MinuteLimit {
  readonly #minute = new Minute();
  readonly #prefix: string;
  readonly #switches: Switches;

  constructor(prefix: string, switches: Switches) {
    this.#prefix = prefix;
    this.#switches = switches;
  }

  /** Counts one request. `refused` where it is one too many. */
  count(now: number): { headers: Record<string, string>; refused: boolean } {
    const { used, endsIn } = this.#minute.count(now);
    const { limit, reset } = this.#switches;
    const headers = {
      [`${this.#prefix}-Limit`]: String(limit),
      [`${this.#prefix}-Remaining`]: String(Math.max(0, limit - used)),
      // Seconds to wait, not a time.
      [`${this.#prefix}-Reset`]: String(reset ?? endsIn),
    };
    return { headers, refused: used > limit };
  }
}
